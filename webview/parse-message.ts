import type { ChartRun, RunState, Samples, ToWebview } from '../src/core/protocol.ts';
import type { RunEventKind } from '../src/core/run-event.ts';
import type { RunStatus } from '../src/core/run-result.ts';
import type { Stat } from '../src/core/stats.ts';

/** A message of the extension, checked; `undefined` for anything else that a window may be sent. */
export function parseMessage(data: unknown): ToWebview | undefined {
  if (!isObject(data)) return undefined;
  const { type, canCompare, other } = data;
  if (type === 'stats') return isSamples(data) ? { type, ...samplesOf(data) } : undefined;
  if (type !== 'state' || typeof canCompare !== 'boolean' || !isChartRun(data)) return undefined;
  if (other === undefined) return { type, canCompare, ...chartRunOf(data) };
  return isChartRun(other) ? { type, canCompare, ...chartRunOf(data), other: chartRunOf(other) } : undefined;
}

function chartRunOf(data: ChartRun): ChartRun {
  return { run: data.run, ...samplesOf(data) };
}

function samplesOf({ stats, highs, latest, peaks }: Samples): Samples {
  return { stats, ...(highs && { highs }), latest, peaks };
}

function isChartRun(data: unknown): data is ChartRun {
  return isSamples(data) && 'run' in data && isRunState(data.run);
}

function isSamples(data: unknown): data is Samples {
  if (!isObject(data)) return false;
  const { stats, highs, latest, peaks } = data;
  return (
    isListOf(isStat, stats) &&
    (highs === undefined || isListOf(isMetrics, highs)) &&
    (latest === undefined || isStat(latest)) &&
    isMetrics(peaks)
  );
}

function isRunState(value: unknown): value is RunState {
  return (
    isObject(value) &&
    texts.every((key) => typeof value[key] === 'string') &&
    numbers.every((key) => Number.isFinite(value[key])) &&
    (value['endedAt'] === undefined || Number.isFinite(value['endedAt'])) &&
    isListOf(isEvent, value['events']) &&
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

function isEvent(value: unknown): boolean {
  return (
    isObject(value) &&
    Number.isFinite(value['at']) &&
    typeof value['kind'] === 'string' &&
    Object.hasOwn(eventKinds, value['kind'])
  );
}

const eventKinds = {
  running: true,
  cancel: true,
  timeout: true,
  outOfMemory: true,
  end: true,
} satisfies Record<RunEventKind, true>;

function isListOf(isOne: (value: unknown) => boolean, value: unknown): boolean {
  return Array.isArray(value) && value.every(isOne);
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
