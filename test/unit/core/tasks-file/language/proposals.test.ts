import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../../src/core/tasks-file/language/edit.ts';
import { proposalsAt } from '../../../../../src/core/tasks-file/language/proposals.ts';
import type { Candidates } from '../../../../../src/core/tasks-file/language/proposals.ts';
import { slotAt } from '../../../../../src/core/tasks-file/language/slot.ts';
import { TasksDocument } from '../../../../../src/core/tasks-file/language/tasks-document.ts';

const candidates: Candidates = {
  images: [
    { name: 'node:24', size: 5_000_000, age: 1000 },
    { name: 'python:3', size: 2 ** 30, age: 90 * 86_400_000 },
  ],
  matchers: ['$tsc', '$go'],
  env: ['HOME', 'PATH'],
  settings: [['editor.tabSize', '4']],
  entries: [
    { name: 'src', isFolder: true },
    { name: '.env', isFolder: false },
    { name: 'a "b"', isFolder: false },
  ],
};

/** A file with this task among others; `|` is where the cursor is. */
function fileWith(task: string): { readonly text: string; readonly offset: number } {
  const marked = `{
  "defaults": { "image": "alpine:3" },
  "inputs": [{ "id": "suite", "type": "promptString", "description": "Which tests" }],
  "services": { "db": { "image": "postgres:17" }, "queue": { "image": "alpine:3" } },
  "tasks": [
    { "label": "build", "detail": "Makes it" },
    { "label": "sa\\"y", "image": "node:24" },
    { "label": "this", ${task} }
  ]
}`;
  return { text: marked.replace('|', ''), offset: marked.indexOf('|') };
}

function offered(task: string) {
  const { text, offset } = fileWith(task);
  const document = new TasksDocument(text, 'linux');
  const slot = slotAt(document, offset);
  return { text, slot, proposals: slot ? proposalsAt(document, slot, candidates) : [] };
}

const labels = (task: string) => offered(task).proposals.map(({ label }) => label);

