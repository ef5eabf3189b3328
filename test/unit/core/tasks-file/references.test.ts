import { describe, expect, it } from 'vitest';
import { followDependencies } from '../../../../src/core/tasks-file/reading/graph.ts';
import { parse } from '../../../../src/core/tasks-file/parse.ts';

/** Every problem as its message and the text it marks. */
function findings(text: string): [string, string][] {
  return parse(text).problems.map(({ message, offset, length }) => [
    message,
    text.slice(offset, offset + length),
  ]);
}

/** A file with these tasks by label, each depending on some: `{ a: ['b'] }`. */
const dependent = (tasks: Readonly<Record<string, readonly string[]>>) =>
  JSON.stringify({
    tasks: Object.entries(tasks).map(([label, dependsOn]) => ({ label, image: 'x', dependsOn })),
  });

describe('parse', () => {
  it.each([
    ['dependsOn', '"biuld"', 'There is no task "biuld" in this file: did you mean "build"?', '"biuld"'],
    [
      'dependsOn',
      '["build", "none"]',
      'There is no task "none" in this file: correct the name, or add it.',
      '"none"',
    ],
    ['services', '["bd"]', 'There is no service "bd" in this file: did you mean "db"?', '"bd"'],
    ['linux', '{ "services": ["x"] }', 'There is no service "x" in this file', '"x"'],
    [
      'command',
      '"ls ${input:suit}"',
      'In `command`, `${input:suit}` is not one of the inputs: did you mean',
      '${input:suit}',
    ],
    ['script', '"ls ${input:x} ${input:-x}"', '`${input:x}` is not one of the inputs', '${input:x}'],
    [
      'env',
      '{ "A": "${matrix:node}" }',
      "In `env.A`, `${matrix:node}` is not an axis of the task's matrix: add it",
      '${matrix:node}',
    ],
    [
      'timeout',
      '"${matrix:nod}", "matrix": { "node": [22] }',
      'did you mean `${matrix:node}`?',
      '${matrix:nod}',
    ],
    ['matrix', '{ "a": [1], "b": ["${matrix:a}"] }', '`${matrix:a}` is not an axis', '${matrix:a}'],
  ])('finds what refers to nothing: %s: %s', (name, value, message, marked) => {
    const text = `{
      "inputs": [{ "id": "suite", "type": "promptString" }],
      "services": { "db": { "image": "x" } },
      "tasks": [{ "label": "a", "image": "x", "${name}": ${value} }, { "label": "build", "image": "x" }]
    }`;
    const [found, ...more] = findings(text);
    expect(more).toEqual([]);
    expect(found?.[0]).toContain(message);
    expect(found?.[1]).toBe(marked);
  });

  it('takes what refers to something', () => {
    const text = JSON.stringify({
      inputs: [{ id: 'in put', type: 'promptString' }],
      services: { db: { image: 'x:${matrix:db}', env: { A: '${input:in put}' } } },
      defaults: { env: { B: '${matrix:added}' } },
      tasks: [
        {
          label: 'a',
          image: '${input:in put}',
          command: ['${matrix:node}', '${matrix:added}'],
          services: ['db'],
          dependsOn: ['b', 'b'],
          matrix: { node: [1], db: [16], include: [{ added: 'x' }] },
        },
        { label: 'b', image: 'x' },
      ],
    });
    expect(findings(text)).toEqual([]);
    expect(parse(text).tasks.map(({ dependsOn, hasMatrix }) => [dependsOn, hasMatrix])).toEqual([
      [['b'], true],
      [[], false],
    ]);
  });

  it('finds what defaults and services take that no task has', () => {
    const text = `{ "defaults": { "env": { "A": "\${matrix:x}" }, "services": ["none"] },
      "services": { "db": { "image": "\${input:y}" } }, "tasks": [{ "label": "a", "image": "i" }] }`;
    expect(findings(text).map(([, marked]) => marked)).toEqual(['${matrix:x}', '"none"', '${input:y}']);
    expect(parse(text).tasks[0]?.problems).toHaveLength(1);
  });

  it('finds a service that takes a value of a matrix which its task does not have', () => {
    const text = JSON.stringify({
      services: { db: { image: 'x:${matrix:db}' } },
      tasks: [
        { label: 'a', image: 'x', services: ['db'], matrix: { db: [1] } },
        { label: 'b', image: 'x', services: ['db'] },
      ],
    });
    expect(findings(text)).toEqual([
      [
        'The service "db" takes `${matrix:db}`, which the task does not have: add the axis to its `matrix`.',
        '"b"',
      ],
    ]);
  });

  it('does not guess what is not there where the syntax is broken', () => {
    const text =
      '{ "tasks": [{ "label": "a", "image": "x", "dependsOn": "b", "services": ["db"] } { "label": "c" }] }';
    expect(findings(text).map(([message]) => message)).toEqual(['A comma is missing before this.']);
  });

  it('marks every input but the first that has an id', () => {
    const input = '{ "id": "a", "type": "promptString" }';
    const { inputs, problems } = parse(`{ "inputs": [${input}, ${input}], "tasks": [] }`);
    expect(inputs).toHaveLength(1);
    expect(problems.map(({ message }) => message)).toEqual([
      'Another input is called "a" already: give this one an `id` of its own.',
    ]);
  });

  it.each([
    [{ a: ['a'] }, ['a -> a', '"a"']],
    [{ a: ['b'], b: ['a'] }, ['a -> b -> a', '"a"']],
    [{ x: ['a'], a: ['b', 'c'], b: ['c'], c: ['d'], d: ['a'] }, ['a -> b -> c -> d -> a', '"a"']],
  ])('finds a circle of tasks: %j', (tasks, [path, marked]) => {
    expect(findings(dependent(tasks))).toEqual([
      [
        `The tasks depend on each other in a circle, so that none of them can be first: ${path}. Remove one of the dependencies.`,
        marked,
      ],
    ]);
  });

  it('tells each circle once', () => {
    const text = dependent({ a: ['b'], b: ['a', 'c'], c: ['c', 'b'], d: ['a', 'e'], e: ['d'] });
    const circles = findings(text).map(([message]) => /first: (.*?)\. /u.exec(message)?.[1]);
    expect(circles.toSorted()).toEqual(['a -> b -> a', 'b -> c -> b', 'c -> c', 'd -> e -> d']);
  });

  it('names the first tasks of a long circle', () => {
    const tasks = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`t${index}`, [`t${(index + 1) % 20}`]]),
    );
    expect(findings(dependent(tasks))[0]?.[0]).toContain(
      't0 -> t1 -> t2 -> t3 -> t4 -> t5 -> t6 -> t7 -> … -> t0.',
    );
  });

  it('takes diamonds, and chains as long as the file', () => {
    expect(findings(dependent({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }))).toEqual([]);
    const chain = Array.from({ length: 100_000 }, (_, index) => ({
      label: `t${index}`,
      dependsOn: [{ name: `t${index + 1}`, offset: 0, length: 1 }],
      problems: [],
      inherited: [],
    }));
    const standings = [...followDependencies(chain).values()];
    expect(standings).toHaveLength(chain.length);
    expect(standings.filter(({ cycles, blocked }) => cycles.length > 0 || blocked)).toEqual([]);
  });
});

