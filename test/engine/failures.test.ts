import fs from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RunError } from '../../src/core/run-result.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { askEngine } from '../helpers/engine-api.ts';
import { dockerHost } from '../helpers/engine-context.ts';
import { fileOf, useFileWorkspace } from '../helpers/file-task.ts';
import { findProgram } from '../helpers/find-program.ts';
import { recordedTask, runAnd, shell } from '../helpers/task.ts';

/** What a person is told of each way in which a task can end badly, and where its file is to be changed. */

const workspace = useFileWorkspace();

/** It looks for evidence for as long as a busy machine needs. */
const driver = createDockerDriver({ docker: dockerHost }, { evidence: 30_000 });

describe('a program that is not there', () => {
  test.each<[string, object, RegExp, RegExp, string]>([
    [
      'is the shell of a script',
      { script: 'true', shell: ['/bin/bash', '-c'] },
      /^The command "\/bin\/bash" is not in the image/,
      /^The image has "sh" instead: set "shell" to \["\/bin\/sh", "-c"\]\.$/,
      'command',
    ],
    [
      'is the shell of a script, without an init',
      { script: 'true', shell: ['bash', '-c'], init: false },
      /^The command "bash" is not in the image/,
      /set "shell" to \["\/bin\/sh", "-c"\]\.$/,
      'command',
    ],
    [
      'was mistyped',
      { command: 'slep 5' },
      /^The command "slep" is not in the image/,
      /^The image has "sleep" instead \(\/bin\/sleep\)\.$/,
      'command',
    ],
    [
      'is an entrypoint',
      { entrypoint: ['nosuch'], command: 'x' },
      /^The command "nosuch" is not in the image/,
      /^Correct "command"/,
      'entrypoint',
    ],
    [
      'is called by a script',
      { script: 'echo before; nosuch --version' },
      /^The command called "nosuch", which is not in the image .* \(exit code 127\)\.$/,
      /^Install it in the image/,
      'command',
    ],
    [
      'is in a folder that is not in PATH',
      { script: 'tsc --version' },
      /^The command called "tsc"/,
      /^It is at "\/workspace\/node_modules\/\.bin\/tsc", which is not in PATH/,
      'command',
    ],
  ])('%s', async (_, task, message, advice, place) => {
    workspace().write({ 'node_modules/.bin/tsc': '#!/bin/sh\n' });
    expect(await failureOf(task)).toMatchObject(told(message, advice, place));
  });
});

describe('a file that cannot be executed', () => {
  beforeEach(() => {
    workspace().write({
      'plain.sh': '#!/bin/sh\n',
      'windows.sh': '#!/bin/sh\r\ntrue\r\n',
      'perl.pl': '#!/usr/bin/perl\n',
      'text.sh': 'true\n',
    });
    const program = fs.readFileSync(findProgram('true') ?? process.execPath);
    fs.writeFileSync(workspace().path('other-linux'), program);
    program.writeUInt16LE(183, 18); // The field e_machine of ELF: aarch64.
    fs.writeFileSync(workspace().path('other-machine'), program);
    for (const name of ['windows.sh', 'perl.pl', 'text.sh', 'other-linux', 'other-machine'])
      fs.chmodSync(workspace().path(name), 0o755);
  });

  test.each<[string, object, RegExp, RegExp]>([
    ['is a folder', { command: '/tmp' }, /^"\/tmp" is a folder/, /^Correct "command"/],
    [
      'lacks the permission',
      { command: './plain.sh' },
      /^"\.\/plain\.sh" may not be executed/,
      /"chmod \+x".*"sh \.\/plain\.sh"/,
    ],
    [
      'has the line ends of Windows',
      { script: './windows.sh' },
      /^The lines of "\.\/windows\.sh" end as on Windows/,
      /LF for CRLF/,
    ],
    [
      'is for an interpreter that is not there',
      { script: './perl.pl' },
      /^"\.\/perl\.pl" is to be run by "\/usr\/bin\/perl", which the container does not have/,
      /correct the first line/,
    ],
    [
      'is no program, and says of none',
      { command: './text.sh', init: false },
      /^"\.\/text\.sh" is no program/,
      /Begin it with "#!\/bin\/sh"/,
    ],
    [
      'is built for another Linux',
      { command: './other-linux' },
      /^"\.\/other-linux" needs "\/lib\S+\/ld-linux\S+"/,
      /C library/,
    ],
    [
      'is built for another machine',
      { command: './other-machine', init: false },
      /^"\.\/other-machine" is built for arm64, which the engine's machine cannot run\.$/,
      /"platform"/,
    ],
  ])('%s', async (_, task, message, advice) => {
    expect(await failureOf(task)).toMatchObject(told(message, advice, 'command'));
  });
});

