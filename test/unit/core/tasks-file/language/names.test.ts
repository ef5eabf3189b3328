import { describe, expect, it, test } from 'vitest';
import { applyEdits } from '../../../../../src/core/tasks-file/language/edit.ts';
import { rename, renameInVsCodeTasks } from '../../../../../src/core/tasks-file/language/rename.ts';
import { TasksDocument } from '../../../../../src/core/tasks-file/language/tasks-document.ts';
import { indexInText, placeInText } from '../../../../../src/core/tasks-file/language/escapes.ts';

const file = `{
  // A comment, as people write them.
  "version": "1",
  "defaults": { "image": "node:\${matrix:node}", "services": ["db"] },
  "inputs": [{ "id": "suite", "type": "promptString" }],
  "services": {
    "db": { "image": "postgres:\${matrix:pg}" },
    "queue": { "image": "x" }
  },
  "tasks": [
    { "label": "build", "matrix": { "node": [22, 24], "pg": [16], "exclude": [{ "node": 22 }] } },
    { "label": "test", "dependsOn": ["build", "lint"], "script": "say \\"\${input:suite}\\"\\n\${input:suite}",
      "matrix": { "node": [22], "pg": [17], "include": [{ "node": 22, "os": "x" }] }, "services": ["db"] },
    { "label": "lint", "dependsOn": "build", "linux": { "services": ["queue"] }, "workspace": false },
    { "label": "apart", "image": "x", "services": [], "matrix": { "pg": [1] }, "command": "\${matrix:pg}" },
  ],
}`;

/** The offset of the n-th `what`, in its middle. */
function at(what: string, nth = 1): number {
  let offset = -1;
  for (let count = 0; count < nth; count++) offset = file.indexOf(what, offset + 1);
  return offset + Math.floor(what.length / 2);
}

const document = new TasksDocument(file, 'linux');

/** The lines that name the same, each as often as it does. */
function linesOf(offset: number): readonly number[] {
  const name = document.nameAt(offset);
  return (name ? document.placesOf(name) : []).map((place) => file.slice(0, place.offset).split('\n').length);
}

describe('a name', () => {
  it.each([
    ['a label, where it is made', at('"build"'), [11, 12, 14]],
    ['a label, where it is depended on', at('"lint"'), [12, 14]],
    ['a service, on whichever system', at('"queue"'), [8, 14]],
    ['a service, in the defaults too', at('"db"', 2), [4, 7, 13]],
    ['an input, in a text with escapes', at('suite}'), [5, 12, 12]],
    ['an axis, in all tasks that the defaults tie', at('"node"'), [4, 11, 11, 13, 13]],
    ['an axis that a service ties', at('pg}'), [7, 11, 13]],
    ['an axis of one task alone', at('"pg"', 3), [15, 15]],
    ['an axis that only a combination has', at('"os"'), [13]],
  ])('is found wherever it stands: %s', (_, offset, lines) => {
    expect(linesOf(offset)).toEqual(lines);
  });

  it.each([
    ['a field', at('"label"')],
    ['a text', at('postgres')],
    ['nothing', 0],
  ])('is not %s', (_, offset) => {
    expect(document.nameAt(offset)).toBeUndefined();
  });

  it('leads to where it is made', () => {
    const name = document.nameAt(at('node}'));
    const definition = name && document.definitionOf(name);
    expect(definition && file.slice(definition.offset - 1, definition.offset + 10)).toBe('"node": [22');
  });
});

/** The file after a rename, or why there is none. */
function renamed(offset: number, newName: string): string {
  const name = document.nameAt(offset);
  if (!name) return 'no name';
  const result = rename(document, name, newName);
  return 'problem' in result ? result.problem : applyEdits(file, result.edits);
}

describe('rename', () => {
  it.each([
    ['a label', at('"build"'), 'com"pile', /"(build)"/g, '"com\\"pile"'],
    ['a service', at('"db"'), 'database', /"(db)"/g, '"database"'],
    ['an input', at('"suite"'), 'what', /(suite)/g, 'what'],
    ['an axis', at('"node"'), 'v', /(?<=["\d:])node(?=["}])(?!:)/g, 'v'],
  ])('gives %s another name everywhere, and leaves all else', (_, offset, newName, old, put) => {
    expect(renamed(offset, newName)).toBe(file.replace(old, put));
  });

  it.each([
    ['an empty one', at('"build"'), ' ', 'The name is empty: write one.'],
    ['one that is there', at('"build"'), 'lint', '"lint" is there already: write another name.'],
    ['one that no service can have', at('"db"'), 'a b', /^"a b" is no name for this: /],
    ['one with a variable', at('"build"'), '${file}', /^"\$\{file\}" is no name for this: /],
    ['one that ends the variable', at('"suite"'), 'a}', /without braces/],
    ['one that no axis can have', at('"node"'), '1', /^"1" is no name/],
    ['a setting of the matrix', at('"node"'), 'include', /is a setting of the matrix/],
    ['another axis of the task', at('"node"'), 'pg', /is there already/],
  ])('refuses %s', (_, offset, newName, problem) => {
    expect(renamed(offset, newName)).toMatch(problem);
  });

  it('takes the name that it has, and one that only an axis elsewhere has', () => {
    expect(renamed(at('"build"'), 'build')).toBe(file);
    expect(renamed(at('"pg"', 3), 'node')).toContain('"node": [1] }, "command": "${matrix:node}"');
  });
});

test('a new label reaches the tasks of VS Code that mean it', () => {
  const tasks = `{ "tasks": [
    { "type": "container", "task": "build" },
    { "type": "container", "task": "build", "file": "other.json" },
    { "type": "npm", "task": "build" },
    { "label": "x", "dependsOn": [{ "type": "container", "task": "build", "file": "tasks.container.json" }] },
  ] // broken`;
  const edits = renameInVsCodeTasks(tasks, 'build', 'a\\b', 'tasks.container.json');
  expect(applyEdits(tasks, edits).split('a\\\\b')).toHaveLength(3);
  expect(edits.map(({ offset }) => tasks.slice(0, offset).split('\n').length)).toEqual([2, 5]);
});

test('a place in a value is found in a text with escapes, and back', () => {
  const text = '{ "a": "x\\u0041\\"é\\n😀y" }';
  const json = new TasksDocument(text, 'linux').root;
  const value = json?.type === 'object' ? json.properties[0]?.value : undefined;
  if (value?.type !== 'string') throw new Error('There is a text.');
  for (let index = 0; index < value.value.length; index++) {
    const { offset, length } = placeInText(text, value, index, 1);
    if (value.value.charCodeAt(index) < 0xd800)
      expect(JSON.parse(`"${text.slice(offset, offset + length)}"`)).toBe(value.value[index]);
    expect(indexInText(text, value, offset)).toBe(index);
  }
});
