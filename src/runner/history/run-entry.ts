import type { Samples } from '../../core/protocol.ts';
import { maskText } from '../../core/mask/mask.ts';
import type { RunResult } from '../../core/run-result.ts';
import { decodeStats, encodeStats } from '../../core/stats.ts';
import type { Run } from '../task-runner.ts';
import type { PastRun } from './history.ts';

/** What is kept of a run that has ended: text without its secrets. @param result how it ended */
export function encodeRun(run: Run, result: RunResult): string {
  const { id, key, plan, startedAt, endedAt, events } = run;
  const facts = { version, id, key, plan, spec: specOf(run), startedAt, endedAt, events };
  return JSON.stringify({ ...facts, ...kept(result) });
}

/** Reads what {@link encodeRun} wrote; `undefined`: it is of another version, or no such text. */
export function decodeRun(text: string, logPath: string): PastRun | undefined {
  try {
    const read = JSON.parse(text) as Partial<PastRun & { version: number }>;
    const { id, key, plan, spec, startedAt, endedAt, events, result } = read;
    if (read.version !== version || typeof id !== 'string' || typeof key !== 'string') return undefined;
    if (typeof plan?.id !== 'string' || typeof plan.key !== 'string') return undefined;
    if (typeof plan.label !== 'string' || typeof spec?.label !== 'string') return undefined;
    if (typeof startedAt !== 'number' || typeof endedAt !== 'number') return undefined;
    if (typeof result?.status !== 'string') return undefined;
    const seen = Array.isArray(events) ? { events } : {};
    return { id, key, plan, spec, startedAt, endedAt, ...seen, result, logPath };
  } catch {
    return undefined;
  }
}

/** A run's statistics as text; with what averages hide, the newest sample and the peaks. */
export function encodeSamples({ stats, highs, latest, peaks }: Samples): string {
  const newest = encodeStats(latest ? [latest] : []);
  return JSON.stringify({ stats: encodeStats(stats), highs, latest: newest, peaks });
}

/** Reads what {@link encodeSamples} wrote; what cannot be read is none. */
export function decodeSamples(text: string): Samples {
  try {
    const read = JSON.parse(text) as KeptSamples;
    const stats = decodeStats(read.stats) ?? [];
    const highs = read.highs?.length === stats.length ? { highs: read.highs } : {};
    return { stats, ...highs, latest: decodeStats(read.latest)?.[0], peaks: read.peaks ?? {} };
  } catch {
    return noSamples;
  }
}

interface KeptSamples extends Partial<Pick<Samples, 'highs' | 'peaks'>> {
  readonly stats?: string;
  readonly latest?: string;
}

const noSamples: Samples = { stats: [], latest: undefined, peaks: {} };

/** Of the shape of what is written. One that reads another shape leaves it alone. */
const version = 1;

function specOf({ spec }: Run): PastRun['spec'] {
  const { label, cpus, memory, pids, timeout, secrets } = spec;
  const mask = (text: string): string => maskText(text, secrets);
  const build = spec.build && {
    context: mask(spec.build.context),
    dockerfile: mask(spec.build.dockerfile),
    target: mask(spec.build.target),
    args: {}, // They may be secret.
  };
  return { label, image: mask(spec.image), build, cpus, memory, pids, timeout };
}

/** Its details are in the log. */
function kept(result: RunResult): { readonly result: RunResult } {
  if (result.status === 'success') return { result };
  const { message, advice } = result.error;
  return { result: { ...result, error: advice === undefined ? { message } : { message, advice } } };
}
