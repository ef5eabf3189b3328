import type { ContainerTask } from '../../src/core/container-task.ts';
import type { Driver } from '../../src/driver/driver.ts';
import { recordedTask } from '../helpers/task.ts';

/** Runs a task with the driver to its end, with nothing left of it. @throws Error when it does not succeed. */
export async function runOurs(driver: Driver, settings: Partial<ContainerTask>): Promise<void> {
  const { signal } = new AbortController();
  await using cookie = await driver.prepare(recordedTask(settings).task, signal);
  const { status, error, warning } = await (await cookie.run(signal)).wait(signal);
  if (status !== 'success' || warning !== undefined)
    throw new Error(`A run ended with ${status}: ${error?.message ?? ''} ${warning ?? ''}`);
}
