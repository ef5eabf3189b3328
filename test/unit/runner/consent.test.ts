import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../src/core/container-task.ts';
import type { ContainerTask } from '../../../src/core/container-task.ts';
import { reachKey } from '../../../src/core/reach.ts';
import { askConsent, nobody, reachesOf } from '../../../src/runner/consent.ts';
import type { Wanting } from '../../../src/runner/consent.ts';
import { findVolumes } from '../../../src/runner/host-volumes.ts';
import type { Mounting } from '../../../src/runner/host-volumes.ts';
import { realPath } from '../../../src/runner/real-path.ts';
import { FakeDriver } from '../../helpers/fake-driver.ts';
import { makeTemporaryFolder, removeFolder } from '../../helpers/temporary-folder.ts';

let top: string;
let workspace: string;
let driver: FakeDriver;
const { signal } = new AbortController();

beforeEach(() => {
  top = makeTemporaryFolder();
  workspace = path.join(top, 'workspace');
  for (const folder of ['workspace/inside', 'outside'])
    fs.mkdirSync(path.join(top, folder), { recursive: true });
  driver = new FakeDriver();
});

afterEach(() => {
  removeFolder(top);
});

describe('the real path', () => {
  test('has no link in it, wherever the link is', async () => {
    fs.symlinkSync('../outside', path.join(workspace, 'link'));
    fs.writeFileSync(path.join(top, 'outside/file'), '');
    expect(await realPath(path.join(workspace, 'link/file'))).toBe(path.join(top, 'outside/file'));
  });

  test('has what is not there yet as it is written, below where the rest leads', async () => {
    fs.symlinkSync('../outside', path.join(workspace, 'link'));
    expect(await realPath(path.join(workspace, 'link/new/er'))).toBe(path.join(top, 'outside/new/er'));
  });

  test('follows a link to where nothing is yet', async () => {
    fs.symlinkSync(path.join(top, 'outside/new'), path.join(workspace, 'link'));
    expect(await realPath(path.join(workspace, 'link/er'))).toBe(path.join(top, 'outside/new/er'));
  });

  test('does not follow in a circle', async () => {
    fs.symlinkSync('b', path.join(workspace, 'a'));
    fs.symlinkSync('a', path.join(workspace, 'b'));
    await expect(realPath(path.join(workspace, 'a/x'))).rejects.toThrow(/ELOOP/);
  });
});

describe('what reaches past the workspace on this machine', () => {
  test.each<[string, string, string, string[]]>([
    ['a link to all of it', '/', './link', ['bind: /']],
    ['a path below a link', '..', './link/outside', ['bind: <top>/outside']],
    ['a way up', '.', '../outside', ['bind: <top>/outside']],
    ['a way up from a link, which is not followed first', '../outside', './link/../inside', []],
    ['a link to what is not there yet', '../outside', 'link/new', ['bind: <top>/outside/new']],
    ['a link within', 'inside', './link', []],
    ['a way out and in again', '.', '../workspace/inside', []],
  ])('%s', async (_, target, source, expected) => {
    fs.symlinkSync(target, path.join(workspace, 'link'));
    const found = await keys({ mounts: [{ type: 'bind', source, target: '/x', readonly: false }] });
    expect(found).toEqual(expected.map((each) => each.replace('<top>', top)));
  });

  test('is the same for a workspace that is below a link itself', async () => {
    fs.symlinkSync('workspace', path.join(top, 'alias'));
    const mounts = [{ type: 'bind', source: './inside', target: '/x', readonly: false }] as const;
    const alias = path.join(top, 'alias');
    expect(await keys({ workspace: { target: '/w', mode: 'bind' }, mounts }, alias)).toEqual([]);
    const volumes = await findVolumes({ mounts }, alias, () => undefined);
    expect(volumes).toMatchObject([{ source: path.join(alias, 'inside') }]);
  });

  test('is found anew of what a task has become', async () => {
    const source = path.join(workspace, 'inside');
    const volumes = [{ type: 'bind', source, target: '/x', readonly: false }] as const;
    expect(await keys({ volumes })).toEqual([]);
    fs.rmdirSync(source);
    fs.symlinkSync(path.join(top, 'outside'), source);
    expect(await keys({ volumes })).toEqual([`bind: ${top}/outside`]);
  });

  test('is a socket that stands in the workspace folder, as long as it is there', async () => {
    const sockets = [path.join(workspace, 'inside/docker.sock')];
    driver.accessible = () => Promise.resolve({ sockets, boundVolumes: new Map() });
    const wanting = { workspace: { target: '/w', mode: 'readonly' }, mounts: [] } as const;
    expect(await keys(wanting)).toEqual([]);
    fs.writeFileSync(sockets[0] ?? '', '');
    expect(await keys(wanting)).toEqual([`bind: ${workspace} (read only)`]);
  });

  test('is what a named volume is bound to, and where that leads', async () => {
    fs.symlinkSync('/', path.join(workspace, 'link'));
    const boundVolumes = new Map([['data', path.join(workspace, 'link')]]);
    driver.accessible = () => Promise.resolve({ sockets: [], boundVolumes });
    const mounts = [{ type: 'volume', source: 'data', target: '/x', readonly: false }] as const;
    expect(await keys({ mounts })).toEqual(['volume: data = /']);
    expect(driver.calls).toEqual(['hostAccess data']);
  });
});

test('what is mounted is where a link led when it was found', async () => {
  const link = path.join(workspace, 'link');
  fs.symlinkSync('inside', link);
  const mounts = [{ type: 'bind', source: './link', target: '/x', readonly: false }] as const;
  const said: string[] = [];
  const found = await findVolumes({ mounts }, workspace, (message) => said.push(message));
  expect(found).toMatchObject([{ source: path.join(workspace, 'inside') }]);
  expect(said).toEqual([]);
});

test.each([
  ['./nothing', `The mount's host path "./nothing" is not there: create it, or correct "mounts".`],
  ['./circle', `The mount's host path "./circle" cannot be followed to where it leads: correct "mounts".`],
])('says what is wrong with a mount: %s', async (source, sentence) => {
  fs.symlinkSync('circle', path.join(workspace, 'circle'));
  const said: string[] = [];
  const mounts = [{ type: 'bind', source, target: '/x', readonly: false }] as const;
  await findVolumes({ mounts }, workspace, (message) => said.push(message));
  expect(said).toEqual([sentence]);
});

describe('where nobody can be asked', () => {
  const reach = { kind: 'capAdd', sentence: 'It.' } as const;

  test('a task is refused, with each value once and what to do', async () => {
    const reaches = [
      { ...reach, value: 'SYS_ADMIN' },
      { ...reach, value: 'SYS_ADMIN' },
      { ...reach, kind: 'bind', value: '/etc' },
    ] as const;
    expect(await askConsent(nobody, reaches, 'test', signal)).toEqual({
      message: '"test" reaches past its workspace, which is not allowed: capAdd "SYS_ADMIN", bind "/etc".',
      advice: expect.stringContaining('Nobody can be asked here') as unknown,
    });
  });

  test('a task that keeps to its workspace runs', async () => {
    expect(await askConsent(nobody, [], 'test', signal)).toBeUndefined();
  });
});

async function keys(
  wanting: Mounting | Pick<ContainerTask, 'volumes'>,
  folder = workspace,
): Promise<string[]> {
  const { privileged, capAdd, securityOpt, network } = defaultSettings;
  const all: Wanting = { privileged, capAdd, securityOpt, network, ...wanting };
  return (await reachesOf(all, folder, driver, signal)).map(reachKey);
}
