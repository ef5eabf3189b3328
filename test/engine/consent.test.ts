import fs from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { defaultSettings } from '../../src/core/container-task.ts';
import type { Volume } from '../../src/core/container-task.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { DriverError } from '../../src/driver/driver.ts';
import { reachKey } from '../../src/core/reach.ts';
import { reachesOf } from '../../src/runner/consent.ts';
import { findVolumes } from '../../src/runner/host-volumes.ts';
import { askEngine } from '../helpers/engine-api.ts';
import { dockerHost, uniqueName } from '../helpers/engine-context.ts';
import { leftBehind, runTask, shell } from '../helpers/task.ts';
import { makeTemporaryFolder, removeFolder } from '../helpers/temporary-folder.ts';

/** What a task reaches of the host, on an engine that does what it is told. */

const driver = createDockerDriver({ docker: dockerHost });
const { signal } = new AbortController();
let top: string;

beforeAll(() => {
  top = makeTemporaryFolder();
  for (const folder of ['workspace/mine', 'theirs']) {
    fs.mkdirSync(path.join(top, folder), { recursive: true });
    fs.writeFileSync(path.join(top, folder, 'whose'), path.basename(folder));
  }
});

afterAll(() => {
  removeFolder(top);
});

afterEach(async () => {
  expect(await leftBehind()).toEqual([]);
});

test('a link that is changed after consent was asked changes nothing: what was found is mounted', async () => {
  const workspace = path.join(top, 'workspace');
  const link = path.join(workspace, 'link');
  fs.symlinkSync('mine', link);
  const mounts = [{ type: 'bind', source: './link', target: '/x', readonly: true }] as const;
  const volumes = await findVolumes({ mounts }, workspace, () => undefined);
  expect(await reaches(volumes, workspace)).toEqual([]);
  fs.rmSync(link);
  fs.symlinkSync('../theirs', link);
  expect((await runTask({ ...shell('cat /x/whose'), volumes })).stdout).toBe('mine');
  // Found anew, it is what is asked for.
  const anew = await findVolumes({ mounts }, workspace, () => undefined);
  expect(await reaches(anew, workspace)).toEqual([`bind: ${top}/theirs (read only)`]);
});

test('a volume that the engine binds to a path of the host is found, whatever it is called', async () => {
  const [bound, own] = [uniqueName(), uniqueName()];
  const options = { type: 'none', o: 'bind', device: path.join(top, 'theirs') };
  await askEngine(dockerHost, 'POST', '/volumes/create', { body: { Name: bound, DriverOpts: options } });
  await askEngine(dockerHost, 'POST', '/volumes/create', { body: { Name: own } });
  try {
    const volumes = [bound, own, uniqueName()].map(
      (source) => ({ type: 'volume', source, target: `/${source}`, readonly: false }) as const,
    );
    expect(await reaches(volumes, path.join(top, 'workspace'))).toEqual([`volume: ${bound} = ${top}/theirs`]);
    // It is what it is said to be.
    const { stdout } = await runTask({ ...shell(`cat /${bound}/whose`), volumes: volumes.slice(0, 1) });
    expect(stdout).toBe('theirs');
  } finally {
    for (const name of [bound, own]) await askEngine(dockerHost, 'DELETE', `/volumes/${name}`);
  }
});

test('a volume that is bound to all of the machine is found before anything is mounted', async () => {
  const name = uniqueName();
  const options = { type: 'none', o: 'bind', device: '/' };
  await askEngine(dockerHost, 'POST', '/volumes/create', { body: { Name: name, DriverOpts: options } });
  try {
    const volumes = [{ type: 'volume', source: name, target: '/x', readonly: false }] as const;
    expect(await reaches(volumes, top)).toEqual([`volume: ${name} = /`]);
  } finally {
    await askEngine(dockerHost, 'DELETE', `/volumes/${name}`);
  }
});

test('the socket of the engine in use is known', async () => {
  const { sockets } = await driver.hostAccess([], signal);
  if (dockerHost.startsWith('unix://')) expect(sockets).toContain(dockerHost.slice('unix://'.length));
  expect(sockets).toContain('/var/run/docker.sock');
});

test('no engine is needed but for volumes, and then it is said that none answers', async () => {
  const nowhere = createDockerDriver({ docker: 'unix:///nowhere/docker.sock' });
  expect((await nowhere.hostAccess([], signal)).sockets).toContain('/nowhere/docker.sock');
  await expect(nowhere.hostAccess(['data'], signal)).rejects.toBeInstanceOf(DriverError);
});

async function reaches(volumes: readonly Volume[], workspace: string): Promise<string[]> {
  const found = await reachesOf({ ...defaultSettings, volumes }, workspace, driver, signal);
  return found.map(reachKey);
}
