// A program that runs a task as a window does, until it is killed or ended (SIGTERM), which leaves the container to
// another process for a second: `node test/helpers/left-run.ts FOLDER SETTINGS`. It prints "running" when there is a record.
import path from 'node:path';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { removeLater } from '../../src/driver/docker/ownership/remove-later.ts';
import { RunLog } from '../../src/runner/run-log.ts';
import { writeRecord } from '../../src/runner/run-record.ts';
import { TaskRunner } from '../../src/runner/task-runner.ts';
import type { TaskSpec } from '../../src/runner/task-runner.ts';
import { dockerHost } from './engine-context.ts';
import { root } from './paths.ts';
import { recordedTask } from './task.ts';

const [folder = '', settings = '{}'] = process.argv.slice(2);
const { task } = recordedTask(JSON.parse(settings) as Partial<TaskSpec>);
const logPath = path.join(folder, 'run.log');
const log = await RunLog.create(logPath, () => undefined);
const runner = new TaskRunner(() => Promise.resolve(createDockerDriver({ docker: dockerHost })));
const run = runner.start('key', task, log.logger, {
  onRunning: (handle) => {
    void writeRecord(logPath, run, handle).then(() => {
      console.log('running');
    });
  },
});
const stay = setInterval(() => undefined, 1000);
process.once('SIGTERM', () => {
  void leave();
});

async function leave(): Promise<void> {
  const program = path.join(root, 'src/driver/docker/ownership/later-removal.ts');
  removeLater(program, await runner.leave(), 1000);
  await log[Symbol.asyncDispose]();
  clearInterval(stay);
  process.exit();
}
