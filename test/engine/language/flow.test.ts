import fs from 'node:fs';
import { expect, test } from 'vitest';
import type { TaskDefinition } from '../../../src/core/tasks-file/definition.ts';
import { parse } from '../../../src/core/tasks-file/parse.ts';
import { hostSystem } from '../../../src/runner/host-system.ts';
import { fileOf, outputOf, useFileWorkspace } from '../../helpers/file-task.ts';
import { image } from '../../helpers/task.ts';

/** When and how often a task runs, what is merged into it, and what is only shown of it. graph.test.ts has how tasks depend on each other. */

const workspace = useFileWorkspace();

test('label is what a task is run and shown by, with detail, icon, hide, group, presentation and runOptions', async () => {
  const shown = {
    detail: 'What it does',
    icon: { id: 'beaker', color: 'terminal.ansiGreen' },
    hide: true,
    group: { kind: 'test', isDefault: true },
    presentation: { output: 'terminal', reveal: 'silent', focus: true, clear: true, chart: 'never' },
    runOptions: { instanceLimit: 2, instancePolicy: 'warn' },
    interactive: true,
    isBackground: true,
  };
  const label = 'Ünï cøde: a "label"';
  const file = { tasks: [{ label, image, command: 'echo ran', ...shown }] };
  let definition: TaskDefinition | undefined;
  const { output, lines } = await workspace().run(file, label, {
    onStarted: ({ plan }) => (definition = plan.jobs[0]?.job.definition),
  });
  expect(output(label)).toBe('ran\n');
  expect(lines.at(-1)).toContain(label);
  expect(definition).toMatchObject(shown);
  // What is not said is as the page of the file has it.
  expect(definition).toMatchObject({
    stop: { signal: '', grace: 10_000 },
    timeout: 0,
    pull: 'missing',
    init: true,
  });
  expect(parse(JSON.stringify(file)).tasks[0]).toMatchObject({ label, ...shown });
});

test('defaults are merged under every task, and windows, osx and linux over it on that system alone', async () => {
  const systems = { windows: 'windows', osx: 'osx', linux: 'linux' };
  const overrides = Object.fromEntries(
    Object.entries(systems).map(([system, value]) => [system, { env: { SYSTEM: value, OVER: value } }]),
  );
  const file = {
    defaults: {
      image,
      network: 'none',
      env: { A: 'default', B: 'default', OVER: 'default' },
      cwd: '/tmp',
      [hostSystem]: { env: { SHARED: 'default of the system' } },
    },
    tasks: [
      {
        label: 'it',
        env: { B: 'own', OVER: 'own' },
        ...overrides,
        script: 'pwd; echo $A $B $SYSTEM $OVER $SHARED',
      },
      { label: 'other', cwd: '/', script: 'pwd; echo $A $B $SYSTEM' },
    ],
  };
  const [it, other] = await Promise.all([workspace().run(file, 'it'), workspace().run(file, 'other')]);
  expect(it.output('it')).toBe(`/tmp\ndefault own ${hostSystem} ${hostSystem} default of the system\n`);
  expect(other.output('other')).toBe('/\ndefault default\n');
});

test('retry runs a task again that ended in one of the statuses of "on", and no other', async () => {
  const late = (tries: string, on: readonly string[]): object => {
    const script = `echo x >> ${tries}; [ $(wc -l < ${tries}) -ge 2 ] || sleep 60`;
    return fileOf({ script, timeout: '2s', retry: { count: 1, on } });
  };
  const [again, never] = await Promise.all([
    workspace().run(late('one', ['timeout']), 'it'),
    workspace().run(late('two', ['error', 'killed']), 'it'),
  ]);
  expect(again.outcome).toMatchObject({ result: { status: 'success' } });
  expect(never.outcome).toMatchObject({ result: { status: 'timeout' } });
});

test('files and output: an unchanged task is skipped, unless "always" is true', async () => {
  workspace().write({ 'src/a': '1' });
  const task = { script: 'mkdir -p out; cp src/a out/a; echo ran', files: ['src/**'], output: ['out/**'] };
  expect(await outputOf(workspace(), task)).toBe('ran\n');
  const { outcome } = await workspace().run(fileOf(task), 'it');
  expect(outcome).toEqual({ kind: 'upToDate' });
  expect(await outputOf(workspace(), { ...task, always: true })).toBe('ran\n');
  expect(await outputOf(workspace(), task, { withoutCache: true })).toBe('ran\n');
  fs.rmSync(workspace().path('out/a'));
  expect(await outputOf(workspace(), task)).toBe('ran\n');
});

test('matrix: one run for each combination, of values of every type', async () => {
  const matrix = {
    n: [1, true, 'x y'],
    include: [{ n: 1, more: 'm' }],
    exclude: [{ n: true }],
    maxParallel: 1,
  };
  const task = { matrix, command: ['echo', '${matrix:n}'] };
  const { outcomes, output } = await workspace().run(fileOf(task), 'it');
  expect([...outcomes.keys()].map((id) => output(id))).toEqual(['1\n', 'x y\n', '']);
});

test('problemMatcher finds problems in the output, in the files of this machine', async () => {
  workspace().write({ 'src/a.ts': '', 'lib/b.c': '' });
  const pattern = { regexp: '^(/.*):(\\d+): (.*)$', file: 1, line: 2, message: 3 };
  const task = {
    script: `cd src; echo "src/a.ts(2,5): error TS1: bad"; echo /mounted/b.c:7: worse >&2; echo /etc/x:1: not here`,
    mounts: ['./lib:/mounted:ro'],
    problemMatcher: ['$tsc', { owner: 'mine', fileLocation: 'absolute', pattern, severity: 'warning' }],
  };
  const { problems } = await workspace().run(fileOf(task), 'it');
  expect(new Set(problems)).toEqual(
    new Set([
      { path: workspace().path('src/a.ts'), line: 2, severity: 'error', message: 'bad' },
      { path: workspace().path('lib/b.c'), line: 7, severity: 'warning', message: 'worse' },
      { path: undefined, line: 1, severity: 'warning', message: 'not here' },
    ]),
  );
});

test('isBackground: what depends on it begins when its matcher says that it is ready, and it ends with that', async () => {
  const background = { activeOnStart: true, beginsPattern: '^never$', endsPattern: '^ready$' };
  const server = {
    label: 'server',
    isBackground: true,
    script: 'echo starting; sleep 0.7; touch up; echo ready; sleep 60',
    problemMatcher: { pattern: { regexp: '^(x):(.*)$', file: 1, message: 2 }, background },
  };
  const client = { label: 'client', dependsOn: 'server', script: '[ -e up ] && echo found' };
  const defaults = { image, network: 'none', stop: { grace: 0 } };
  const { outcomes, output } = await workspace().run({ defaults, tasks: [client, server] }, 'client');
  expect(output('client')).toBe('found\n');
  expect(outcomes.get('server')).toMatchObject({ kind: 'stopped' });
});
