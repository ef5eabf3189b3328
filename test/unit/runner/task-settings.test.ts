import fs from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from '../../../src/core/tasks-file/parse.ts';
import { resolve } from '../../../src/core/tasks-file/resolve.ts';
import type { TaskSpec } from '../../../src/runner/task-runner.ts';
import { toTaskSpec } from '../../../src/runner/to-task-spec.ts';
import { makeTemporaryFolder, removeFolder } from '../../helpers/temporary-folder.ts';
import { variablesIn } from '../../helpers/variables.ts';

let workspaceFolder = '';

beforeEach(() => {
  workspaceFolder = makeTemporaryFolder();
});

afterEach(() => {
  removeFolder(workspaceFolder);
});

test('passes on every setting of a task', async () => {
  fs.writeFileSync(`${workspaceFolder}/.env`, 'A=file\nB=file\nC\n');
  const spec = await specify({
    label: 'test',
    secrets: ['C'],
    image: 'node:24',
    platform: 'linux/arm64',
    command: ['npm', 'test'],
    entrypoint: ['sh'],
    cwd: '/workspace/app',
    env: { A: 'own' },
    envFile: '.env',
    user: '1:2',
    workspace: { mode: 'readonly' },
    mounts: ['cache:/c'],
    network: 'mine',
    ports: ['8080:80'],
    extraHosts: { db: '10.0.0.5' },
    privileged: true,
    capAdd: ['NET_ADMIN'],
    capDrop: ['ALL'],
    securityOpt: ['no-new-privileges'],
    resources: { cpus: 1, memory: 10, pids: 5, shmSize: 7, ulimits: { nofile: 9 }, gpus: 'all' },
    init: false,
    timeout: 1,
    stop: { signal: 'INT', grace: 2 },
    pull: 'never',
  });
  const { labels, close, ...settings } = spec;
  expect(labels).toHaveProperty(['com.container-tasks.workspace']);
  await close();
  expect(settings).toEqual({
    label: 'test',
    secrets: ['ours'],
    image: 'node:24',
    build: undefined,
    platform: 'linux/arm64',
    pull: 'never',
    command: ['npm', 'test'],
    entrypoint: ['sh'],
    envVars: { A: 'own', B: 'file', C: 'ours' },
    input: undefined,
    terminal: undefined,
    timeout: 1000,
    stop: { signal: 'SIGINT', grace: 2000 },
    volumes: [
      { type: 'bind', source: workspaceFolder, target: '/workspace', readonly: true },
      { type: 'volume', source: 'cache', target: '/c', readonly: false },
    ],
    memory: 10,
    cpus: 1000,
    pids: 5,
    shmSize: 7,
    ulimits: [{ name: 'nofile', soft: 9, hard: 9 }],
    gpus: 'all',
    network: 'mine',
    ports: [{ containerPort: 80, protocol: 'tcp', hostPort: 8080, hostIp: '' }],
    extraHosts: ['db:10.0.0.5'],
    networkAliases: [],
    healthcheck: undefined,
    readonlyRoot: false,
    privileged: true,
    capAdd: ['NET_ADMIN'],
    capDrop: ['ALL'],
    securityOpt: ['no-new-privileges'],
    workDir: '/workspace/app',
    user: '1:2',
    init: false,
  });
});

async function specify(task: object): Promise<TaskSpec> {
  const [entry] = parse(JSON.stringify({ tasks: [task] })).tasks;
  const resolved = resolve(entry!, variablesIn(workspaceFolder));
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  const spec = await toTaskSpec(resolved.definition, { workspaceFolder, env: { C: 'ours' } });
  if ('problems' in spec) throw new Error(JSON.stringify(spec.problems));
  return spec;
}
