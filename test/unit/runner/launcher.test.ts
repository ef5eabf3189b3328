import fs from 'node:fs';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../src/core/container-task.ts';
import { Launcher } from '../../../src/runner/launcher.ts';
import { TaskRunner } from '../../../src/runner/task-runner.ts';
import { FakeDriver } from '../../helpers/fake-driver.ts';
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
