import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from '../../../src/core/tasks-file/parse.ts';
import { checkHostFiles } from '../../../src/runner/check-host-files.ts';
import { makeTemporaryFolder, removeFolder } from '../../helpers/temporary-folder.ts';

let workspaceFolder: string;

beforeEach(() => {
  workspaceFolder = makeTemporaryFolder();
  for (const [name, text] of Object.entries({
    'good.env': 'A=1',
    'bad.env': 'A=1\n=2',
    Dockerfile: '',
    'sub/x': '',
  })) {
    fs.mkdirSync(path.dirname(path.join(workspaceFolder, name)), { recursive: true });
    fs.writeFileSync(path.join(workspaceFolder, name), text);
  }
});

afterEach(() => {
  removeFolder(workspaceFolder);
});

async function findings(fields: string, rest = ''): Promise<[string, string][]> {
  const text = `{ "tasks": [{ "label": "a", "image": "x", ${fields} }, { "label": "b", "image": "x" }] ${rest} }`;
  const problems = await checkHostFiles(parse(text), { workspaceFolder, env: {} });
  return problems.map(({ message, offset, length }) => [message, text.slice(offset, offset + length)]);
}

test.each([
  ['"envFile": "none.env"', 'The env file "none.env" cannot be read: create it', '"none.env"'],
  ['"envFile": ["good.env", "bad.env"]', 'The env file "bad.env", line 2: ', '"bad.env"'],
  ['"mounts": ["./none:/x:ro"]', `The mount's host path "./none" is not there`, '"./none:/x:ro"'],
  [
    '"mounts": [{ "type": "bind", "source": "none", "target": "/x" }]',
    `host path "none" is not there`,
    '"none"',
  ],
  ['"build": "none"', `The build's context "none" is not there`, '"none"'],
  ['"build": { "context": "sub" }', 'The Dockerfile "Dockerfile" is not there', '"sub"'],
  ['"build": { "context": ".", "dockerfile": "none" }', 'The Dockerfile "none" is not there', '"."'],
  ['"stdin": { "file": "none" }', 'The input file "none" is not there', '"none"'],
  ['"linux": { "envFile": "none.env" }', 'The env file "none.env" cannot be read', '"none.env"'],
])('tells what is not there, where it is named: %s', async (fields, message, marked) => {
  const [found, ...more] = await findings(fields);
  expect(more).toEqual([]);
  expect(found?.[0]).toContain(message);
  expect(found?.[1]).toBe(marked);
});

test.each([
  '"envFile": "good.env", "build": ".", "stdin": { "file": "sub/x" }, "mounts": ["./sub:/x", "volume:/y", "~:/z"]',
  '"envFile": "${userHome}/x", "build": "${env:X}", "stdin": { "file": "${file}" }, "mounts": ["${userHome}/n:/x"]',
  '"stdin": "none", "mounts": [{ "type": "volume", "source": "none", "target": "/x" }, "no mount"], "envFile": 1',
  '"build": { "dockerfile": "${env:X}", "context": "." }',
  '"windows": { "envFile": "none.env" }',
])('tells nothing of what is there, and of what only a run knows: %s', async (fields) => {
  expect(await findings(fields)).toEqual([]);
});

test('tells what the defaults and services name once', async () => {
  const rest =
    ', "defaults": { "envFile": "none.env" }, "services": { "db": { "image": "x", "mounts": ["./none:/x"] } }';
  expect((await findings('"services": ["db"]', rest)).map(([, marked]) => marked)).toEqual([
    '"none.env"',
    '"./none:/x"',
  ]);
});
