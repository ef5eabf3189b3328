import type { ContainerTask } from '../../src/core/container-task.ts';
import type { RunResult } from '../../src/core/run-result.ts';
import type { Driver } from '../../src/driver/driver.ts';
import { runTask } from '../../src/runner/run-task.ts';
import type { RunSignals } from '../../src/runner/run-task.ts';

/** Runs a task as the runner does that stays with it to its end. */
export async function runToEnd(
  driver: Driver,
  task: ContainerTask,
  signals: Omit<RunSignals, 'leave'>,
): Promise<RunResult> {
  const { signal: leave } = new AbortController();
  const prepare = () => driver.prepare(task, signals.cancel);
  const result = await runTask(prepare, task, { ...signals, leave }, () => undefined);
  if (!result) throw new Error('The run was left, though nobody has asked for that.');
  return result;
}
