import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closure } from '../../../../src/core/plan/closure.ts';

test('has what a task depends on, near and far, once and first, and nothing else', () => {
  const tasks = [
    task('deploy', 'test', 'docs'),
    task('test', 'build', 'lint'),
    task('docs', 'build'),
    task('lint'),
    task('build'),
    task('other', 'build'),
  ];
  expect(labels(tasks, 'deploy')).toEqual(['build', 'lint', 'test', 'docs', 'deploy']);
  expect(labels(tasks, 'docs')).toEqual(['build', 'docs']);
  expect(labels(tasks, 'lint')).toEqual(['lint']);
});

test.each([
  ['an unknown task', [task('a')], 'b', []],
  ['an unknown dependency', [task('a', 'b')], 'a', ['a']],
  ['a task that depends on itself', [task('a', 'a')], 'a', ['a']],
  ['a circle', [task('a', 'b'), task('b', 'c'), task('c', 'a')], 'a', ['c', 'b', 'a']],
  ['a dependency that is named twice', [task('a', 'b', 'b'), task('b')], 'a', ['b', 'a']],
])('ends with %s', (_, tasks, label, expected) => {
  expect(labels(tasks, label)).toEqual(expected);
});

test('means the first of two tasks with the same label', () => {
  expect(labels([task('a', 'b'), task('b', 'c'), task('b'), task('c')], 'a')).toEqual(['c', 'b', 'a']);
});

test('goes down a chain of any length', () => {
  const length = 50_000;
  const chain = Array.from({ length }, (_, index) => task(`${index}`, `${index + 1}`));
  expect(closure(chain, '0')).toHaveLength(length);
});

test('puts no task before what it depends on, whatever the graph', () => {
  const graph = fc.array(fc.array(fc.nat(9), { maxLength: 4 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(graph, (lists) => {
      // Without circles: each depends on later ones alone.
      const tasks = lists.map((list, index) =>
        task(`${index}`, ...list.filter((each) => each > index && each < lists.length).map(String)),
      );
      const order = labels(tasks, '0');
      expect(new Set(order).size).toBe(order.length);
      for (const [index, label] of order.entries())
        for (const dependency of tasks[Number(label)]!.dependsOn)
          expect(order.slice(0, index)).toContain(dependency);
    }),
  );
});

function task(label: string, ...dependsOn: readonly string[]) {
  return { label, dependsOn };
}

function labels(tasks: readonly ReturnType<typeof task>[], label: string): readonly string[] {
  return closure(tasks, label).map((each) => each.label);
}
