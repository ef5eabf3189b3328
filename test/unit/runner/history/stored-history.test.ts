import fs from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { defaultSettings } from '../../../../src/core/container-task.ts';
import { StoredHistory } from '../../../../src/runner/history/stored-history.ts';
import { Launcher } from '../../../../src/runner/launcher.ts';
import { writeRecord } from '../../../../src/runner/run-record.ts';
import { TaskRunner } from '../../../../src/runner/task-runner.ts';
import type { Run, TaskSpec } from '../../../../src/runner/task-runner.ts';
import { FakeDriver, untilAborted } from '../../../helpers/fake-driver.ts';
import { useTemporaryFolder } from '../../../helpers/use-temporary-folder.ts';

const folder = useTemporaryFolder();

const plan = { id: 'plan', key: 'all', label: 'all' };
const nowhere = { begin: () => undefined, add: () => undefined, end: () => undefined };

/** A window on the folder: what it runs ends at once. */
class Window implements Disposable {
  readonly driver = new FakeDriver();
  readonly history: StoredHistory;
  readonly launcher: Launcher;
  readonly runner: TaskRunner;

  constructor(limit = 50) {
    this.history = new StoredHistory(folder(), () => limit);
    this.runner = new TaskRunner(() => Promise.resolve(this.driver));
    this.launcher = new Launcher(this.runner, folder(), this.history);
  }

  async run(label: string, settings: Partial<TaskSpec> = {}): Promise<Run> {
    const spec = { ...defaultSettings, label, image: 'busybox', close: () => Promise.resolve(), ...settings };
    const { run, shown } = await this.launcher.launch(label, spec, nowhere, { plan });
    await shown;
    return run;
  }

  labels(): readonly string[] {
    return this.history.runs.map(({ spec }) => spec.label);
  }

  [Symbol.dispose](): void {
    this.history[Symbol.dispose]();
  }
}

const filesOf = (name: string): readonly string[] =>
  fs.readdirSync(folder(), { recursive: true, encoding: 'utf8' }).filter((file) => file.includes(name));

const logs = (): readonly string[] => filesOf('.log').filter((name) => name.endsWith('.log'));

test('a run that has ended is there after a restart, with its statistics and its log', async () => {
  using before = new Window();
  const stat = (timestamp: number, cpu: number) => ({ timestamp, metrics: { cpu_total: cpu } });
  before.driver.waited = (_, task) => {
    for (const each of [stat(1000, 5), stat(2000, 90), stat(3000, 7)]) task.writeStat(each);
    void task.logger.stdout.write(Buffer.from('hello\n'));
    return Promise.resolve({ status: 'error', exitCode: 3, error: { message: 'No.', details: 'much\n' } });
  };
  const run = await before.run('build', { memory: 1024, timeout: 5000 });
  using after = new Window();
  expect(after.history.runs).toEqual([]); // Nobody has asked yet.
  const [past] = await after.history.read();
  expect(past).toEqual({
    ...{ id: run.id, key: 'build', plan, startedAt: run.startedAt, endedAt: run.endedAt },
    spec: { label: 'build', image: 'busybox', cpus: 0, memory: 1024, pids: 0, timeout: 5000 },
    events: run.events,
    result: { status: 'error', exitCode: 3, error: { message: 'No.' } },
    logPath: expect.stringMatching(/\.log$/) as unknown,
  });
  expect(fs.readFileSync(past!.logPath, 'utf8')).toBe('hello\n\nmuch\n');
  expect(await after.history.samples(past!)).toEqual({
    stats: [stat(1000, 5), stat(2000, 90), stat(3000, 7)],
    latest: stat(3000, 7),
    peaks: { cpu_total: 90 },
  });
  expect(past?.events?.map(({ kind }) => kind)).toEqual(['running', 'end']);
});

test('the peaks that the means of a long run hide are there after a restart', async () => {
  using window = new Window();
  window.driver.waited = (_, task) => {
    for (let second = 0; second < 1000; second++)
      task.writeStat({ timestamp: second * 1000, metrics: { cpu_total: second === 500 ? 400 : 1 } });
    return Promise.resolve({ status: 'success', exitCode: 0 });
  };
  const run = await window.run('build');
  const [past] = await window.history.read();
  const samples = await window.history.samples(past!);
  expect(samples.highs?.filter((high) => high['cpu_total'] === 400)).toHaveLength(1);
  expect(samples).toEqual({
    ...run.stats.samples,
    stats: run.stats.points.map((stat) => ({ ...stat, timestamp: Math.floor(stat.timestamp) })),
  });
});

test('what is kept is for this user alone, and tells no secret', async () => {
  using window = new Window();
  window.driver.waited = () => Promise.reject(new Error('It said hunter22.'));
  await window.run('build', {
    image: 'busybox:hunter22',
    build: { context: '/w', dockerfile: 'Dockerfile', target: 'hunter22', args: { TOKEN: 'hunter22' } },
    envVars: { TOKEN: 'hunter22' },
    secrets: ['hunter22'],
  });
  const entries = filesOf(`history${path.sep}`);
  expect(entries).toHaveLength(1);
  for (const entry of entries) {
    expect(fs.readFileSync(path.join(folder(), entry), 'utf8')).not.toContain('hunter22');
    expect(fs.statSync(path.join(folder(), entry)).mode & 0o077).toBe(0);
  }
  expect((await window.history.read())[0]?.spec.image).toBe('busybox:***');
});

