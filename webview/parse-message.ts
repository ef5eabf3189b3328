import type { RunState, ToWebview } from '../src/core/protocol.ts';
import type { RunStatus } from '../src/core/run-result.ts';
import type { Stat } from '../src/core/stats.ts';

/** A message of the extension, checked; `undefined` for anything else that a window may be sent. */
export function parseMessage(data: unknown): ToWebview | undefined {
  if (!isObject(data)) return undefined;
  const { type, run, stats, latest, peaks } = data;
  if (!isStats(stats) || !(latest === undefined || isStat(latest)) || !isMetrics(peaks)) return undefined;
  if (type === 'state' && isRunState(run)) return { type, run, stats, latest, peaks };
  if (type === 'stats') return { type, stats, latest, peaks };
  return undefined;
}

function isRunState(value: unknown): value is RunState {
  return (
    isObject(value) &&
    texts.every((key) => typeof value[key] === 'string') &&
    numbers.every((key) => Number.isFinite(value[key])) &&
    (value['endedAt'] === undefined || Number.isFinite(value['endedAt'])) &&
    typeof value['status'] === 'string' &&
    Object.hasOwn(statuses, value['status'])
  );
}

const texts = ['id', 'label', 'image', 'detail'] as const satisfies readonly (keyof RunState)[];
const numbers = ['startedAt', 'cpus', 'memory'] as const satisfies readonly (keyof RunState)[];
const statuses = {
  running: true,
  success: true,
  error: true,
  timeout: true,
  killed: true,
  cancelled: true,
} satisfies Record<RunStatus, true>;

function isStats(value: unknown): value is readonly Stat[] {
  return Array.isArray(value) && value.every(isStat);
}

function isStat(value: unknown): value is Stat {
  return isObject(value) && Number.isFinite(value['timestamp']) && isMetrics(value['metrics']);
}

function isMetrics(value: unknown): value is Readonly<Record<string, number>> {
  return isObject(value) && Object.values(value).every(Number.isFinite);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