describe('the proposals', () => {
  it.each([
    ['other tasks', '"dependsOn": "|"', ['build', 'sa"y']],
    ['other tasks in a list', '"dependsOn": ["build", "s|a"]', ['build', 'sa"y']],
    ['other tasks, before there is a quote', '"dependsOn": [ | ]', ['build', 'sa"y']],
    ['services', '"services": ["|"]', ['db', 'queue']],
    ['services for one system', '"linux": { "services": ["|"] }', ['db', 'queue']],
    [
      "the engine's images, and the file's",
      '"image": "|"',
      ['node:24', 'python:3', 'alpine:3', 'postgres:17'],
    ],
    [
      'images, but not the one that is being written',
      '"image": "mine:1|"',
      ['node:24', 'python:3', 'alpine:3', 'postgres:17'],
    ],
    ['problem matchers', '"problemMatcher": ["|"]', ['$tsc', '$go']],
    ['the base of a matcher', '"problemMatcher": { "base": "|" }', ['$tsc', '$go']],
    ['files and folders', '"envFile": "|"', ['src/', '.env', 'a "b"']],
    ['folders alone', '"build": "|"', ['src/']],
    ['what may be mounted', '"mounts": ["|:/data"]', ['./src/', './.env', './a "b"']],
    ['what may be mounted, in a folder', '"mounts": ["./x/|"]', ['src/', '.env', 'a "b"']],
    ['nothing behind the colon of a mount', '"mounts": ["./x:/|"]', []],
    ['nothing for the name of a volume', '"mounts": [{ "type": "volume", "source": "|" }]', []],
    [
      'what may be mounted, in an object',
      '"mounts": [{ "type": "bind", "source": "./|" }]',
      ['src/', '.env', 'a "b"'],
    ],
    ['inputs', '"command": "run ${input:|}"', ['${input:suite}']],
    ["the task's own axes", '"matrix": { "os": [1] }, "command": "${matrix:|}"', ['${matrix:os}']],
    ['environment variables', '"env": { "A": "${localEnv:|" }', ['${localEnv:HOME}', '${localEnv:PATH}']],
    ['settings', '"script": "x\\n${config:|"', ['${config:editor.tabSize}']],
    ['nothing for a field', '"|": 1', []],
    ['nothing in a label', '"detail": "${|"', []],
    ['nothing in a regular expression', '"problemMatcher": { "pattern": { "regexp": "${|" } }', []],
    ['nothing behind a value', '"image": "x" |', []],
  ])('are %s', (_, task, expected) => {
    expect(labels(task)).toEqual(expected);
  });

  it('are all variables that have a value there', () => {
    const all = labels('"script": "echo $|"');
    expect(all).toContain('${workspaceFolder}');
    expect(all).toContain('${env:NAME}');
    expect(labels('"workspace": { "target": "${|" }')).not.toContain('${containerWorkspaceFolder}');
    const without = labels('"workspace": false, "script": "echo ${|"');
    expect(without).not.toContain('${containerWorkspaceFolder}');
    expect(without).toContain('${userHome}');
  });

  it('tell more of what they stand for', () => {
    expect(offered('"image": "|"').proposals.map(({ detail }) => detail)).toEqual([
      '4.8 MiB, made today',
      '1 GiB, 3 months old',
      'in this file',
      'in this file',
    ]);
    expect(offered('"dependsOn": "|"').proposals[0]?.detail).toBe('Makes it');
    expect(offered('"command": "${input:|}"').proposals[0]?.detail).toBe('Which tests');
    expect(offered('"command": "${w|"').proposals[0]?.documentation).toContain('The workspace folder');
  });

  it.each([
    ['the whole name', '"dependsOn": ["bu|xx"]', 'build', '"dependsOn": ["build"]'],
    ['a name with a quote', '"dependsOn": "|"', 'sa"y', '"dependsOn": "sa\\"y"'],
    ['nothing, with quotes', '"dependsOn": |', 'build', '"dependsOn": "build"'],
    ['the last part of a path', '"envFile": "config/s|x"', '.env', '"envFile": "config/.env"'],
    ['the source of a mount', '"mounts": ["./s|:/x"]', 'src/', '"mounts": ["./src:/x"]'],
    ['a variable', '"command": "a ${wo|rk} b"', '${userHome}', '"command": "a ${userHome} b"'],
    [
      'a variable that is not closed',
      '"command": "a ${wo| b"',
      '${userHome}',
      '"command": "a ${userHome} b"',
    ],
    ['what follows a colon', '"command": "a ${env:P|} b"', '${env:PATH}', '"command": "a ${env:PATH} b"'],
  ])('replace %s', (_, task, label, expected) => {
    const { text, slot, proposals } = offered(task);
    const chosen = proposals.find((each) => each.label === label);
    expect(slot && chosen && applyEdits(text, [{ ...slot.replaced, text: chosen.insert }])).toBe(
      fileWith(`${expected}|`).text,
    );
  });

  it('never throw while a file is typed', () => {
    const { text } = fileWith(
      '"image": "a:${matrix:os}", "matrix": { "os": [1] }, "dependsOn": ["build"], "mounts": ["./a:/b", { "type": "bind", "source": "x" }], "script": "a\\n${input:suite} ${env:PATH}"|',
    );
    for (let end = 0; end <= text.length; end++)
      for (const typed of [
        text.slice(0, end),
        `${text.slice(0, end)}"}]}`,
        text.slice(0, end) + text.slice(end + 1),
      ]) {
        const document = new TasksDocument(typed, 'linux');
        const slot = slotAt(document, Math.min(end, typed.length));
        if (slot) proposalsAt(document, slot, candidates);
        const name = document.nameAt(end);
        if (name) expect(document.placesOf(name)).toContain(name);
      }
  });
});
