import { once } from 'node:events';
import fs from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ImageBuild } from '../../../src/core/container-task.ts';
import { parse } from '../../../src/core/tasks-file/parse.ts';
import { resolve } from '../../../src/core/tasks-file/resolve.ts';
import { toTaskSpec } from '../../../src/runner/to-task-spec.ts';
import { makeTemporaryFolder, removeFolder } from '../../helpers/temporary-folder.ts';
import { variablesIn } from '../../helpers/variables.ts';

let workspaceFolder: string;

beforeEach(() => {
  workspaceFolder = makeTemporaryFolder();
  for (const name of ['Dockerfile', 'docker/Dockerfile', 'docker/other/File']) {
    fs.mkdirSync(path.dirname(path.join(workspaceFolder, name)), { recursive: true });
    fs.writeFileSync(path.join(workspaceFolder, name), 'FROM x');
  }
});

afterEach(() => {
  removeFolder(workspaceFolder);
});

test.each<[string, unknown, string, string]>([
  ['of the workspace folder', '.', '.', 'Dockerfile'],
  ['of a folder in it', './docker/', 'docker', 'Dockerfile'],
  ['with another Dockerfile', { context: 'docker', dockerfile: './other/File' }, 'docker', 'other/File'],
  [
    'with the whole path of the Dockerfile',
    { context: '.', dockerfile: '${workspaceFolder}/docker/Dockerfile' },
    '.',
    'docker/Dockerfile',
  ],
  [
    'with a Dockerfile outside, which the driver refuses',
    { context: 'docker', dockerfile: '../Dockerfile' },
    'docker',
    '../Dockerfile',
  ],
])('finds the files of a build: %s', async (_, build, context, dockerfile) => {
  const found: ImageBuild = {
    context: path.join(workspaceFolder, context).replace(/\/$/, ''),
    dockerfile,
    target: '',
    args: {},
  };
  expect(await specify(build)).toMatchObject({ build: found, image: '' });
});

test.each([
  ['./none', `The build's context "./none" is not there: create it, or correct "build".`],
  [{ dockerfile: 'none' }, 'The Dockerfile "none" is not there: create it, or correct "build.dockerfile".'],
])('says what a build lacks: %j', async (build, message) => {
  expect(await specify(build)).toEqual({ problems: [{ message }] });
});

test('a workspace that is copied is mounted nowhere', async () => {
  const workspace = { target: '/w', mode: 'copy' };
  expect(await specify('.', { workspace, output: ['out'] })).toMatchObject({
    ...{ volumes: [], workDir: '/w' },
    copy: { source: workspaceFolder, target: '/w', output: ['out'] },
  });
  expect(await specify('.')).toMatchObject({ volumes: [{ type: 'bind' }], copy: undefined });
});

async function specify(build: unknown, more: object = {}) {
  const { tasks } = parse(JSON.stringify({ tasks: [{ label: 'a', build, ...more }] }));
  const resolved = resolve(tasks[0]!, variablesIn(workspaceFolder));
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return toTaskSpec(resolved.definition, { workspaceFolder, env: {} });
}

test('finds the secrets, with those that were asked for, or says which is not there', async () => {
  const { tasks } = parse(
    JSON.stringify({
      tasks: [{ label: 'a', image: 'b', env: { A: 'own-secret' }, secrets: ['A', { env: 'B', from: 'C' }] }],
    }),
  );
  const resolved = resolve(tasks[0]!, variablesIn(workspaceFolder));
  if (!('definition' in resolved)) throw new Error(JSON.stringify(resolved));
  const { definition } = resolved;
  expect(await toTaskSpec(definition, { workspaceFolder, env: { C: 'theirs' } }, ['typed-in'])).toMatchObject(
    {
      envVars: { A: 'own-secret', B: 'theirs' },
      secrets: ['typed-in', 'own-secret', 'theirs'],
    },
  );
  expect(await toTaskSpec(definition, { workspaceFolder, env: {} })).toMatchObject({
    problems: [{ message: expect.stringContaining('The secret "C" is not there') as unknown }],
  });
});

test('an input that cannot be read fails who reads it, and nobody else', async () => {
  const server = createServer().listen(path.join(workspaceFolder, 'socket'));
  await once(server, 'listening');
  const spec = await specify('.', { stdin: { file: 'socket' } });
  if ('problems' in spec) throw new Error(JSON.stringify(spec.problems));
  // A file that was opened would have broken by now, which would fail this file of tests.
  for (let turn = 0; turn < 20; turn++) await fs.promises.stat(workspaceFolder);
  const read = async (): Promise<void> => {
    for await (const chunk of spec.input ?? []) expect(chunk).toBeUndefined();
  };
  await expect(read()).rejects.toThrow('ENXIO');
  await spec.close();
  server.close();
});
