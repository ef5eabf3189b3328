import { describe, expect, test } from 'vitest';
import { couldNotStart, toRunResult } from '../../../../src/driver/docker/container/to-run-result.ts';
import type { Evidence, StopReason } from '../../../../src/driver/docker/container/to-run-result.ts';

const task = { timeout: 90_000, memory: 64 * 2 ** 20, command: ['make'], image: 'gcc:14' };

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
  test('with the timeout', () => {
    expect(toRunResult(task, 'timeout', state({ ExitCode: 143 })).error?.message).toBe(
      'It ran longer than its timeout of 1:30.',
    );
  });

  test('with the memory limit', () => {
    const oom = state({ OOMKilled: true, ExitCode: 137 });
    expect(toRunResult(task, undefined, oom).error).toEqual({
      message: 'It needed more memory than its limit of 64 MiB.',
      advice: 'Raise "resources.memory".',
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
    [139, 'The command ended with exit code 139, as if killed by SIGSEGV, which we did not send.'],
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
        'The command ended with exit code 137, as if killed by SIGKILL, which we did not send: most likely for lack of memory, as it had come close to its limit of 64 MiB.',
      advice: 'Raise "resources.memory".',
    });
  });
});

describe('a command that could not be started', () => {
  const runc =
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';

  test.each([
    // Recorded from Docker Engine 20.10 with runc 1.1.
    [127, `${runc}exec: "nosuch": executable file not found in $PATH: unknown`, 'nosuch'],
    [127, `${runc}exec: "/no/such": stat /no/such: no such file or directory: unknown`, '/no/such'],
    [126, `${runc}exec: "/etc/passwd": permission denied: unknown`, '/etc/passwd'],
    // As crun says it (its source, src/libcrun/linux.c).
    [127, 'crun: executable file `nosuch` not found in $PATH: No such file or directory', 'nosuch'],
    [126, `${runc}exec: "mount": exec format error`, 'mount'],
  ])('has the exit code %i for %s', (exitCode, said, command) => {
    const result = couldNotStart(task, said);
    expect(result).toMatchObject({ status: 'error', exitCode });
    expect(result?.error?.message).toContain(`The command "${command}" is `);
  });

  test('is repeated without the layers that the message came through', () => {
    expect(couldNotStart(task, `${runc}exec: "/x": permission denied: unknown`)?.error?.advice).toBe(
      'Make it executable (chmod +x), and see that it is built for the engine\'s platform. The engine says: exec: "/x": permission denied.',
    );
  });

  test.each([
    // Recorded from Docker Engine 20.10 whose --init-path does not exist.
    `${runc}error during container init: error mounting "/nonexistent/docker-init" to rootfs at "/sbin/docker-init": stat /nonexistent/docker-init: no such file or directory: unknown`,
    'exec: "docker-init": executable file not found in $PATH',
    `${runc}error during container init: error mounting "/a" to rootfs at "/b": permission denied`,
    `${runc}chdir to cwd ("/root") set in config.json failed: permission denied: unknown`,
    'unable to find user nobody: no matching entries in passwd file',
    // Recorded from Podman 4.3, with a folder mounted on /etc/passwd.
    'preparing container ab for attach: unable to find user 0: read /tmp/x: is a directory',
    'preparing container ab for attach: runc: runc create failed: unable to start container process: error during container init: error setting rlimits for ready process: error setting rlimit type 7: operation not permitted: OCI permission denied',
    'rootlessport cannot expose privileged port 80: listen tcp 0.0.0.0:80: bind: permission denied',
    `${runc}error running hook: exit status 1, stderr: nvidia-container-cli: libnvidia-ml.so.1: no such file or directory`,
    `${runc}unable to apply apparmor profile: apparmor failed to apply profile: write /proc/self/attr/apparmor/exec: no such file or directory`,
    'Cannot connect to the engine',
  ])('is not blamed for %s', (said) => {
    expect(couldNotStart(task, said)).toBeUndefined();
  });
});

function state(given: Partial<Evidence>): Evidence {
  return { ExitCode: 0, OOMKilled: false, Error: '', peakMemory: 0, ...given };
}