describe('a start that the engine refuses', () => {
  test('for a user whom the image does not have names those that it has', async () => {
    expect(await failureOf({ command: 'true', user: 'ap' })).toMatchObject(
      told(/^The image has no user "ap"\.$/, /^Did you mean "app"\?/, 'user'),
    );
  });

  test('for a port that is taken names the container that has it', async () => {
    const task = { command: 'sleep 60', network: 'bridge', ports: ['127.0.0.1:38417:80'] };
    const holder = recordedTask({
      ...shell('echo ready; sleep 60'),
      network: 'bridge',
      ports: [{ containerPort: 80, protocol: 'tcp', hostIp: '127.0.0.1', hostPort: 38_417 }],
    });
    const abort = new AbortController();
    const use = async (): Promise<void> => {
      expect(await failureOf(task)).toMatchObject(
        told(
          /^The container "container-tasks-\S+" has the port 38417/,
          /^Stop it with "docker stop/,
          'ports',
        ),
      );
      abort.abort();
    };
    await runAnd(holder, use, abort.signal);
  });

  test('for a network that it does not have says so', async () => {
    expect(await failureOf({ command: 'true', network: 'nosuch' })).toMatchObject(
      told(/network nosuch not found/, /"docker network create"/, 'network'),
    );
  });
});

describe('a command that fails because of a setting, and says so', () => {
  test.each<[string, object, RegExp, RegExp, string]>([
    [
      'a user who may not write into the workspace',
      { script: 'touch /workspace/x', user: '1000' },
      /^The command failed with exit code 1 after it had printed "touch: \/workspace\/x: Permission denied"\.$/,
      /set "user" to "host"/,
      'user',
    ],
    [
      'a workspace that is mounted read-only',
      { script: 'touch /workspace/x', workspace: { mode: 'readonly' } },
      /Read-only file system/,
      /can only read it/,
      'mounts',
    ],
    ['no network', { script: 'wget -q http://nosuch.example/' }, /nosuch\.example/, /no network/, 'network'],
    [
      'too few processes',
      { script: 'for i in $(seq 30); do sleep 5 & done', resources: { pids: 20 } },
      /can't fork/,
      /^It may have 20 processes: raise "resources\.pids", for example to 40\.$/,
      'resources.pids',
    ],
    [
      'too little shared memory',
      { script: 'dd if=/dev/zero of=/dev/shm/x bs=1M count=8', resources: { shmSize: '4m' } },
      /No space left on device/,
      /^Raise "resources\.shmSize"/,
      'resources.shmSize',
    ],
  ])('%s', async (_, task, message, advice, place) => {
    fs.chmodSync(workspace().folder, 0o755);
    expect(await failureOf(task)).toMatchObject(told(message, advice, place));
  });

  test('is not blamed on a setting for words alone', async () => {
    const { message, advice } = await failureOf({
      script: 'echo "ssh: Permission denied (publickey)." >&2; exit 3',
    });
    expect({ message, advice }).toEqual({
      message: 'The command failed with exit code 3.',
      advice: undefined,
    });
  });
});

describe('a timeout', () => {
  test('tells that nothing was printed', async () => {
    expect(await failureOf({ command: 'sleep 60', timeout: '500ms' })).toMatchObject(
      told(/timeout of 0\.5 s, and printed nothing at all\.$/, /^Find out what it waits for/, 'timeout'),
    );
  });

  test('tells that it was still at work', async () => {
    const script = 'while :; do echo tick; sleep 0.1; done';
    expect(await failureOf({ script, timeout: '500ms' })).toMatchObject(
      told(/its last output came 0(\.\d)? s before\.$/, /^Raise "timeout", for example to "1s"/, 'timeout'),
    );
  });
});

test.each([
  ['KILL', 'SIGKILL', 137],
  ['TERM', 'SIGTERM', 143],
])(
  'who has the engine send SIG%s is told apart from a command that ends like this',
  async (short, signal, exitCode) => {
    const script = `trap 'exit ${exitCode}' TERM; echo ready; while :; do sleep 0.1; done`;
    const kill = async (): Promise<void> => {
      const [container] = await workspace().containers();
      await askEngine(dockerHost, 'POST', `/containers/${container?.Id ?? ''}/kill?signal=${short}`);
    };
    const killed = await failureOf({ script, init: false }, () => void kill());
    expect(killed.message).toBe(
      `Somebody else had the engine send ${signal} to the container (exit code ${exitCode}), as "docker kill" and "docker stop" do.`,
    );
    const { message } = await failureOf({ script: `exit ${exitCode}` });
    expect(message).toContain(`as if killed by ${signal}, which we did not send.`);
  },
);

/** Runs a task that fails, and resolves with why. */
async function failureOf(
  task: object,
  onRunning?: () => void,
): Promise<RunError & { readonly place: string }> {
  const { outcome } = await workspace().run(fileOf(task), 'it', { driver, ...(onRunning && { onRunning }) });
  if (outcome.kind !== 'ran' || outcome.result.status === 'success')
    throw new Error(`It has not failed: ${JSON.stringify(outcome)}`);
  const { error } = outcome.result;
  return { ...error, place: error.remedy?.in === 'file' ? (error.remedy.field ?? '') : '' };
}

function told(message: RegExp, advice: RegExp, place: string): object {
  return {
    message: expect.stringMatching(message) as unknown,
    advice: expect.stringMatching(advice) as unknown,
    place,
  };
}
