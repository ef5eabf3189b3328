import type { ContainerTask } from '../../../core/container-task.ts';
import type { Engine } from '../engine/engine.ts';
import { jsonLines } from '../engine/json-lines.ts';
import { toStat } from './to-stat.ts';
import type { EngineStats } from './to-stat.ts';

/** Writes each sample of a container's statistics to the task until the stream ends or the signal is aborted. */
export async function followStats(
  engine: Engine,
  id: string,
  task: ContainerTask,
  signal: AbortSignal,
): Promise<void> {
  let previous: EngineStats | undefined;
  try {
    for await (const line of jsonLines(await engine.containers.stats(id, signal))) {
      const sample = line as EngineStats;
      const stat = toStat(sample, previous);
      if (!stat) continue;
      previous = sample;
      task.writeStat(stat);
    }
  } catch {
    // Statistics are an extra: a stream that breaks leaves a shorter chart, and the run goes on.
  }
}
