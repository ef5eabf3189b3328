// One run of test/bench/stream.ts, in a process of its own so that no run has the heap of another:
// `node stream-child.ts ours|bare|slow LINE BYTES` prints a StreamResult.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as docker from '../../src/driver/docker/docker-driver.ts';
import { root } from '../helpers/paths.ts';
import { recordedTask, shell } from '../helpers/task.ts';
import { bareRun } from './bare-run.ts';
import { runOurs } from './run-ours.ts';
import { runSlowly } from './slow-sink.ts';
import type { StreamResult } from './stream.ts';

const [, , way = '', line = '', size = ''] = process.argv;
const bytes = Number(size);
const dockerHost = process.env['DOCKER_HOST'] ?? '';
const command = shell(`yes ${line} | head -c ${bytes}`);
// The driver as it is shipped.
const bundle = path.join(root, 'dist/docker-driver.cjs');
const { createDockerDriver } = createRequire(import.meta.url)(bundle) as typeof docker;
const driver = createDockerDriver({ docker: dockerHost });

switch (way) {
  case 'ours':
    await measured(ours);
    break;
  case 'bare':
    await measured(bare);
    break;
  default:
    await measured(() => runSlowly(driver, dockerHost, command, `${line}\n`, bytes));
}

async function ours(): Promise<number> {
  let received = 0;
  const sink = { write: (chunk: Uint8Array): undefined => void (received += chunk.length) };
  await runOurs(driver, { ...command, logger: { stdout: sink, stderr: sink } });
  if (received !== bytes) throw new Error(`${received} bytes came through of ${bytes}.`);
  return 0;
}

/** The frames' headers come on top. */
async function bare(): Promise<number> {
  let received = 0;
  await bareRun(dockerHost, recordedTask(command).task, (chunk) => (received += chunk.length));
  if (received < bytes) throw new Error(`${received} bytes came through of ${bytes}.`);
  return 0;
}

async function measured(run: () => Promise<number>): Promise<void> {
  const before = process.memoryUsage.rss();
  fs.writeFileSync('/proc/self/clear_refs', '5'); // Forgets the peak so far. See proc(5).
  const start = performance.now();
  const ahead = await run();
  const time = performance.now() - start;
  const [, peak] = /^VmHWM:\s*(\d+) kB$/m.exec(fs.readFileSync('/proc/self/status', 'utf8')) ?? [];
  const result: StreamResult = { time, memory: Number(peak) * 1024 - before, ahead };
  console.log(JSON.stringify(result));
}
