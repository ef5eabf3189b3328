// One check of a job, as a process of its own: `node check-child.ts WORKSPACE STATE [record]`, which prints how long it took in
// ms, how long it held the event loop at most, and whether the job is up to date. With "record" the job succeeds after that.
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { defaultSettings } from '../../src/core/container-task.ts';
import { checkUpToDate } from '../../src/runner/up-to-date/check-up-to-date.ts';

const [workspaceFolder = '', stateFolder = '', then] = process.argv.slice(2);
const { signal } = new AbortController();
const job = {
  id: 'build',
  workspaceFolder,
  spec: { ...defaultSettings, label: 'build', image: 'x', close: () => Promise.resolve() },
  files: ['src/**'],
  output: ['out/**'],
  stdin: undefined,
  services: [],
  always: then === 'record',
};
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const start = performance.now();
const freshness = await checkUpToDate(job, stateFolder, () => Promise.resolve('sha256:1'), signal);
const milliseconds = performance.now() - start;
delay.disable();
if (!freshness.upToDate) await freshness.record('sha256:1', signal);
console.log(JSON.stringify({ milliseconds, held: delay.max / 1e6, upToDate: freshness.upToDate }));
