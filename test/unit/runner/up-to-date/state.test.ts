import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { defaultStateFolder, prune } from '../../../../src/runner/up-to-date/state-folder.ts';
import { JobInWorkspace } from '../../../helpers/checked-job.ts';

let job: JobInWorkspace;

beforeEach(() => {
  job = new JobInWorkspace();
  job.write('src/a.c', 'one');
});

afterEach(() => {
  job[Symbol.dispose]();
});

describe('the state is kept', () => {
  test.each<[NodeJS.Platform, NodeJS.ProcessEnv, RegExp]>([
    ['linux', {}, /^\/.*\/\.cache\/container-tasks\/up-to-date$/],
    ['linux', { XDG_CACHE_HOME: '/c' }, /^\/c\/container-tasks\/up-to-date$/],
    ['linux', { XDG_CACHE_HOME: 'c' }, /^\/.*\/\.cache\/container-tasks\/up-to-date$/],
    ['darwin', { XDG_CACHE_HOME: '/c' }, /\/Library\/Caches\/container-tasks\/up-to-date$/],
    ['win32', { LOCALAPPDATA: 'C:\\L' }, /^C:\\L\\container-tasks\\up-to-date$/],
    ['win32', {}, /\\AppData\\Local\\container-tasks\\up-to-date$/],
  ])('on %s with %j in the usual place', (platform, env, place) => {
    expect(defaultStateFolder(env, platform)).toMatch(place);
  });

  test('for this user alone, and gives nothing away', async () => {
    const spec = { envVars: { TOKEN: 'hunter2' }, command: ['login', 'swordfish'] };
    await job.succeed(undefined, {}, spec);
    expect(await job.why({}, spec)).toBe('');
    for (const file of stateFiles()) {
      expect(fs.statSync(file).mode & 0o077).toBe(0);
      expect(fs.readFileSync(file, 'latin1')).not.toMatch(/hunter2|TOKEN|swordfish/);
    }
  });

  test('with hashes that another user has otherwise', async () => {
    await job.succeed();
    const one = fs.readFileSync(success(), 'utf8');
    fs.rmSync(path.join(job.stateFolder, 'key'));
    await job.succeed();
    const hashOf = (text: string): unknown => (JSON.parse(text) as { inputs: string[][] }).inputs[0]?.[1];
    expect(hashOf(fs.readFileSync(success(), 'utf8'))).not.toBe(hashOf(one));
  });
});

describe('a job runs again', () => {
  test.each([
    ['cut off', (text: string) => text.slice(0, -10)],
    ['empty', () => ''],
    ['of another kind', () => '{"format": 1}'],
    ['of another version', (text: string) => text.replace('"format":1', '"format":2')],
    ['with an entry that is none', (text: string) => text.replace('"src/a.c"', '7')],
    ['without a run', (text: string) => text.replace(/"run":"[^"]*"/, '"run":""')],
  ])('when its state is %s', async (_, spoil) => {
    await job.succeed();
    fs.writeFileSync(success(), spoil(fs.readFileSync(success(), 'utf8')));
    expect(await job.why()).toBe('It has not run here yet.');
  });

  test('when its state is that of another workspace', async () => {
    using other = new JobInWorkspace();
    other.write('src/a.c', 'one');
    await other.succeed();
    await job.succeed();
    fs.cpSync(path.dirname(success(other)), path.dirname(success()), { recursive: true });
    fs.copyFileSync(success(other), success());
    expect(await job.why()).not.toBe('');
  });

  test('when the key is lost or spoilt', async () => {
    await job.succeed();
    fs.writeFileSync(path.join(job.stateFolder, 'key'), 'short');
    expect(await job.why()).toBe('Its settings or its environment have changed.');
  });

  test('when nothing can be kept', async () => {
    fs.writeFileSync(job.stateFolder, 'no folder');
    expect(await job.why()).toBe('Nothing can be kept of what has run: the cache folder cannot be written.');
    await job.succeed();
    expect(await job.why()).not.toBe('');
  });
});

test('of many at once, none spoils the state of another', async () => {
  await Promise.all(Array.from({ length: 20 }, () => job.succeed()));
  await job.succeed();
  expect(await Promise.all(Array.from({ length: 20 }, () => job.why()))).toEqual(Array(20).fill(''));
  // The key, whose it is, the two of the job, and when it was pruned: nothing temporary.
  expect(stateFiles()).toHaveLength(5);
});

describe('once a day', () => {
  const day = 24 * 60 * 60_000;

  test('the state of workspaces that are gone is removed', async () => {
    using other = new JobInWorkspace();
    other.write('src/a.c', 'one');
    await job.succeed();
    const folder = path.dirname(success());
    fs.cpSync(folder, path.join(job.stateFolder, 'f'.repeat(32)), { recursive: true });
    fs.writeFileSync(path.join(job.stateFolder, 'f'.repeat(32), 'workspace'), '/not/there');
    await prune(job.stateFolder, Date.now());
    expect(fs.readdirSync(job.stateFolder)).toHaveLength(4);
    await prune(job.stateFolder, Date.now() + 2 * day);
    expect(fs.readdirSync(job.stateFolder).sort()).toEqual([path.basename(folder), 'key', 'pruned'].sort());
    expect(await job.why()).toBe('');
  });

  test('the state of jobs that nobody runs any more is removed', async () => {
    await job.succeed();
    await prune(job.stateFolder, Date.now() + 80 * day);
    expect(await job.why()).toBe('');
    await prune(job.stateFolder, Date.now() + 200 * day);
    expect(await job.why()).toBe('It has not run here yet.');
  });
});

function success(of = job): string {
  return stateFiles(of).find((file) => file.endsWith('.json')) ?? '';
}

function stateFiles({ stateFolder } = job): readonly string[] {
  const names = fs.readdirSync(stateFolder, { recursive: true, encoding: 'utf8' });
  return names.map((name) => path.join(stateFolder, name)).filter((file) => fs.statSync(file).isFile());
}
