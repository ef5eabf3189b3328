import { afterEach, expect, test } from 'vitest';
import { leftBehind, runTask, shell } from '../helpers/task.ts';

afterEach(async () => {
  expect(await leftBehind()).toEqual([]);
});

test('samples arrive about once a second with the Fn Project’s names', async () => {
  const memory = 64 * 2 ** 20;
  const { recorded } = await runTask({
    ...shell('(sleep 4.5; kill $$) & while :; do :; done'),
    memory,
  });
  const { stats } = recorded;
  expect(stats.length).toBeGreaterThanOrEqual(3);
  const [first, ...later] = stats;
  const others = ['disk_read', 'disk_write', 'mem_limit', 'mem_usage', 'net_rx', 'net_tx', 'pids'];
  expect(Object.keys(first?.metrics ?? {}).sort()).toEqual(others);
  for (const { metrics } of later.slice(0, 2)) {
    expect(Object.keys(metrics).sort()).toEqual(['cpu_kernel', 'cpu_total', 'cpu_user', ...others]);
    expect(metrics['mem_limit']).toBe(memory);
    expect(metrics['mem_usage']).toBeGreaterThan(0);
    expect(metrics['mem_usage']).toBeLessThan(memory);
    expect(metrics['pids']).toBeGreaterThanOrEqual(2); // The shell and its sleep; an init where there is one.
    expect(Object.values(metrics).every(Number.isInteger)).toBe(true);
  }
  // One busy core; less where the machine has other work.
  const cpu = Math.max(...later.map(({ metrics }) => metrics['cpu_total'] ?? 0));
  expect(cpu).toBeGreaterThan(20);
  expect(cpu).toBeLessThan(130);
});

test('samples are of now, in order', async () => {
  const begin = Date.now();
  const { recorded } = await runTask({ command: ['sleep', '3'] });
  const times = recorded.stats.map(({ timestamp }) => timestamp);
  expect(times.length).toBeGreaterThan(0);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThan(begin - 1000);
  expect(times.at(-1)).toBeLessThan(Date.now() + 1000);
});
