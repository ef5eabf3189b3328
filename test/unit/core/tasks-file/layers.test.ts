import { describe, expect, it } from 'vitest';
import type { System } from '../../../../src/core/tasks-file/layers.ts';
import { parse } from '../../../../src/core/tasks-file/parse.ts';
import { askedVariables, resolve, resolveMatrix } from '../../../../src/core/tasks-file/resolve.ts';
import { variablesIn } from '../../../helpers/variables.ts';

const variables = variablesIn('/w');

function define(document: object, system: System) {
  const { tasks, problems } = parse(JSON.stringify(document), system);
  expect(problems).toEqual([]);
  const resolved = resolve(tasks[0]!, variables);
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return { entry: tasks[0]!, definition: resolved.definition };
}

describe("a system's own fields", () => {
  const document = {
    defaults: {
      image: 'base',
      env: { A: 'defaults', B: 'defaults', C: 'defaults', D: 'defaults' },
      command: 'of the defaults',
      group: 'test',
      windows: { env: { B: 'windows', C: 'windows', D: 'windows' }, image: 'win' },
    },
    tasks: [
      {
        label: 'a',
        env: { C: 'task', D: 'task' },
        icon: { id: 'beaker' },
        windows: {
          env: { D: "task's windows" },
          script: 'x',
          icon: { color: 'terminal.ansiRed' },
          hide: true,
        },
        osx: { command: ['mac'] },
      },
    ],
  };

  it.each([
    ['linux', 'base', { A: 'defaults', B: 'defaults', C: 'task', D: 'task' }, ['of', 'the', 'defaults']],
    ['osx', 'base', { A: 'defaults', B: 'defaults', C: 'task', D: 'task' }, ['mac']],
    [
      'windows',
      'win',
      { A: 'defaults', B: 'windows', C: 'task', D: "task's windows" },
      ['/bin/sh', '-c', 'x'],
    ],
  ] as const)('win on %s', (system, image, env, command) => {
    const { definition, entry } = define(document, system);
    expect(definition).toMatchObject({ image, env, command });
    expect(entry.image).toBe(image);
  });

  it('decide what a list shows', () => {
    expect(define(document, 'windows').entry).toMatchObject({
      ...{ icon: { id: 'beaker', color: 'terminal.ansiRed' }, hide: true },
      group: { kind: 'test', isDefault: false },
    });
    expect(define(document, 'linux').entry).toMatchObject({
      icon: { id: 'beaker', color: undefined },
      hide: false,
    });
  });

  it('are checked on every system', () => {
    const text = '{ "tasks": [{ "label": "a", "image": "x", "osx": { "timeout": "x", "label": "b" } }] }';
    expect(parse(text, 'linux').problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('In `osx.timeout`, "x" is not a duration'),
      expect.stringContaining('`label` is not a field of `osx`'),
    ]);
  });

  it('may hold the image', () => {
    const text = '{ "tasks": [{ "label": "a", "osx": { "image": "x" } }] }';
    expect(parse(text, 'osx').problems).toEqual([]);
    expect(parse(text, 'linux').problems).toHaveLength(1);
  });
});

describe('askedVariables', () => {
  const text = JSON.stringify({
    inputs: [
      { id: 'a', type: 'promptString' },
      { id: 'b', type: 'promptString' },
    ],
    services: {
      db: { image: '${config:db.image}', healthcheck: { test: 'x ${input:b} ${input:-x}' } },
      other: { image: '${command:not}' },
    },
    defaults: { env: { A: '${command:one}', B: '${command:overridden}' }, osx: { user: '${command:mac}' } },
    tasks: [
      {
        label: 'a',
        image: 'x',
        command: 'echo ${input:a} ${config:db.image} ${env:X}',
        env: { B: '' },
        services: ['db'],
        matrix: { m: ['${command:values}'] },
        problemMatcher: { pattern: { regexp: '(.)(.)(.)${input:b}' } },
      },
      { label: 'b', image: 'x', script: '${input:b}' },
      { label: 'all', dependsOn: ['a'], env: { C: '${command:unused}' } },
    ],
  });

  it('gives what has to be asked for, each once, in the order of the text', () => {
    const { tasks, problems } = parse(text);
    expect(problems).toEqual([]);
    const [a, b, all] = tasks;
    expect(askedVariables([a!])).toEqual([
      'config:db.image',
      'input:b',
      'command:one',
      'input:a',
      'command:values',
    ]);
    expect(askedVariables([b!, a!])).toEqual(askedVariables([a!, b!]));
    expect(askedVariables([all!])).toEqual([]);
    expect(askedVariables([])).toEqual([]);
    expect(askedVariables([parse(text, 'osx').tasks[1]!])).toContain('command:mac');
  });
});

describe('resolveMatrix', () => {
  it('replaces variables, and reads numbers and truth values as text', () => {
    const [entry] = parse(
      JSON.stringify({
        tasks: [
          {
            label: 'a',
            image: 'x',
            matrix: {
              a: ['${userHome}', 1.5, true],
              include: [{ a: 1.5, b: false }],
              exclude: [{ a: true }],
              maxParallel: 2,
            },
          },
        ],
      }),
    ).tasks;
    expect(resolveMatrix(entry!, variables)).toEqual({
      matrix: {
        axes: { a: ['/home/me', '1.5', 'true'] },
        include: [{ a: '1.5', b: 'false' }],
        exclude: [{ a: 'true' }],
        maxParallel: 2,
        failFast: true,
      },
    });
  });

  it('is undefined for a task without one, and says what is wrong with its values', () => {
    const [none, wrong] = parse(
      '{ "tasks": [{ "label": "a", "image": "x" }, { "label": "b", "image": "x", "matrix": { "a": ["${command:x}"] } }] }',
    ).tasks;
    expect(resolveMatrix(none!, variables)).toEqual({ matrix: undefined });
    expect(resolveMatrix(wrong!, variables)).toHaveProperty(
      'problems.0.message',
      expect.stringContaining('In `matrix.a[0]`, `${command:x}` has no value'),
    );
  });

  it('puts the values of a combination into the task and its services', () => {
    const [entry] = parse(
      JSON.stringify({
        services: { db: { image: 'db:${matrix:db}' } },
        tasks: [
          { label: 'a', image: 'x:${matrix:node}', services: ['db'], matrix: { node: [22, 24], db: [16] } },
        ],
      }),
    ).tasks;
    const resolved = resolve(entry!, { ...variables, matrix: { node: '24', db: '16' } });
    expect(resolved).toMatchObject({
      definition: { image: 'x:24', services: [{ name: 'db', image: 'db:16' }] },
    });
  });
});

it('a compound task has no definition', () => {
  const [all] = parse(
    '{ "tasks": [{ "label": "all", "dependsOn": ["a"] }, { "label": "a", "image": "x" }] }',
  ).tasks;
  expect(resolve(all!, variables)).toHaveProperty(
    'problems.0.message',
    expect.stringContaining('runs nothing itself'),
  );
});
