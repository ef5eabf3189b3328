import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ownerName, thisOwner } from '../../src/driver/docker/ownership/owner.ts';
import { taskLabel } from '../../src/driver/docker/ownership/labels.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { DriverError } from '../../src/driver/driver.ts';
import type { Abandoned } from '../../src/driver/driver.ts';
import { askEngine } from '../helpers/engine-api.ts';
import { containersWith, dockerHost, uniqueName } from '../helpers/engine-context.ts';
import type { ListedContainer } from '../helpers/engine-context.ts';
import { eventually } from '../helpers/eventually.ts';
import { root } from '../helpers/paths.ts';

const { signal } = new AbortController();
const children: ChildProcess[] = [];
const label = uniqueName();

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const { Id } of await ours()) await askEngine(dockerHost, 'DELETE', `/containers/${Id}?force=true`);
});

test('finds and removes the container of a process that was killed, and no other', async () => {
  const killed = await startTask();
  const [left] = await ours();
  const living = await startTask();
  const foreign = await cloneUnderAnotherName(left);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(await abandoned()).toEqual([]); // It has just been made.

  const found = await eventually('what was left behind', async () => {
    const list = await abandoned();
    return list.length > 0 && list;
  });
  expect(found).toEqual([
    {
      kind: 'container',
      name: expect.stringMatching(/^container-tasks-/) as unknown,
      label,
      image: left?.Image,
      created: Date.parse(left?.Labels['com.container-tasks.created'] ?? ''),
      remove: expect.any(Function) as unknown,
    },
  ]);
  expect(await ids()).toContain(left?.Id); // To ask removes nothing.

  await Promise.all(found.map((each) => each.remove()));
  await Promise.all(found.map((each) => each.remove())); // Gone already, for example by another window.
  expect(await ids()).not.toContain(left?.Id);
  expect(await ids()).toContain(foreign);
  expect(await ids()).toHaveLength(2);
  expect(living.exitCode).toBeNull();
});

test('finds and removes networks and volumes of a process that was killed, once no container of its run is in use', async () => {
  const killed = await startTask();
  const [container] = await ours();
  const name = container?.Names[0]?.slice(1) ?? '';
  const body = { Name: name, Labels: container?.Labels };
  await askEngine(dockerHost, 'POST', '/networks/create', { body });
  await askEngine(dockerHost, 'POST', '/volumes/create', { body });
  // A volume that has all the labels, but not the name.
  const foreign = uniqueName('foreign');
  await askEngine(dockerHost, 'POST', '/volumes/create', { body: { ...body, Name: foreign } });
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  const kindsOf = (list: readonly Abandoned[]) => list.map(({ kind }) => kind);
  const all = await eventually('what was left behind', async () => {
    const list = await abandoned();
    return list.length > 0 && list;
  });
  expect(kindsOf(all)).toEqual(['container', 'network', 'volume']);

  // Taken over, as by a window that is reloaded: then all of its run is in use.
  await askEngine(dockerHost, 'POST', `/containers/${name}/rename?name=${name}.${ownerName(thisOwner())}`);
  expect(await abandoned()).toEqual([]);
  await askEngine(dockerHost, 'DELETE', `/containers/${container?.Id ?? ''}?force=true`);
  const rest = await abandoned();
  expect(kindsOf(rest)).toEqual(['network', 'volume']);
  await Promise.all(rest.map((each) => each.remove()));
  await Promise.all(rest.map((each) => each.remove()));
  expect(await abandoned()).toEqual([]);
  await askEngine(dockerHost, 'DELETE', `/volumes/${foreign}`);
});

test('says that no engine answers', async () => {
  const asked = createDockerDriver({ docker: 'unix:///nowhere/docker.sock' }).abandoned(signal);
  await expect(asked).rejects.toBeInstanceOf(DriverError);
});

/** What the driver finds of this file's: another's may be on the engine. */
async function abandoned(): Promise<readonly Abandoned[]> {
  const all = await createDockerDriver({ docker: dockerHost }).abandoned(signal);
  return all.filter((each) => each.label === label);
}

async function ours(): Promise<readonly ListedContainer[]> {
  return containersWith(`${taskLabel}=${label}`);
}

async function ids(): Promise<readonly string[]> {
  return (await ours()).map(({ Id }) => Id);
}

/** Starts a process whose task runs. */
async function startTask(): Promise<ChildProcess> {
  const program = path.join(root, 'test/helpers/abandoned-task.ts');
  const child = spawn(process.execPath, [program, label], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

/** Makes a container with all the labels of another: such an image makes it when it was committed from that one. */
async function cloneUnderAnotherName(container: ListedContainer | undefined): Promise<string> {
  const body = { Image: container?.Image, Labels: container?.Labels };
  const created = await askEngine(dockerHost, 'POST', `/containers/create?name=${uniqueName('foreign')}`, {
    body,
  });
  return (created as { Id: string }).Id;
}
