import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { input, leftBehind, runTask, shell } from '../helpers/task.ts';

/** Does the work once for each index below `count`, 8 at a time. */
async function repeat(count: number, work: (index: number) => Promise<void>): Promise<void> {
  const waiting = Array.from({ length: count }, (_, index) => index);
  const worker = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) await work(index);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

/** Runs the work and sees that neither the engine nor this process has anything left of it. */
async function leavingNothing(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const before = process.getActiveResourcesInfo().sort();
  const { signal } = new AbortController();
  await work(signal);
  expect(await leftBehind()).toEqual([]);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  // Sockets, timers, child processes, open files.
  await expect.poll(() => process.getActiveResourcesInfo().sort(), { timeout: 5000 }).toEqual(before);
}

test('1,000 short runs, 8 at a time, lose no byte, mix up no code and leave nothing behind', async () => {
  const outcomes = new Map<string, number>();
  await leavingNothing((signal) =>
    repeat(1000, async () => {
      const { result, stdout, stderr } = await runTask(shell('printf x; printf y >&2; exit 7'), signal);
      const outcome = [result.status, result.exitCode, stdout, stderr, result.warning].join(' ');
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }),
  );
  expect(Object.fromEntries(outcomes)).toEqual({ 'error 7 x y ': 1000 });
}, 600_000);

test('50 runs with input, 8 at a time, keep their output apart', async () => {
  await leavingNothing((signal) =>
    repeat(50, async (index) => {
      const script = `cat; seq ${index} ${index + 999}; echo run ${index} >&2; exit ${index}`;
      const { result, stdout, stderr } = await runTask(
        { ...shell(script), input: input(`in ${index}\n`) },
        signal,
      );
      expect(result).toMatchObject({ exitCode: index });
      expect(result.warning).toBeUndefined();
      expect(stdout).toBe(
        `in ${index}\n${Array.from({ length: 1000 }, (_, line) => `${index + line}\n`).join('')}`,
      );
      expect(stderr).toBe(`run ${index}\n`);
    }),
  );
}, 120_000);
