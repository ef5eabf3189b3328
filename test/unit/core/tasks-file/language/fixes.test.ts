import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../../src/core/tasks-file/language/edit.ts';
import { offerFix } from '../../../../../src/core/tasks-file/language/fixes.ts';
import { TasksDocument } from '../../../../../src/core/tasks-file/language/tasks-document.ts';

/** The title and the result of each fix of the first mistake. */
function fixesOf(text: string): readonly (readonly [title: string, fixed: string])[] {
  const document = new TasksDocument(text, 'linux');
  const [problem] = document.file.problems;
  return (problem?.fixes ?? []).map((fix) => {
    const offered = problem && offerFix(document, problem, fix);
    return [offered?.title ?? '', applyEdits(text, offered?.edits ?? [])];
  });
}

const task = (fields: string) =>
  `{ "inputs": [{ "id": "suite", "type": "promptString" }], "tasks": [{ "label": "a", "image": "x", ${fields} }, { "label": "build", "image": "x" }] }`;

describe('the fixes', () => {
  it.each([
    ['a field', '"comand": "x"', 'Change to "command"', '"command": "x"'],
    [
      'a field that is called so elsewhere',
      '"needs": ["build"]',
      'Change to "dependsOn"',
      '"dependsOn": ["build"]',
    ],
    ['a label', '"dependsOn": ["biuld"]', 'Change to "build"', '"dependsOn": ["build"]'],
    ['a choice', '"pull": "alway"', 'Change to "always"', '"pull": "always"'],
    ['a signal', '"stop": { "signal": "SIGTREM" }', 'Change to "SIGTERM"', '"stop": { "signal": "SIGTERM" }'],
    [
      'a limit',
      '"resources": { "ulimits": { "nofil": 1 } }',
      'Change to "nofile"',
      '"resources": { "ulimits": { "nofile": 1 } }',
    ],
    ['a capability', '"capAdd": ["NET_RAV"]', 'Change to "NET_RAW"', '"capAdd": ["NET_RAW"]'],
    [
      'a variable',
      '"cwd": "${workspaceFoldr}/x"',
      'Change to "${workspaceFolder}"',
      '"cwd": "${workspaceFolder}/x"',
    ],
    ['an input', '"args": ["${input:suit}"]', 'Change to "${input:suite}"', '"args": ["${input:suite}"]'],
    [
      'an axis',
      '"matrix": { "os": [1] }, "env": { "A": "${matrix:oss}" }',
      'Change to "${matrix:os}"',
      '"matrix": { "os": [1] }, "env": { "A": "${matrix:os}" }',
    ],
  ])('correct %s', (_, wrong, title, right) => {
    expect(fixesOf(task(wrong))[0]).toEqual([title, task(right)]);
  });

  it('remove a field that is none, with its comma', () => {
    const text = '{ "tasks": [{ "label": "a", "image": "x", "xyzxyz": [1, 2] }] }';
    expect(fixesOf(text)).toEqual([['Remove "xyzxyz"', '{ "tasks": [{ "label": "a", "image": "x" }] }']]);
  });

  it('create a task that is depended on, with an image', () => {
    const text = '{\n  "tasks": [\n    { "label": "a", "image": "x:1", "dependsOn": "none" }\n  ]\n}';
    const [[title, fixed] = []] = fixesOf(text);
    expect(title).toBe('Create the task "none"');
    expect(new TasksDocument(fixed ?? '', 'linux').file.problems).toEqual([]);
    expect(JSON.parse(fixed ?? '')).toMatchObject({ tasks: [{}, { label: 'none', image: 'x:1' }] });
  });

  it('create a service that is needed, beside others and as the first', () => {
    for (const services of ['', '"services": { "db": { "image": "x" } }, ']) {
      const [[, fixed] = []] = fixesOf(
        `{ ${services}"tasks": [{ "label": "a", "image": "x", "services": ["redis"] }] }`,
      );
      expect(JSON.parse(fixed ?? '')).toMatchObject({ services: { redis: { image: 'redis' } } });
    }
  });

  it.each([
    [
      'the image of a task',
      '{ "tasks": [{ "label": "a" }] }',
      '{ "tasks": [{ "label": "a", "image": "" }] }',
    ],
    [
      'the label of a task',
      '{ "tasks": [{\n  "image": "x"\n}] }',
      '{ "tasks": [{\n  "image": "x",\n  "label": ""\n}] }',
    ],
    ['the tasks', '{}', '{ "tasks": [] }'],
    [
      'the image of a service',
      '{ "services": { "a": { "user": "x" } }, "tasks": [] }',
      '{ "services": { "a": { "user": "x", "image": "" } }, "tasks": [] }',
    ],
  ])('add %s', (_, text, fixed) => {
    expect(fixesOf(text)[0]?.[1]).toBe(fixed);
  });

  it('give a second task of one label another', () => {
    const text =
      '{ "tasks": [{ "label": "a", "image": "x" }, { "label": "a", "image": "x" }, { "label": "a 2", "image": "x" }] }';
    expect(fixesOf(text)).toEqual([
      ['Change to "a 3"', text.replace(/"a"(?=[^"]*"image": "x" }, { "label": "a 2)/, '"a 3"')],
    ]);
  });

  it('are never there for what would stay wrong', () => {
    expect(fixesOf('{ "tasks": [{ "label": "a", "image": "x", "timeout": "soon" }] }')).toEqual([]);
  });
});
