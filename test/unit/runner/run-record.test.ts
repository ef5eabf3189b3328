import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '../../../src/core/container-task.ts';
import { keepNewestLogs } from '../../../src/runner/old-logs.ts';
import { RunLog } from '../../../src/runner/run-log.ts';
import { readRecords, recordedSpec, removeRecord, writeRecord } from '../../../src/runner/run-record.ts';
import { makeTemporaryFolder, removeFolder } from '../../helpers/temporary-folder.ts';

const handle = {
  runId: 'build-1',
  engine: 'unix:///e',
  containerId: 'abc',
  name: 'container-tasks-build-1',
  startedAt: 3,
};
const spec = {
  ...defaultSettings,
  label: 'build',
  image: 'busybox',
  command: ['make', 'all'],
  timeout: 5000,
  envVars: { TOKEN: 'secret' },
  build: { context: '/w', dockerfile: 'Dockerfile', target: '', args: { TOKEN: 'secret' } },
  close: () => Promise.resolve(),
};

const plan = { id: 'plan', key: 'all', label: 'all' };

let folder: string;
let log: string;

beforeEach(() => {
  folder = makeTemporaryFolder();
  log = path.join(folder, '2026.log');
});
afterEach(() => {
  removeFolder(folder);
});

test('a record has what goes on without its process, and nothing secret', async () => {
  await writeRecord(log, { key: 'key', plan, spec, startedAt: 2 }, handle);
  const [record] = await readRecords(folder);
  expect(record).toMatchObject({ key: 'key', plan, startedAt: 2, handle, logPath: log });
  expect(recordedSpec(record!)).toEqual({
    ...spec,
    envVars: {},
    build: { ...spec.build, args: {} },
    close: expect.any(Function) as unknown,
  });
  const [file = ''] = fs.readdirSync(folder);
  expect(fs.readFileSync(path.join(folder, file), 'utf8')).not.toContain('secret');
  await removeRecord(log);
  await removeRecord(log);
  expect(await readRecords(folder)).toEqual([]);
});

test.each(['', '{', 'null', '[]', '{}', '{"key":"a","startedAt":1,"spec":{"label":"a","command":[]}}'])(
  'what is no record is none: %s',
  async (text) => {
    fs.writeFileSync(`${log}.run.json`, text);
    expect(await readRecords(folder)).toEqual([]);
  },
);

test('a folder that is not there has none', async () => {
  expect(await readRecords(path.join(folder, 'nowhere'))).toEqual([]);
});

test('a log that goes on shows its end again, and then what is new', async () => {
  const shown: string[] = [];
  const first = await RunLog.create(log, (text) => shown.push(text));
  await first.logger.stdout.write(Buffer.alloc(256 * 1024, 'x'));
  await first.logger.stdout.write(Buffer.from('gr\u00f6'.repeat(1)).subarray(0, 3));
  await first[Symbol.asyncDispose]();
  shown.length = 0;
  const skipped: number[] = [];
  const { log: second, from } = await RunLog.resume(
    log,
    (text) => shown.push(text),
    (bytes) => skipped.push(bytes),
  );
  await second.logger.stderr.write(Buffer.from('!'));
  await second.logger.stdout.write(Buffer.from([0xb6]));
  await second[Symbol.asyncDispose]();
  expect(skipped).toEqual([3]);
  expect(shown.join('')).toBe(`${'x'.repeat(256 * 1024 - 3)}gr!\u00f6`);
  expect(from).toMatchObject({ stdout: { length: 256 * 1024 + 3 }, stderr: { length: 0 } });
  expect(fs.statSync(log).size).toBe(256 * 1024 + 5);
});

test('old logs go with what stands beside them, but not those of runs that go on', async () => {
  for (let i = 10; i < 32; i++) {
    const old = path.join(folder, `20${i}.log`);
    await keepNewestLogs(folder, new Set());
    await (await RunLog.create(old, () => undefined))[Symbol.asyncDispose]();
    if (i === 10) await writeRecord(old, { key: 'key', plan, spec, startedAt: 2 }, handle);
  }
  expect(fs.readdirSync(folder).filter((name) => name < '2013')).toEqual([
    '2010.log',
    '2010.log.index',
    '2010.log.run.json',
    '2012.log',
    '2012.log.index',
  ]);
});
