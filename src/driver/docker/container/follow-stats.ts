import { setTimeout as pause } from 'node:timers/promises';

import type { Stat } from '../../../core/stats.ts';
import type { Engine } from '../engine/engine.ts';
import { jsonLines } from '../engine/json-lines.ts';
import { toStat } from './to-stat.ts';
import type { EngineStats } from './to-stat.ts';

/** How long a stream may be silent, in ms, before it counts as stalled: Docker sends each second, old Podmans every 3.3 s. */
const silenceLimit = 10_000;

/** How long to wait before a stream that has ended is opened anew, in ms. */
const reopenPause = 1_000;

/**
 * Hands on each sample of a container's statistics until the signal is aborted, which is for whoever knows that
 * the container has ended. A stream that stalls or breaks, as when the engine is restarted, is opened anew: statistics
 * are an extra, so that a gap in them is all that it costs. Never rejects.
 *
 * @param limit as {@link silenceLimit}
 */
export async function followStats(
  engine: Engine,
  id: string,
  write: (stat: Stat) => void,
  signal: AbortSignal,
  limit = silenceLimit,
): Promise<void> {
  let previous: EngineStats | undefined;
  const take = (sample: EngineStats): void => {
    const stat = toStat(sample, previous);
    if (!stat) return;
    previous = sample;
    write(stat);
  };
  while (!signal.aborted) {
    await followOnce(engine, id, take, signal, limit).catch(() => undefined);
    await pause(reopenPause, undefined, { signal }).catch(() => undefined);
  }
}

/** Resolves when the stream ends; rejects when it breaks, or has been silent for `limit` ms. */
async function followOnce(
  engine: Engine,
  id: string,
  take: (sample: EngineStats) => void,
  signal: AbortSignal,
  limit: number,
): Promise<void> {
  const stalled = new AbortController();
  const timer = setTimeout(() => {
    stalled.abort();
  }, limit);
  try {
    const stream = await engine.containers.stats(id, AbortSignal.any([signal, stalled.signal]));
    for await (const line of jsonLines(stream)) {
      timer.refresh();
      take(line as EngineStats);
    }
  } finally {
    clearTimeout(timer);
  }
}
