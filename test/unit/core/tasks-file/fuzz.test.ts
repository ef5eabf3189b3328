import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { taskFields } from '../../../../src/core/tasks-file/fields/fields.ts';
import { parse } from '../../../../src/core/tasks-file/parse.ts';
import type { TasksFile } from '../../../../src/core/tasks-file/parse.ts';
import { resolve } from '../../../../src/core/tasks-file/resolve.ts';
import { variablesIn } from '../../../helpers/variables.ts';

// For machines that have other things to do; nothing here is slow.
vi.setConfig({ testTimeout: 120_000 });

const valid = `{ // tasks
  "version": "1",
  "defaults": { "image": "node:24", "env": { "A": "1" }, "stop": { "signal": "INT", "grace": "5s" } },
  "tasks": [
    { "label": "a", "command": "npm 'run' \\"x\\" \${env:A}", "timeout": "1h30m", "resources": { "cpus": 1.5, "memory": "2g" } },
    { "label": "b", "script": "echo \${A:-b}", "mounts": ["./x:/x:ro", { "type": "tmpfs", "target": "/t" }], "user": "1:2" },
    { "label": "c", "image": "x@sha256:0", "workspace": { "target": "/w", "mode": "readonly" }, "envFile": [".env"], },
  ],
}`;

/** Runs everything over the text, and checks what holds for every text. */
function exercise(text: string): TasksFile {
  const read = parse(text);
  const wrong = read.problems.filter(
    ({ message, offset, length }) =>
      !/^\S.*[.?]$/su.test(message) || offset < 0 || length < 0 || offset + length > text.length,
  );
  expect(wrong).toEqual([]);
  for (const task of read.tasks) {
    const resolved = resolve(
      task,
      variablesIn('/w', { env: (name) => (name.length % 2 === 0 ? name : undefined) }),
    );
    if ('problems' in resolved) expect(resolved.problems).not.toEqual([]);
    else expect(task.problems).toEqual([]);
  }
  return read;
}

const word = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '${',
    '}',
    '${env:A}',
    '${workspaceFolder}',
    '&&',
    "'",
    '"',
    '\\',
    '\0',
    './x:/y',
    '1h',
    '2g',
    'SIGINT',
  ),
);
const names = [
  'version',
  'defaults',
  'tasks',
  ...Object.keys(taskFields),
  '__proto__',
  'constructor',
  'target',
  'type',
];
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    word,
    fc.array(word, { maxLength: 4 }).map((words) => words.join('')),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), tie('value'), { maxKeys: 6 }),
  ),
})).value;

it('reads any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      exercise(text);
    }),
  );
  const tokens = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '"label"',
    '"tasks"',
    '1',
    'true',
    '//',
    '/*',
    '*/',
    '\n',
    '\\',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(tokens, { maxLength: 60 }), (parts) => {
      exercise(parts.join(''));
    }),
    { numRuns: 500 },
  );
});

it('reads any JSON', () => {
  fc.assert(
    fc.property(json, (value) => {
      exercise(JSON.stringify(value));
    }),
    { numRuns: 300 },
  );
});

it('reads any values of the fields of a task', () => {
  const task = fc.dictionary(fc.constantFrom(...Object.keys(taskFields)), json, { maxKeys: 8 });
  const document = fc.record({ defaults: task, tasks: fc.array(task, { maxLength: 4 }) });
  fc.assert(
    fc.property(document, (value) => {
      exercise(JSON.stringify(value));
    }),
    { numRuns: 300 },
  );
});

it('reads a valid file with any change', () => {
  const at = fc.nat({ max: valid.length });
  const change = fc.tuple(at, fc.nat({ max: 10 }), fc.string({ maxLength: 3 }));
  const apply = (text: string, [start, count, inserted]: [number, number, string]) =>
    text.slice(0, start) + inserted + text.slice(start + count);
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3 }), (changes) => {
      exercise(changes.reduce(apply, valid));
    }),
    { numRuns: 500 },
  );
});

it.each([
  ['brackets', '['.repeat(1e6)],
  ['objects', '{"a":'.repeat(1e5)],
  ['dollars', JSON.stringify({ tasks: [{ label: 'a', command: '${'.repeat(1e5) }] })],
  ['quotes', JSON.stringify({ tasks: [{ label: 'a', command: `"'`.repeat(1e5) }] })],
  ['long words', JSON.stringify(Object.fromEntries(names.map((name) => [name, 'a'.repeat(1e5)])))],
  [
    'long values',
    JSON.stringify({
      tasks: [Object.fromEntries(Object.keys(taskFields).map((name) => [name, '1h'.repeat(1e6)]))],
    }),
  ],
  [
    'long blanks',
    JSON.stringify({
      tasks: [Object.fromEntries(Object.keys(taskFields).map((name) => [name, ' '.repeat(1e5)]))],
    }),
  ],
  ['many mistakes', '{ "tasks": ['.concat('{ "label": "a", "x": 1 },'.repeat(2e4), ']}')],
  ['commas', ','.repeat(1e5)],
])('ends in time with many %s', (_, text) => {
  exercise(text.slice(0, 2e6));
});

it('is what the fuzzing starts from: a file with one mistake', () => {
  expect(exercise(valid).problems.map(({ message }) => message)).toEqual([expect.stringContaining('digest')]);
});
