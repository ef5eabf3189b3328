import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { DriverError } from '../../../src/driver/driver.ts';
import type { PlanRun } from '../../../src/runner/run-plan.ts';
import { FakeDriver, untilAborted } from '../../helpers/fake-driver.ts';
import { runFile } from '../../helpers/run-file.ts';
import type { FileRun, FileSettings } from '../../helpers/run-file.ts';
import { useTemporaryFolder } from '../../helpers/use-temporary-folder.ts';

const top = useTemporaryFolder();
const secret = 'hunter2-hunter2';

/** Runs a task "a" in a workspace, with an input that is asked for in secret. */
async function run(
  driver: FakeDriver,
  task: object,
  settings: Partial<FileSettings> = {},
  services: object = {},
): Promise<FileRun> {
  const folder = path.join(top(), 'ws');
  fs.mkdirSync(folder, { recursive: true });
  const file = {
    inputs: [{ id: 'token', type: 'promptString', password: true }],
    services,
    tasks: [{ label: 'a', image: 'x', ...task }],
  };
  return runFile(file, 'a', { driver, folder, given: { 'input:token': secret }, ...settings });
}

test('tells no secret with what this machine lacks', async () => {
  const { outcome, lines } = await run(new FakeDriver(), { envFile: '${input:token}.env' });
  const message = 'The env file "***.env" cannot be read: create it, or correct "envFile".';
  expect(outcome).toEqual({ kind: 'ran', result: { status: 'error', error: { message } } });
  expect(lines.join('\n')).not.toContain(secret);
});

test('tells no secret with what is in the way of finding out whether there is anything to do', async () => {
  const driver = new FakeDriver();
  const task = { env: { TOKEN: '${input:token}' }, files: ['in'], output: ['out'] };
  fs.mkdirSync(path.join(top(), 'ws'));
  for (const name of ['in', 'out']) fs.writeFileSync(path.join(top(), 'ws', name), '');
  expect((await run(driver, task)).outcome).toMatchObject({ result: { status: 'success' } });
  driver.identified = () => Promise.reject(new DriverError(`The step "login ${secret}" failed.`, 'Look.'));
  const { outcome, lines } = await run(driver, task);
  const error = { message: 'The step "login ***" failed.', advice: 'Look.' };
  expect(outcome).toEqual({ kind: 'ran', result: { status: 'error', error } });
  expect(lines.join('\n')).not.toContain(secret);
});

test('tells no secret of what runs beside it, which may be its own or of any other', async () => {
  const env = { TOKEN: 'of-the-task', KEY: 'of-the-one', CODE: 'of-the-other' };
  const command = ['${input:token}', ...Object.values(env)];
  const services = {
    one: { image: 'x', command, secrets: ['KEY'] },
    other: { image: 'x', command, secrets: ['CODE'] },
  };
  const driver = new FakeDriver();
  driver.waited = (signal, { networkAliases }) =>
    networkAliases.length > 0 ? untilAborted(signal) : Promise.resolve({ status: 'success', exitCode: 0 });
  const task = { command, secrets: ['TOKEN'], services: ['one', 'other'] };
  const { outcome, lines } = await run(driver, task, { env }, services);
  expect(outcome).toMatchObject({ result: { status: 'success' } });
  const headlines = lines.filter((line) => line.endsWith(' | *** *** *** ***'));
  expect(headlines).toHaveLength(3);
  for (const value of [secret, ...Object.values(env)]) expect(lines.join('\n')).not.toContain(value);
});

test('calls no job by a secret', async () => {
  const driver = new FakeDriver();
  await expect(run(driver, { matrix: { token: ['${input:token}'] } })).rejects.toThrow(
    'The matrix of "a" has a value that was asked for in secret, which the name of its run would tell. Use the input in "env" instead.',
  );
  expect(driver.tasks).toEqual([]);
});

test('asks again for where a mount leads once what the task depends on has run', async () => {
  const folder = path.join(top(), 'ws');
  const inside = path.join(folder, 'data');
  fs.mkdirSync(inside, { recursive: true });
  const outside = fs.mkdtempSync(path.join(top(), 'outside-'));
  const driver = new FakeDriver();
  driver.waited = () => {
    fs.rmdirSync(inside);
    fs.symlinkSync(outside, inside);
    return Promise.resolve({ status: 'success', exitCode: 0 });
  };
  const tasks = [
    { label: 'a', image: 'x', mounts: ['./data:/data'], dependsOn: 'b' },
    { label: 'b', image: 'x' },
  ];
  const { outcome } = await runFile({ tasks }, 'a', { driver, folder });
  const message = `"a" reaches past its workspace, which is not allowed: bind "${outside}".`;
  expect(outcome).toMatchObject({ result: { status: 'error', error: { message } } });
  expect(driver.tasks.map(({ label }) => label)).toEqual(['b']);
});

test('waits for no answer where the run was cancelled', async () => {
  const driver = new FakeDriver();
  const asked = Promise.withResolvers<undefined>();
  const started = Promise.withResolvers<PlanRun>();
  let questions = 0;
  const ask = (): Promise<boolean> => {
    if (questions++ === 0) return Promise.resolve(true);
    asked.resolve(undefined);
    return new Promise(() => undefined);
  };
  const ended = run(
    driver,
    { capAdd: ['NET_ADMIN'] },
    { consent: { ask, advice: 'Allow it.' }, onStarted: started.resolve },
  );
  await asked.promise;
  (await started.promise).cancel();
  expect((await ended).outcome).toMatchObject({ result: { status: 'cancelled' } });
  expect(driver.tasks).toEqual([]);
});