test('the oldest run goes with all that was kept of it', async () => {
  using window = new Window(2);
  window.driver.waited = (_, task) => {
    task.writeStat({ timestamp: 1, metrics: { pids: 1 } });
    return Promise.resolve({ status: 'success', exitCode: 0 });
  };
  await window.run('one');
  const [first] = await window.history.read();
  const name = path.basename(first!.logPath);
  expect(filesOf(name)).toHaveLength(3); // The log, the entry and the statistics: no index, as nobody goes on with it.
  await window.run('two');
  await window.run('three');
  expect(window.labels()).toEqual(['three', 'two']);
  expect(filesOf(name)).toEqual([]);
});

test('a run that took long stays when it ends, though many began after it', async () => {
  using window = new Window(2);
  const release = Promise.withResolvers<undefined>();
  window.driver.waited = async (_, { label }) => {
    if (label === 'long') await release.promise;
    return { status: 'success', exitCode: 0 };
  };
  const long = window.run('long');
  await vi.waitFor(() => {
    expect(logs()).toHaveLength(1);
  });
  for (const label of ['one', 'two', 'three']) await window.run(label);
  release.resolve(undefined);
  await long;
  await window.history.read();
  expect(window.labels()).toEqual(['three', 'long']);
  expect(logs()).toHaveLength(2);
  await window.run('four');
  expect(window.labels()).toEqual(['four', 'long']);
});

test('a run that is ended with its window is kept', async () => {
  using before = new Window();
  before.driver.waited = untilAborted;
  const launched = before.run('build');
  await vi.waitFor(() => {
    expect(logs()).toHaveLength(1);
  });
  await before.runner[Symbol.asyncDispose]();
  await before.launcher[Symbol.asyncDispose]();
  using after = new Window();
  expect((await after.history.read()).map(({ result }) => result.status)).toEqual(['cancelled']);
  await launched;
});

test('two windows see the runs of each other, and keep the limit together', async () => {
  using one = new Window(10);
  using other = new Window(10);
  await Promise.all([one.history.read(), other.history.read()]);
  const heard = vi.fn();
  other.history.onDidChange(heard);
  await one.run('of one');
  await vi.waitFor(() => {
    expect(other.labels()).toEqual(['of one']);
  }, 10_000);
  expect(heard).toHaveBeenCalled();
  const runs = [one, other].map(async (window, index) => {
    for (let number = 0; number < 20; number++) await window.run(`${index} ${number}`);
  });
  await Promise.all(runs);
  await vi.waitFor(() => {
    expect(one.labels()).toHaveLength(10);
    expect(one.labels()).toEqual(other.labels());
  }, 10_000);
  expect(logs()).toHaveLength(10);
  await other.history.remove(other.history.runs.slice(0, 4));
  await vi.waitFor(() => {
    expect(one.labels()).toHaveLength(6);
  }, 10_000);
});

test.each(['', '{', 'null', '[]', '{"version":1}', '{"version":2,"id":"a"}'])(
  'what is no entry of this version is left out: %s',
  async (text) => {
    using window = new Window();
    await window.run('build');
    fs.writeFileSync(path.join(folder(), 'history/2020.log.json'), text);
    await window.history.read();
    expect(window.labels()).toEqual(['build']);
  },
);

test('statistics that are broken, or gone, are none', async () => {
  using window = new Window();
  await window.run('build');
  const [run] = await window.history.read();
  const nothing = { stats: [], latest: undefined, peaks: {} };
  expect(await window.history.samples(run!)).toEqual(nothing);
  fs.writeFileSync(path.join(folder(), 'history', `${path.basename(run!.logPath)}.stats`), '{"stats":"no"}');
  expect(await window.history.samples(run!)).toEqual(nothing);
});

test('a log without an entry goes when it was silent for long, unless its run goes on', async () => {
  using window = new Window(1);
  const [old, recorded, fresh] = ['2020', '2021', '2022'].map((name) => path.join(folder(), `${name}.log`));
  for (const log of [old, recorded, fresh]) fs.writeFileSync(log!, '');
  const long = new Date(Date.now() - 8 * 24 * 60 * 60_000);
  for (const log of [old, recorded]) fs.utimesSync(log!, long, long);
  const spec = { ...defaultSettings, label: 'a', image: 'b', close: () => Promise.resolve() };
  const handle = { runId: 'a', engine: 'unix:///e', containerId: 'abc', name: 'name', startedAt: 1 };
  await writeRecord(recorded!, { key: 'a', plan, spec, startedAt: 1 }, handle);
  await window.run('build');
  expect([old, recorded, fresh].map((log) => fs.existsSync(log!))).toEqual([false, true, true]);
});

test('a disk that takes nothing keeps nobody from running', async () => {
  fs.writeFileSync(path.join(folder(), 'history'), 'a file in the way');
  using window = new Window();
  expect((await window.run('build')).status).toBe('success');
  expect(await window.history.read()).toEqual([]);
});
