import { expect, test } from 'vitest';
import { findMistakes, plan } from '../../../../src/core/plan/plan.ts';
import type { Plan, PlannedJob } from '../../../../src/core/plan/plan.ts';
import { parse } from '../../../../src/core/tasks-file/parse.ts';
import type { Problem } from '../../../../src/core/tasks-file/problem.ts';
import { variablesIn } from '../../../helpers/variables.ts';

test('plans a task and what it depends on, each once and after what it needs', () => {
  const made = planOf('deploy', [
    { label: 'deploy', dependsOn: ['test', 'docs', 'test'], dependsOrder: 'sequence' },
    { label: 'test', dependsOn: 'build' },
    { label: 'docs', dependsOn: ['build'] },
    { label: 'build' },
    { label: 'other' },
  ]);
  expect(made.root).toBe('deploy');
  expect(made.jobs.map(({ job }) => [job.id, job.definition?.label])).toEqual([
    ['build', 'build'],
    ['test', 'test'],
    ['docs', 'docs'],
    ['deploy', 'deploy'],
  ]);
  expect(nodeOf(made, 'test')).toMatchObject({ needs: ['build'], order: 'parallel', runsNothing: false });
  expect(nodeOf(made, 'deploy')).toMatchObject({ needs: ['test', 'docs'], order: 'sequence' });
});

test('knows of each job whether it is for the background, and when it is tried again', () => {
  const made = planOf('all', [
    { label: 'all', dependsOn: ['watch'] },
    { label: 'watch', isBackground: true, retry: { count: 3, delay: '2s', on: ['timeout'] } },
  ]);
  const retry = { count: 3, delay: 2000, on: ['timeout'] };
  expect(nodeOf(made, 'watch')).toMatchObject({ isBackground: true, retry });
  expect(nodeOf(made, 'all')).toMatchObject({ isBackground: false, retry: { count: 0 } });
});

test('runs nothing for a task that only depends on others', () => {
  const made = planOf('all', [
    { label: 'all', dependsOn: ['a', 'b'], image: undefined },
    { label: 'a' },
    { label: 'b' },
  ]);
  expect(nodeOf(made, 'all')).toMatchObject({ needs: ['a', 'b'], runsNothing: true });
  expect(find(made, 'all').job.definition).toBeUndefined();
});

test('makes a job of each combination, and one that stands for them', () => {
  const matrix = {
    node: ['22', 24],
    db: ['redis'],
    include: [{ node: 24, db: 'none' }],
    maxParallel: 2,
    failFast: false,
  };
  const made = planOf('deploy', [
    { label: 'deploy', dependsOn: ['test'] },
    {
      ...{ label: 'test', dependsOn: ['a', 'b'], dependsOrder: 'sequence', matrix },
      ...{ image: 'node:${matrix:node}', env: { DB: '${matrix:db}' } },
    },
    { label: 'a' },
    { label: 'b' },
  ]);
  const ids = ['test (node: 22, db: redis)', 'test (node: 24, db: redis)', 'test (node: 24, db: none)'];
  expect(made.jobs.map(({ job }) => job.id)).toEqual(['a', 'b', ...ids, 'test', 'deploy']);
  expect(find(made, ids[2]!).job).toMatchObject({
    label: 'test',
    matrix: { node: '24', db: 'none' },
    definition: { image: 'node:24', env: { DB: 'none' } },
  });
  for (const id of ids)
    expect(nodeOf(made, id)).toMatchObject({ needs: ['a', 'b'], order: 'sequence', matrix: undefined });
  expect(find(made, 'test').job).toEqual({ id: 'test', label: 'test', matrix: {}, definition: undefined });
  expect(nodeOf(made, 'test')).toMatchObject({
    ...{ needs: ids, order: 'parallel', runsNothing: true },
    matrix: { maxParallel: 2, failFast: false },
  });
  expect(nodeOf(made, 'deploy').needs).toEqual(['test']);
});

test('gives every job an id of its own', () => {
  const made = planOf('all', [
    { label: 'all', dependsOn: ['test', 'test (a: 1)'] },
    { label: 'test', matrix: { include: [{ a: '1' }, { a: '1, b: 2' }, { a: '1', b: '2' }] } },
    { label: 'test (a: 1)' },
  ]);
  expect(made.jobs.map(({ job }) => job.id)).toEqual([
    'test (a: 1) #2',
    'test (a: 1, b: 2)',
    'test (a: 1, b: 2) #2',
    'test',
    'test (a: 1)',
    'all',
  ]);
});

test('says what is wrong with all jobs at once, in the order of the file, and the same thing once', () => {
  const tasks = [
    { label: 'all', dependsOn: ['test', 'build'] },
    { label: 'test', matrix: { node: ['22', '24'] }, timeout: '${env:BAD}' },
    { label: 'build', cwd: 'relative' },
    { label: 'other', cwd: 'relative' },
  ];
  const problems = problemsOf('all', tasks);
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('timeout'),
    expect.stringContaining('cwd'),
  ]);
});

test('does not plan a task that only depends on others and has mistakes of its own', () => {
  const tasks = [{ label: 'all', dependsOn: ['tset', 'test'], image: undefined }, { label: 'test' }];
  expect(problemsOf('all', tasks).map(({ message }) => message)).toEqual([expect.stringContaining('"tset"')]);
});

test('says what is wrong with a matrix that its variables make too large', () => {
  const values = Array.from({ length: 17 }, (_, index) => index);
  const matrix = { a: values, b: [...values, '${env:BAD}'] };
  expect(problemsOf('test', [{ label: 'test', matrix }]).map(({ message }) => message)).toEqual([
    expect.stringContaining('there are 306 combinations, and at most 256 can be run'),
  ]);
});

test('finds the mistakes of a task and of what it depends on before there are values', () => {
  const tasks = [
    { label: 'all', dependsOn: ['one', 'two'] },
    { label: 'one', command: '${input:none}' },
    { label: 'two', command: '${env:ANY} ${file}' },
    { label: 'other', cwd: 'relative' },
  ];
  const file = parse(JSON.stringify({ defaults: { image: 'x' }, tasks }));
  expect(findMistakes(file, 'all').map(({ message }) => message)).toEqual([
    expect.stringContaining('`${input:none}` is not one of the inputs'),
  ]);
  expect(findMistakes(file, 'two')).toEqual([]);
});

test('knows that there is no such task', () => {
  expect(problemsOf('b', [{ label: 'a' }])).toEqual([
    { message: 'There is no task called "b" in the file.', offset: 0, length: 0 },
  ]);
});

function make(label: string, tasks: readonly object[]): ReturnType<typeof plan> {
  const text = JSON.stringify({ tasks: tasks.map((task) => ({ image: 'x', ...task })) });
  return plan(parse(text), label, variablesIn('/w', { env: (name) => (name === 'BAD' ? 'x y' : undefined) }));
}

function planOf(label: string, tasks: readonly object[]): Plan {
  const made = make(label, tasks);
  if ('problems' in made) throw new Error(made.problems.map(({ message }) => message).join('\n'));
  return made.plan;
}

function problemsOf(label: string, tasks: readonly object[]): readonly Problem[] {
  const made = make(label, tasks);
  return 'problems' in made ? made.problems : [];
}

function find({ jobs }: Plan, id: string): PlannedJob {
  const found = jobs.find(({ job }) => job.id === id);
  if (!found) throw new Error(`There is no job ${id}.`);
  return found;
}

function nodeOf(made: Plan, id: string): PlannedJob['node'] {
  const { node } = find(made, id);
  expect(node.id).toBe(id);
  return node;
}