describe('a task that depends on one with a mistake', () => {
  const problemsOf = (tasks: readonly object[]) =>
    Object.fromEntries(
      parse(JSON.stringify({ tasks })).tasks.map(({ label, problems }) => [label, problems]),
    );

  it('cannot run, and says which one it is', () => {
    const problems = problemsOf([
      { label: 'top', image: 'x', dependsOn: ['middle'] },
      { label: 'middle', dependsOn: ['fine', 'broken'] },
      { label: 'broken', image: 'x', foo: 1 },
      { label: 'fine', image: 'x' },
    ]);
    const [own] = problems['broken']!;
    const message = `The task "broken", which it depends on, cannot run: ${own?.message ?? ''}`;
    expect(problems['top']).toEqual([{ ...own, message }]);
    expect(problems['middle']).toEqual([{ ...own, message }]);
    expect(problems['fine']).toEqual([]);
  });

  it('cannot run in a circle, nor before one', () => {
    const problems = problemsOf([
      { label: 'out', image: 'x', dependsOn: 'a' },
      { label: 'a', image: 'x', dependsOn: 'b' },
      { label: 'b', image: 'x', dependsOn: ['c', 'd'] },
      { label: 'c', image: 'x', dependsOn: 'b' },
      { label: 'd', image: 'x', dependsOn: 'a' },
      { label: 'fine', image: 'x' },
    ]);
    expect(
      Object.entries(problems)
        .filter(([, some]) => some.length === 0)
        .map(([label]) => label),
    ).toEqual(['fine']);
  });
});

