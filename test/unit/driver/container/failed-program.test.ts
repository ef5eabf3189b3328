import { describe, expect, test } from 'vitest';
import {
  couldNotStart,
  exitCodeFor,
  programInOutput,
} from '../../../../src/driver/docker/container/failed-program.ts';

const task = { entrypoint: undefined, command: ['make'] };

describe("a container's own command that could not be started", () => {
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
    expect(couldNotStart(task, said)).toEqual({ name: command, isCommand: true, said });
    expect(exitCodeFor(said)).toBe(exitCode);
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

test.each([
  // Recorded from ash of BusyBox 1.36, dash 0.5.12, bash 5.2, and env of BusyBox and GNU coreutils 9.
  ['sh: nosuch: not found', 'nosuch'],
  ['/bin/sh: 1: nosuch: not found', 'nosuch'],
  ['./run.sh: 3: nosuch: not found', 'nosuch'],
  ['bash: line 1: nosuch: command not found', 'nosuch'],
  ['sh: ./build.sh: not found', './build.sh'],
  ['bash: line 1: ./build.sh: No such file or directory', './build.sh'],
  ['sh: ./build.sh: Permission denied', './build.sh'],
  ['bash: line 1: ./tool: cannot execute binary file: Exec format error', './tool'],
  ["env: can't execute 'python': No such file or directory", 'python'],
  ['/usr/bin/env: ‘node’: No such file or directory', 'node'],
  ['zsh:1: command not found: nosuch', 'nosuch'],
  ['sh: nosuch: not found\nmake: *** [Makefile:2: all] Error 127', 'nosuch'],
])('of a program that a shell could not find, "%s" tells the name', (said, name) => {
  expect(programInOutput(`some output\n${said}\n`)).toMatchObject({ name, isCommand: false });
});

test.each(['', 'Error: the file config.json is missing', 'done\n'])(
  'words that name no program tell none: "%s"',
  (said) => {
    expect(programInOutput(said)).toBeUndefined();
  },
);
