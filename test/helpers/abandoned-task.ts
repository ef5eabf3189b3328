// A program that runs a task until it is killed: `node test/helpers/abandoned-task.ts LABEL`. It prints "ready" as its
// container does.
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { dockerHost } from './engine-context.ts';
import { printed, recordedTask, shell } from './task.ts';

const [label = ''] = process.argv.slice(2);
const { signal } = new AbortController();
const recorded = recordedTask({ label, ...shell('echo ready; sleep 300') });
await using cookie = await createDockerDriver({ docker: dockerHost }).prepare(recorded.task, signal);
const running = await cookie.run(signal);
await printed(recorded, 'ready');
console.log('ready');
await running.wait(signal);
