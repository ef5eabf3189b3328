import { expect, test } from 'vitest';
import { input, leftBehind, runTask, shell } from '../helpers/task.ts';

test('50 runs, 8 at a time, mix up no code and lose no byte and leave nothing behind', async () => {
  const before = process.getActiveResourcesInfo().sort();
  const waiting = Array.from({ length: 50 }, (_, index) => index);
  const worker = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const { result, stdout, stderr } = await runTask({
        ...shell(`seq ${index} ${index + 999}; echo run ${index} >&2; exit ${index}`),
        ...(index % 2 === 0 && { input: input() }),
      });
      expect(result.exitCode).toBe(index);
      expect(result.warning).toBeUndefined();
      expect(stdout).toBe(Array.from({ length: 1000 }, (_, line) => `${index + line}\n`).join(''));
      expect(stderr).toBe(`run ${index}\n`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  expect(await leftBehind()).toEqual([]);
  await expect.poll(() => process.getActiveResourcesInfo().sort(), { timeout: 5000 }).toEqual(before);
}, 120_000);
