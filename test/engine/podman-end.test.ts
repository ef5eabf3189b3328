import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../src/core/run-result.ts';
import { eventually } from '../helpers/eventually.ts';
import { usePodman } from '../helpers/podman-runs.ts';
import { goneOrKilled, input, meddle, recordedTask, shell } from '../helpers/task.ts';
import type { RecordedTask } from '../helpers/task.ts';

/** How runs on Podman end, and what is seen of them until then. */

const { dockerHost, runTask, runAnd } = usePodman();

describe('a container that is stopped', () => {
  test('for its timeout is a timeout, with the exit code that it ended with', async () => {
    const script = 'trap "sleep 0.3; echo bye; exit 5" TERM; echo started; while :; do sleep 0.1; done';
    const { result, stdout } = await runTask({ ...shell(script), timeout: 2000, stop: patient });
    expect(result).toMatchObject({ status: 'timeout', exitCode: 5 });
    expect(stdout).toBe('started\nbye\n');
  });

  test('by a cancel gets its own signal', async () => {
    const script = 'trap "echo interrupted; exit 5" INT; echo ready; while :; do sleep 0.1; done';
    const stop = { ...patient, signal: 'SIGINT' };
    const recorded = recordedTask({ ...shell(script), stop });
    expect(await cancelWhenReady(recorded)).toMatchObject({ status: 'cancelled', exitCode: 5 });
    expect(recorded.stdout().toString()).toBe('ready\ninterrupted\n');
  });

  test('and does not listen is killed after the grace', async () => {
    const script = 'trap "" TERM; echo ready; while :; do sleep 0.1; done';
    const recorded = recordedTask({ ...shell(script), init: false });
    const started = performance.now();
    expect(await cancelWhenReady(recorded)).toMatchObject({ status: 'cancelled', exitCode: 137 });
    expect(performance.now() - started).toBeGreaterThan(1000);
  });

  test('by somebody else who removes it is no success', async () => {
    const recorded = recordedTask(shell('echo ready; sleep 60'));
    const run = runAnd(recorded, () => meddle(recorded.task, 'DELETE', '?force=true', dockerHost()));
    const outcome = await run.catch((error: unknown) => error);
    expect(outcome).toMatchObject(goneOrKilled(outcome));
  });

  test('for lack of memory is told to have been so perhaps, as Podman does not say', async () => {
    const memory = 16 * 2 ** 20;
    const { result } = await runTask({ ...shell('sleep 0.3; exec tail /dev/zero'), memory });
    expect(result).toMatchObject({ status: 'error', exitCode: 137 });
    expect(result.error?.advice).toContain('raise "resources.memory"');
  });
});

test('statistics arrive', async () => {
  const abort = new AbortController();
  const recorded = recordedTask({ ...shell('echo ready; while :; do :; done'), memory: 64 * 2 ** 20 });
  const act = async (): Promise<void> => {
    await eventually('two samples', () => recorded.stats.length >= 2, 30_000);
    abort.abort();
  };
  await runAnd(recorded, act, abort.signal);
  const metrics = recorded.stats[1]?.metrics ?? {};
  expect(metrics['mem_limit']).toBe(64 * 2 ** 20);
  expect(metrics['cpu_total']).toBeGreaterThan(20);
  expect(metrics['cpu_total']).toBeLessThan(130);
});

test('50 runs, 8 at a time, lose nothing', async () => {
  const waiting = Array.from({ length: 50 }, (_, index) => index);
  const worker = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const { result, stdout, stderr } = await runTask({
        ...shell(`seq ${index} ${index + 999}; echo run ${index} >&2; exit ${index}`),
        ...(index % 2 === 0 && { input: input() }),
      });
      expect(result.exitCode).toBe(index);
      expect(result.warning).toBeUndefined();
      expect(stdout).toBe(Array.from({ length: 1000 }, (_, line) => `${index + line}\n`).join(''));
      expect(stderr).toBe(`run ${index}\n`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}, 240_000);

const patient = { signal: '', grace: 30_000 };

function cancelWhenReady(recorded: RecordedTask): Promise<RunResult> {
  const abort = new AbortController();
  const cancel = (): void => {
    abort.abort();
  };
  return runAnd(recorded, cancel, abort.signal);
}
