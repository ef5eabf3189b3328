import fs from 'node:fs';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../src/core/container-task.ts';
import { parse } from '../../../src/core/tasks-file/parse.ts';
import { resolve } from '../../../src/core/tasks-file/resolve.ts';
import { toServiceSpec } from '../../../src/runner/to-service-spec.ts';
import { useTemporaryFolder } from '../../helpers/use-temporary-folder.ts';
import { variablesIn } from '../../helpers/variables.ts';

const workspaceFolder = useTemporaryFolder();

test('passes on every setting of a service', async () => {
  fs.writeFileSync(`${workspaceFolder()}/.env`, 'A=file\nB=file\n');
  const spec = await specify({
    image: 'postgres:17',
    platform: 'linux/arm64',
    command: ['postgres', '-d', '1'],
    entrypoint: ['sh'],
    cwd: '/data',
    env: { A: 'own' },
    envFile: '.env',
    user: '1:2',
    mounts: ['data:/data', '.:/here:ro'],
    ports: ['5432:5432'],
    extraHosts: { other: '10.0.0.5' },
    resources: { cpus: 1, memory: 10, pids: 5, shmSize: 7, ulimits: { nofile: 9 } },
    init: false,
    stop: { signal: 'INT', grace: 2 },
    pull: 'never',
    healthcheck: { test: ['CMD', 'pg_isready'], interval: '2s', timeout: 1, startPeriod: '1m', retries: 15 },
  });
  expect(spec).toEqual({
    name: 'db',
    spec: {
      ...defaultSettings,
      label: 'db',
      image: 'postgres:17',
      platform: 'linux/arm64',
      command: ['postgres', '-d', '1'],
      entrypoint: ['sh'],
      workDir: '/data',
      envVars: { A: 'own', B: 'file' },
      user: '1:2',
      volumes: [
        { type: 'volume', source: 'data', target: '/data', readonly: false },
        { type: 'bind', source: workspaceFolder(), target: '/here', readonly: true },
      ],
      ports: [{ containerPort: 5432, protocol: 'tcp', hostPort: 5432, hostIp: '' }],
      extraHosts: ['other:10.0.0.5'],
      ...{ cpus: 1000, memory: 10, pids: 5, shmSize: 7, ulimits: [{ name: 'nofile', soft: 9, hard: 9 }] },
      init: false,
      stop: { signal: 'SIGINT', grace: 2000 },
      pull: 'never',
      healthcheck: {
        ...{ test: ['CMD', 'pg_isready'], interval: 2000, timeout: 1000, startPeriod: 60_000, retries: 15 },
      },
      labels: { 'com.container-tasks.workspace': expect.any(String) as unknown },
      close: expect.any(Function) as unknown,
    },
  });
});

test('says of which service a file is missing', async () => {
  expect(await specify({ image: 'x', envFile: 'none' })).toEqual({
    problems: [
      {
        message: 'The service "db": The env file "none" cannot be read: create it, or correct "envFile".',
      },
    ],
  });
});

async function specify(db: object) {
  const task = { label: 'a', image: 'x', services: ['db'] };
  const { tasks } = parse(JSON.stringify({ services: { db }, tasks: [task] }));
  const resolved = resolve(tasks[0]!, variablesIn(workspaceFolder()));
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  const [definition] = resolved.definition.services;
  return toServiceSpec(definition!, { workspaceFolder: workspaceFolder(), env: {} });
}
