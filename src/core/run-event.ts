import type { RunResult } from './run-result.ts';

/** Something that happened to a run at a moment, in order of time: what the chart marks. */
export interface RunEvent {
  readonly kind: RunEventKind;
  /** Epoch ms. */
  readonly at: number;
}

/**
 * `running`: its container has started; what came before was spent on its image, services and files. `cancel`: it was asked to
 * stop. `timeout`: its time was over. `outOfMemory`: the kernel ended it, or all signs say so. `end`: it has ended, always the last.
 */
export type RunEventKind = 'running' | 'cancel' | 'timeout' | 'outOfMemory' | 'end';

/**
 * What has happened to a run that has ended.
 *
 * @param before what was seen happen while it ran
 * @param timeout ms, counted from when its container started; where that was not seen, the timeout is put at the end
 */
export function eventsOfEnd(
  before: readonly RunEvent[],
  result: RunResult,
  timeout: number,
  endedAt: number,
): readonly RunEvent[] {
  const started = before.find(({ kind }) => kind === 'running')?.at;
  const timedOut = started === undefined ? endedAt : Math.min(started + timeout, endedAt);
  return [
    ...before,
    ...(result.status === 'timeout' ? [{ kind: 'timeout', at: timedOut } as const] : []),
    ...('outOfMemory' in result ? [{ kind: 'outOfMemory', at: endedAt } as const] : []),
    { kind: 'end', at: endedAt },
  ];
}