describe('a compound task', () => {
  it('needs no image, and takes none from the defaults', () => {
    const tasks = [
      { label: 'all', dependsOn: ['a'], detail: 'everything', timeout: '5m' },
      { label: 'a', command: 'x' },
      { label: 'own', dependsOn: ['a'], script: 'x' },
      { label: 'image', dependsOn: ['a'], image: 'y' },
      { label: 'mac', dependsOn: ['a'], osx: { command: 'y' } },
      { label: 'none', dependsOn: [] },
    ];
    const text = JSON.stringify({ defaults: { image: 'x' }, tasks });
    const kinds = (system: 'linux' | 'osx') =>
      parse(text, system).tasks.map(({ isCompound, image }) => (isCompound ? 'compound' : image));
    expect(kinds('linux')).toEqual(['compound', 'x', 'x', 'y', 'compound', 'x']);
    expect(kinds('osx')).toEqual(['compound', 'x', 'x', 'y', 'x', 'x']);
    expect(
      findings(
        JSON.stringify({ tasks: tasks.slice(0, 1).concat({ label: 'a', image: 'x', command: '' } as never) }),
      ),
    ).toHaveLength(1);
  });
});

describe('what does not go together', () => {
  it.each([
    [
      '{ "stdin": "x", "interactive": true }',
      '{}',
      '`stdin` is fed to the task, so that nobody can type into it',
      '"interactive"',
    ],
    ['{ "stdin": "x", "tty": true }', '{}', 'A terminal has no end of input', '"tty"'],
    [
      '{ "services": ["db"], "network": "none" }',
      '{}',
      'A task with services is on a network of its own',
      '"network"',
    ],
    ['{ "stdin": "x" }', '{ "tty": true }', 'A terminal has no end of input', '"a"'],
    [
      '{ "network": "host" }',
      '{ "services": ["db"] }',
      'A task with services is on a network of its own',
      '"a"',
    ],
    [
      '{}',
      '{ "network": "host", "services": ["db"] }',
      'A task with services is on a network of its own',
      '"network"',
    ],
    ['{ "linux": { "tty": true }, "stdin": "x" }', '{}', 'A terminal has no end of input', '"a"'],
  ])('is found when the file is read: %s over %s', (fields, defaults, message, marked) => {
    const task = `{ "label": "a", "image": "x", ${fields.slice(1)}`.replace(', }', ' }');
    const text = `{ "services": { "db": { "image": "x" } }, "defaults": ${defaults}, "tasks": [${task}] }`;
    const [found, ...more] = findings(text);
    expect(more).toEqual([]);
    expect(found?.[0]).toContain(message);
    expect(found?.[1]).toBe(marked);
    expect(parse(text).tasks[0]?.problems).not.toEqual([]);
  });

  it.each([
    { tty: false, stdin: 'x' },
    { tty: true, interactive: true },
    { network: 'host', services: [] },
  ])('is not %j', (fields) => {
    expect(findings(JSON.stringify({ tasks: [{ label: 'a', image: 'x', ...fields }] }))).toEqual([]);
  });
});
