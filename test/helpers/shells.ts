import fs from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { ContainerTask } from '../../src/core/container-task.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { containerName } from '../../src/driver/docker/ownership/labels.ts';
import type { Shell, WaitResult } from '../../src/driver/driver.ts';
import { askEngine } from './engine-api.ts';
import { eventually } from './eventually.ts';
import { importImage, layOutBusybox } from './images.ts';
import { printed, recordedTask, shell } from './task.ts';

/** Of the shells in these tests. */
const size = { columns: 90, rows: 25 };

/** A task that runs, and the shells in its container. */
interface ShellRun {
  readonly task: ContainerTask;
  readonly running: WaitResult;
  /** Opens a shell, and reads what it prints. */
  readonly open: () => Promise<OpenShell>;
  /** The command lines of what runs in the container, but for the task's own. */
  readonly processes: () => Promise<readonly string[]>;
}

/** A shell and what it has printed so far. */
interface OpenShell extends Shell {
  text(): string;
  /** Types a line, and waits for what is printed then. */
  expect(line: string, printed: string | RegExp): Promise<void>;
  /** Resolves when its output has ended. */
  readonly ended: Promise<void>;
}

/** Runs a task that waits, for as long as `use` takes. */
async function withShells(
  docker: string,
  use: (run: ShellRun) => Promise<void>,
  settings: Partial<ContainerTask> = {},
): Promise<void> {
  const recorded = recordedTask({ ...shell('echo ready; exec sleep 301'), ...settings });
  const { signal } = new AbortController();
  await using cookie = await createDockerDriver({ docker }).prepare(recorded.task, signal);
  const running = await cookie.run(signal);
  if (settings.command === undefined) await printed(recorded, 'ready');
  const { task } = recorded;
  const open = async (): Promise<OpenShell> => read(await running.openShell(size, signal));
  await use({ task, running, open, processes: () => processesOf(docker, task) });
}

function read(opened: Shell): OpenShell {
  const chunks: Uint8Array[] = [];
  const collect = async (): Promise<void> => {
    for await (const chunk of opened.output) chunks.push(chunk);
  };
  const text = (): string => Buffer.concat(chunks).toString();
  const { program, output } = opened;
  return {
    program,
    output,
    ended: collect(),
    text,
    write: (keys) => {
      opened.write(keys);
    },
    resize: (to) => opened.resize(to),
    exitCode: () => opened.exitCode(),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    expect: async (line, wanted) => {
      const before = text().length;
      opened.write(`${line}\n`);
      await eventually(String(wanted), () => {
        const now = text().slice(before);
        return typeof wanted === 'string' ? now.includes(wanted) : wanted.test(now);
      });
    },
  };
}

async function processesOf(docker: string, { id }: ContainerTask): Promise<readonly string[]> {
  const url = `/containers/${containerName(id)}/top?ps_args=-eo%20pid,args`;
  const { Processes } = (await askEngine(docker, 'GET', url)) as {
    readonly Processes: readonly (readonly string[])[];
  };
  return Processes.map((columns) => columns.at(-1) ?? '').filter((line) => !line.includes('sleep 301'));
}

/** Waits until nothing but the task's own runs in its container. */
async function nothingElseRuns({ processes }: ShellRun): Promise<void> {
  await eventually('no process', async () => {
    const left = (await processes()).filter((line) => !/docker-init|catatonit|run-init/.test(line));
    return left.length === 0 || Promise.reject(new Error(left.join('; ')));
  });
}

/** What holds for a shell whatever the engine; each is a test's body. */
export const behaviours: readonly (readonly [name: string, body: (docker: string) => Promise<void>])[] = [
  ['is typed into, in its folder, as its user, with its size and exit code', typed],
  ['takes another size', resized],
  ['leaves no process in a container that goes on', closed],
  ['ends with its container', ended],
  ['is refused where the image has none, and where the container has ended', refused],
];

async function typed(docker: string): Promise<void> {
  const settings = { user: 'app', workDir: '/tmp', envVars: { GREETING: 'höi' } };
  await withShells(
    docker,
    async ({ open }) => {
      await using bash = await open();
      expect(bash.program).toMatch(/(^|\/)ash$/);
      await bash.expect(
        'echo $(id -un) $(pwd) $GREETING $TERM $((40 + 2))',
        'app /tmp höi xterm-256color 42',
      );
      await bash.expect('stty size', '25 90');
      await bash.expect('sleep 300\n', /sleep 300/);
      bash.write('\u0003');
      await bash.expect('echo got $?', 'got 130');
      bash.write('exit 7\n');
      await bash.ended;
      expect(await bash.exitCode()).toBe(7);
    },
    settings,
  );
}

async function resized(docker: string): Promise<void> {
  await withShells(docker, async ({ open }) => {
    await using ash = await open();
    await ash.resize({ columns: 120, rows: 40 });
    await ash.expect('stty size', '40 120');
  });
}

async function closed(docker: string): Promise<void> {
  await withShells(docker, async (run) => {
    const ash = await run.open();
    await ash.expect('sleep 302 & nohup sleep 303 & setsid sleep 304 & echo begun; sleep 305', /begun\r\n/);
    await eventually('the processes', async () => (await run.processes()).join().includes('sleep 305'));
    await ash[Symbol.asyncDispose]();
    await ash[Symbol.asyncDispose]();
    await nothingElseRuns(run);
    const aborted = new AbortController();
    const opening = run.running.openShell(size, aborted.signal);
    aborted.abort(new Error('closed'));
    await expect(opening).rejects.toThrow('closed');
    await using again = await run.open();
    await again.expect('echo again', /again\r\n/);
    await again[Symbol.asyncDispose]();
    await nothingElseRuns(run);
  });
}

async function ended(docker: string): Promise<void> {
  await withShells(docker, async ({ open, task }) => {
    await using ash = await open();
    await ash.expect('echo here', /here\r\n/);
    await askEngine(docker, 'POST', `/containers/${containerName(task.id)}/kill`);
    await ash.ended;
    expect(await ash.exitCode()).toBeUndefined();
    await ash.resize(size);
  });
}

async function refused(docker: string): Promise<void> {
  const image = 'container-tasks-test/no-shell:latest';
  await importImage({ dockerHost: docker }, image, layOutWithoutShell, ['ENV PATH=/']);
  const opening = async ({ running }: ShellRun): Promise<void> => {
    const error: unknown = await running.openShell(size, new AbortController().signal).catch(same);
    expect(error).toMatchObject({ name: 'DriverError', message: 'The container has no shell.' });
  };
  await withShells(docker, opening, { image, command: ['/busybox', 'sleep', '301'] });
  await withShells(
    docker,
    async ({ running }) => {
      const { signal } = new AbortController();
      await running.wait(signal);
      await expect(running.openShell(size, signal)).rejects.toThrow(/^The container does not run\./);
    },
    { command: ['true'] },
  );
}

async function layOutWithoutShell(folder: string): Promise<void> {
  await layOutBusybox(folder);
  fs.renameSync(path.join(folder, 'bin/busybox'), path.join(folder, 'busybox'));
  fs.rmSync(path.join(folder, 'bin'), { recursive: true });
}

function same(error: unknown): unknown {
  return error;
}
