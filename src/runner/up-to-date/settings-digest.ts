import { createHmac } from 'node:crypto';

import type { CheckedJob } from './check-up-to-date.ts';

/**
 * One digest of all that settles what a job's container does beside its image and its files: argv, environment with its
 * secrets, mounts, user, limits, services. Of the settings of a task each counts that {@link without} does not name, so that
 * a new one does.
 */
export function settingsDigest({ spec, services, stdin, files, output }: CheckedJob, key: Buffer): string {
  const settings = Object.fromEntries(Object.entries(spec).filter(([name]) => !without.has(name)));
  const all = { settings, services, stdin, files, output, isTerminal: spec.terminal !== undefined };
  return createHmac('sha256', key).update(JSON.stringify(all, inOrder)).digest('base64url');
}

/**
 * What has no part in what a success leaves behind: names, how the image is had (its id tells), how the run may end; and what
 * belongs to the single run.
 */
const without: ReadonlySet<string> = new Set([
  ...['label', 'labels'],
  ...['image', 'build', 'pull'],
  ...['timeout', 'stop'],
  ...['id', 'input', 'terminal', 'logger', 'writeStat', 'writeProgress', 'close'],
]);

/** Objects with their names in order. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
