import { expect, test } from 'vitest';
import { outlineOf } from '../../../../../src/core/tasks-file/language/outline.ts';
import { TasksDocument } from '../../../../../src/core/tasks-file/language/tasks-document.ts';

const text = `{
  "inputs": [{ "id": "suite", "type": "promptString" }],
  "services": { "db": { "image": "postgres" }, "broken" },
  "tasks": [
    { "detail": "Runs the tests", "image": "node", "label": "test" },
    { "image": "node" },
    { "label": "build", "image": "node" },
    7
  ]
}`;

test('an outline has what has a name, in the order of the file', () => {
  const items = outlineOf(new TasksDocument(text, 'linux').root);
  expect(items.map(({ kind, name, detail }) => [kind, name, detail])).toEqual([
    ['input', 'suite', 'promptString'],
    ['service', 'db', 'postgres'],
    ['task', 'test', 'Runs the tests'],
    ['task', 'build', 'node'],
  ]);
  for (const { name, range, selection } of items) {
    expect(text.slice(selection.offset, selection.offset + selection.length)).toBe(`"${name}"`);
    expect(selection.offset).toBeGreaterThanOrEqual(range.offset);
    expect(selection.offset + selection.length).toBeLessThanOrEqual(range.offset + range.length);
  }
});

test('a text that is being typed has one, too', () => {
  for (let length = 0; length <= text.length; length++)
    expect(() => outlineOf(new TasksDocument(text.slice(0, length), 'linux').root)).not.toThrow();
});
