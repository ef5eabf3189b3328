import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dockerHost } from '../helpers/engine-context.ts';
import { eventually } from '../helpers/eventually.ts';
import { useFileWorkspace } from '../helpers/file-task.ts';
import { root } from '../helpers/paths.ts';
import { image } from '../helpers/task.ts';
import { makeTemporaryFolder, removeFolder } from '../helpers/temporary-folder.ts';

/** The program `container-tasks`, as it is bundled. */

const workspace = useFileWorkspace();
let own: string;

const file = {
  defaults: { image, network: 'none', timeout: '1m' },
  inputs: [{ id: 'who', type: 'promptString' }],
  tasks: [
    { label: 'fails', detail: 'Ends with 7', script: 'printf "no\\tend"; echo err >&2; exit 7' },
    { label: 'all', dependsOn: ['one', 'two'] },
    { label: 'one', script: 'echo 1; printf "the rest"' },
    { label: 'two', script: 'echo 2; echo err >&2' },
    { label: 'late', command: 'sleep 60', timeout: '300ms', stop: { grace: 0 } },
    { label: 'after', dependsOn: 'fails', command: 'true' },
    { label: 'host', command: 'true', network: 'host' },
    { label: 'hidden', hide: true, command: 'echo hello ${input:who}' },
    { label: 'fresh', script: 'echo x > out; echo ran', files: ['in'], output: ['out'] },
    { label: 'polite', script: 'trap "echo bye; exit 3" TERM; while :; do echo tick; sleep 0.1; done' },
    {
      label: 'deaf',
      script: 'trap "echo no" TERM; while :; do echo tick; sleep 0.1; done',
      stop: { grace: '5m' },
    },
  ],
};

beforeEach(() => {
  own = makeTemporaryFolder();
  for (const name of ['tmp', 'cache']) fs.mkdirSync(path.join(own, name));
  workspace().write({ 'tasks.container.json': JSON.stringify(file, undefined, 2), in: '' });
});

afterEach(async () => {
  const left = fs.readdirSync(path.join(own, 'tmp'));
  removeFolder(own);
  expect(left).toEqual([]);
  expect(await workspace().containers()).toEqual([]);
});

test('the output of a single job goes on as it is, and our own words to stderr', async () => {
  const { code, stdout, stderr } = await run('run', 'fails');
  expect([code, stdout]).toEqual([7, 'no\tend']);
  expect(stderr).toMatch(/^fails: .*\| \/bin\/sh -c .*\nerr\nfails: error, exit code 7/);
});

test('several jobs have their names before each line, and a sum at the end', async () => {
  const { code, stdout, stderr } = await run('run', 'all', '--jobs', '2');
  expect(code).toBe(0);
  expect(stdout.trim().split('\n').sort()).toEqual(['one | 1', 'one | the rest', 'two | 2']);
  expect(stderr).toMatch(/^two \| err$/m);
  expect(stderr).toMatch(/^2 succeeded in /m);
});

test('inputs are given, and a folder and an engine may be named', async () => {
  const elsewhere = { cwd: '/', env: { DOCKER_HOST: 'unix:///nowhere.sock' } };
  const named = ['--folder', workspace().folder, '--engine', dockerHost];
  const { code, stdout } = await run('run', 'hidden', '--input', 'who=a=b c', ...named, elsewhere);
  expect([code, stdout]).toEqual([0, 'hello a=b c\n']);
});

test('what is up to date does not run again, unless it is told so', async () => {
  const [first, second] = [await run('run', 'fresh'), await run('run', 'fresh')];
  expect([first.code, first.stdout]).toEqual([0, 'ran\n']);
  expect([second.code, second.stdout]).toEqual([0, '']);
  expect(second.stderr).toMatch(/^fresh: up to date\./);
  expect((await run('run', 'fresh', '--without-cache')).stdout).toBe('ran\n');
});

test('list prints the tasks that are not hidden, and what is wrong with the file', async () => {
  const { code, stdout, stderr } = await run('list');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^fails\tEnds with 7\nall\none\n[^]*\ndeaf\n$/);
  expect(stdout).not.toContain('hidden');
  workspace().write({ 'tasks.container.json': '{\n  "tasks": [{ "label": "a", "comand": "x" }] }' });
  const wrong = await run('list');
  expect([wrong.code, wrong.stdout]).toEqual([1, 'a\n']);
  expect(wrong.stderr).toContain('tasks.container.json:2:29: `comand` is not a field of a task');
});

describe('the exit code', () => {
  test.each<[readonly string[], number, string]>([
    [['run', 'late'], 124, 'late: timeout'],
    [['run', 'after'], 7, 'after: skipped.'],
    [['run', 'host'], 125, 'network "host". Nobody can be asked here'],
    [['run', 'hidden'], 125, 'give it with --input who=VALUE'],
    [['run', 'fals'], 125, 'did you mean "fails"?'],
    [['run', 'one', '--engine', 'unix:///nowhere.sock'], 125, '/nowhere.sock'],
    [['run', 'one', '--folder', '/'], 125, 'There is no tasks.container.json in /.'],
    [['run', 'one', '--nope'], 2, 'nope'],
    [['walk'], 2, '"walk" is not a command'],
  ])('of %j is %i', async (words, expected, said) => {
    const { code, stderr } = await run(...words);
    expect([code, stderr]).toEqual([expected, expect.stringContaining(said)]);
  });
});

describe('Ctrl-C', () => {
  test('asks what runs to stop, and waits for it', async () => {
    const { code, stdout, stderr } = await interrupted('polite');
    expect(code).toBe(130);
    expect(stdout).toMatch(/tick\nbye\n$/);
    expect(stderr).toContain('polite: cancelled');
  });

  test('twice removes it at once', async () => {
    const { code, stdout } = await interrupted('deaf', 'no');
    expect([code, stdout.includes('no')]).toEqual([130, true]);
  });
});

/** Runs a task, and interrupts it when it runs; once more when it has answered that. */
async function interrupted(label: string, answer?: string): Promise<Ended> {
  const program = start(['run', label], {});
  // From its first line alone it is not known whether the engine has told that the container runs.
  await eventually('its output', () => program.stdout().includes('tick\ntick\n'));
  program.interrupt();
  if (answer !== undefined) {
    await eventually('its answer', () => program.stdout().includes(answer));
    program.interrupt();
  }
  return program.ended;
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Options {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

function run(...words: readonly (string | Options)[]): Promise<Ended> {
  const options = words.find((word) => typeof word !== 'string') ?? {};
  return start(
    words.filter((word) => typeof word === 'string'),
    options,
  ).ended;
}

function start(words: readonly string[], { cwd = workspace().folder, env }: Options) {
  const folders = { TMPDIR: path.join(own, 'tmp'), XDG_CACHE_HOME: path.join(own, 'cache') };
  const child = spawn(process.execPath, [path.join(root, 'dist/container-tasks.cjs'), ...words], {
    cwd,
    env: { ...process.env, DOCKER_HOST: dockerHost, ...folders, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (said[name] += text));
  const ended = once(child, 'close').then((): Ended => ({ code: child.exitCode, ...said }));
  return {
    ended,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    interrupt: () => child.kill('SIGINT'),
  };
}
