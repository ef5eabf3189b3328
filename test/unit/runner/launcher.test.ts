import fs from 'node:fs';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../src/core/container-task.ts';
import { Launcher } from '../../../src/runner/launcher.ts';
import { TaskRunner } from '../../../src/runner/task-runner.ts';
import { FakeDriver, untilAborted } from '../../helpers/fake-driver.ts';
import { useTemporaryFolder } from '../../helpers/use-temporary-folder.ts';

const folder = useTemporaryFolder();

test('shows and keeps the lines that show why a run failed, before the line that closes it', async () => {
  const driver = new FakeDriver();
  const error = { message: 'The service failed.', details: 'The last lines:\na\nb\n' };
  driver.waited = () => Promise.resolve({ status: 'error', exitCode: 143, error });
  const shown: string[] = [];
  const ended = Promise.withResolvers<undefined>();
  let log = '';
  const view = {
    begin: (_headline: string, logPath: string) => {
      log = logPath;
    },
    add: (text: string, stream: string) => shown.push(`${stream}: ${text}`),
    end: (line: string) => {
      shown.push(line.replace(/\d+ s|\d+\.\d+ s/, 'TIME'));
      ended.resolve(undefined);
    },
  };
  const launcher = new Launcher(new TaskRunner(() => Promise.resolve(driver)), folder());
  const spec = { ...defaultSettings, label: 'test', image: 'x', close: () => Promise.resolve() };
  await launcher.launch('key', spec, view);
  await ended.promise;
  expect(shown[0]).toBe('stderr: \nThe last lines:\na\nb\n');
  expect(shown[1]).toMatch(/^test: error, exit code 143, .*\. The service failed\.$/);
  expect(fs.readFileSync(log, 'utf8')).toBe('\nThe last lines:\na\nb\n');
});

test('keeps the log of a run for as long as it lasts, however many come after it', async () => {
  const driver = new FakeDriver();
  driver.waited = (signal, { label }) =>
    label === 'long' ? untilAborted(signal) : Promise.resolve({ status: 'success', exitCode: 0 });
  const runner = new TaskRunner(() => Promise.resolve(driver));
  const launcher = new Launcher(runner, folder());
  const logs: string[] = [];
  const view = {
    begin: (_headline: string, logPath: string) => void logs.push(logPath),
    add: () => undefined,
    end: () => undefined,
  };
  const launch = async (label: string) => {
    const spec = { ...defaultSettings, label, image: 'x', close: () => Promise.resolve() };
    const service = await launcher.openServiceLog(spec, view);
    const launched = await launcher.launch(label, spec, view);
    return { ...launched, service };
  };
  const long = await launch('long');
  for (let index = 0; index < 25; index++) {
    const { shown, service } = await launch(`short ${index}`);
    await Promise.all([shown, service.close('')]);
  }
  const [ofService = '', ofRun = '', firstGone = ''] = logs;
  expect([ofService, ofRun, firstGone].map((log) => fs.existsSync(log))).toEqual([true, true, false]);
  runner.cancel(long.run.id);
  await Promise.all([long.shown, long.service.close('')]);
});
