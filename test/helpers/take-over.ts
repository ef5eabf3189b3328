// A program that takes over the container of a record at a time, epoch ms, and may go on with its run, until it is killed:
// `node test/helpers/take-over.ts RECORD take|resume TIME`. It prints what came of it.
import { setTimeout as sleep } from 'node:timers/promises';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { RunLog } from '../../src/runner/run-log.ts';
import type { FoundRecord } from '../../src/runner/run-record.ts';
import { TaskRunner } from '../../src/runner/task-runner.ts';
import { dockerHost } from './engine-context.ts';

const [json = '{}', how = 'take', time = '0'] = process.argv.slice(2);
const record = JSON.parse(json) as FoundRecord;
const driver = createDockerDriver({ docker: dockerHost });
await sleep(Math.max(0, Number(time) - Date.now()));
const answer = await driver.recover(record.handle, new AbortController().signal);
if (how === 'resume' && typeof answer !== 'string') {
  const ignore = (): void => undefined;
  const { log, from } = await RunLog.resume(record.logPath, ignore, ignore);
  new TaskRunner(() => Promise.resolve(driver)).resume(record, answer, from, log.logger, ignore);
}
console.log(typeof answer === 'string' ? answer : 'taken');
setInterval(() => undefined, 1000);
