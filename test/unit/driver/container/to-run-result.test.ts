import { describe, expect, test } from 'vitest';
import { toRunResult } from '../../../../src/driver/docker/container/to-run-result.ts';
import type { Evidence, StopReason } from '../../../../src/driver/docker/container/to-run-result.ts';

const task = { timeout: 90_000, memory: 64 * 2 ** 20 };

const raise = {
  advice: 'Raise "resources.memory", for example to "128m".',
  remedy: { in: 'file', field: 'resources.memory' },
};

describe('evidence counts in this order: our own stop, the engine’s word on memory, the exit code', () => {
  test.each<[StopReason | undefined, boolean, number, string]>([
    [undefined, false, 0, 'success'],
    [undefined, false, 1, 'error'],
    [undefined, false, 137, 'error'],
    [undefined, true, 137, 'killed'],
    [undefined, true, 1, 'killed'],
    [undefined, true, 0, 'success'],
    ['timeout', false, 143, 'timeout'],
    ['timeout', true, 137, 'timeout'],
    ['timeout', false, 0, 'timeout'],
    ['cancelled', false, 143, 'cancelled'],
    ['cancelled', true, 137, 'cancelled'],
    ['cancelled', false, 0, 'cancelled'],
  ])('stopped: %s, out of memory: %s, exit code %i: %s', (stopped, OOMKilled, ExitCode, status) => {
    const result = toRunResult(task, stopped, state({ OOMKilled, ExitCode }));
    expect(result).toMatchObject({ status, exitCode: ExitCode });
    expect(result.error !== undefined).toBe(status !== 'success');
  });
});

describe('says what happened', () => {
  test.each<[number | undefined, string, string]>([
    [undefined, 'It ran longer than its timeout of 1:30.', 'Raise "timeout"'],
    [Infinity, 'It ran longer than its timeout of 1:30, and printed nothing at all.', 'Find out what'],
    [72_000, 'It ran longer than its timeout of 1:30, and printed nothing for the last 1:12.', 'Find out'],
    [400, 'It ran longer than its timeout of 1:30; its last output came 0.4 s before.', 'Raise "timeout"'],
  ])('with the timeout, after %s ms without output', (silence, message, advice) => {
    const { error } = toRunResult(task, 'timeout', state({ ExitCode: 143, silence }));
    expect(error).toMatchObject({ message, remedy: { in: 'file', field: 'timeout' } });
    expect(error?.advice).toContain(advice);
    expect(error?.advice).toContain('for example to "3m"');
  });

  test('with the memory limit', () => {
    const oom = state({ OOMKilled: true, ExitCode: 137 });
    expect(toRunResult(task, undefined, oom).error).toEqual({
      message: 'It needed more memory than its limit of 64 MiB.',
      ...raise,
    });
    expect(toRunResult(task, undefined, { ...oom, peakMemory: 63 * 2 ** 20 }).error?.message).toBe(
      'It needed more memory than its limit of 64 MiB; the most that was measured is 63 MiB.',
    );
    expect(toRunResult(task, undefined, { ...oom, ExitCode: 2 }).error).toEqual({
      message:
        'A process that it had started was killed for lack of memory (the limit is 64 MiB), and it failed with exit code 2.',
      ...raise,
    });
    expect(toRunResult({ ...task, memory: 0 }, undefined, oom).error?.message).toBe(
      "It needed more memory than the engine's machine has.",
    );
  });

  test('and warns when only a child was killed for its memory', () => {
    expect(toRunResult(task, undefined, state({ OOMKilled: true })).warning).toBe(
      'A process in the container was killed for lack of memory, though the command succeeded.',
    );
  });

  test.each([
    [1, 'The command failed with exit code 1.'],
    [255, 'The command failed with exit code 255.'],
    [126, 'The command, or one that it called, cannot be executed (exit code 126).'],
    [127, 'The command, or one that it called, was not found (exit code 127).'],
    [137, 'The command ended with exit code 137, as if killed by SIGKILL, which we did not send.'],
    [129, 'The command ended with exit code 129, as if killed by SIGHUP, which we did not send.'],
    [132, 'The command used an instruction that the processor does not have (exit code 132, SIGILL).'],
    [134, 'The command gave up by itself (exit code 134, SIGABRT).'],
    [135, 'The command used memory that is not there (exit code 135, SIGBUS).'],
    [136, 'The command divided by zero (exit code 136, SIGFPE).'],
    [139, 'The command crashed: it used memory that is not its own (exit code 139, SIGSEGV).'],
    [141, 'The command wrote to a program that no longer reads (exit code 141, SIGPIPE).'],
    [143, 'The command ended with exit code 143, as if killed by SIGTERM, which we did not send.'],
  ])('for the exit code %i', (ExitCode, message) => {
    expect(toRunResult(task, undefined, state({ ExitCode })).error?.message).toBe(message);
  });

  test('and that a kill may have been for the memory limit where the engine does not say why', () => {
    const killed = state({ ExitCode: 137 });
    expect(toRunResult(task, undefined, killed).error?.advice).toBe(
      'The engine does not say why: if it was for its memory limit of 64 MiB, raise "resources.memory".',
    );
    expect(toRunResult({ ...task, memory: 0 }, undefined, killed).error?.advice).toBeUndefined();
  });
});

describe('lack of memory', () => {
  const limit = task.memory;

  test.each<[string, StopReason | undefined, Partial<Evidence>, 'yes' | 'likely' | undefined]>([
    ['the engine says so', undefined, { OOMKilled: true }, 'yes'],
    ['a SIGKILL came at the limit', undefined, { peakMemory: limit }, 'likely'],
    ['a SIGKILL came close to the limit', undefined, { peakMemory: 0.9 * limit }, 'likely'],
    ['a SIGKILL came far from the limit', undefined, { peakMemory: 0.89 * limit }, undefined],
    ['we sent the SIGKILL', 'cancelled', { peakMemory: limit }, undefined],
    ['another signal came at the limit', undefined, { peakMemory: limit, ExitCode: 139 }, undefined],
  ])('when %s (stopped: %s)', (_, stopped, evidence, outOfMemory) => {
    const result = toRunResult(task, stopped, state({ ExitCode: 137, ...evidence }));
    expect(result).toMatchObject({ signal: evidence.ExitCode === 139 ? 'SIGSEGV' : 'SIGKILL' });
    expect('outOfMemory' in result ? result.outOfMemory : undefined).toBe(outOfMemory);
  });

  test('that is likely is told as such, with what to do', () => {
    expect(toRunResult(task, undefined, state({ ExitCode: 137, peakMemory: limit })).error).toEqual({
      message:
        'The command was killed (exit code 137), most likely for lack of memory: it had come to 64 MiB of its limit of 64 MiB.',
      ...raise,
    });
  });
});

function state(given: Partial<Evidence>): Evidence {
  return { ExitCode: 0, OOMKilled: false, Error: '', peakMemory: 0, silence: undefined, ...given };
}
