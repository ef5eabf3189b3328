import { expect, test } from 'vitest';
import type { ToWebview } from '../../../src/core/protocol.ts';
import { parseMessage } from '../../../webview/parse-message.ts';

const run = {
  id: 'run-1',
  label: 'test',
  image: 'busybox',
  status: 'killed',
  detail: 'Out of memory.',
  startedAt: 1,
  endedAt: 2,
  cpus: 0,
  memory: 0,
} as const;
const { endedAt, ...unfinished } = run;
const stat = { timestamp: 1.5, metrics: { cpu_total: 3 } };

test.each<ToWebview>([
  { type: 'state', run, stats: [] },
  { type: 'state', run: { ...unfinished, status: 'running' }, stats: [stat] },
  { type: 'stats', stats: [stat, stat], latest: stat },
  { type: 'stats', stats: [], latest: undefined },
])('takes %j', (message) => {
  expect(parseMessage(message)).toEqual(message);
});

test.each([
  undefined,
  null,
  'ready',
  [],
  {},
  { type: 'ready' },
  { type: 'other', stats: [] },
  { type: 'state', run },
  { type: 'state', run: null, stats: [] },
  { type: 'state', run: { ...run, status: 'toString' }, stats: [] },
  { type: 'state', run: { ...run, endedAt: String(endedAt) }, stats: [] },
  { type: 'state', run: { ...run, memory: null }, stats: [] },
  { type: 'state', run: { ...run, label: 1 }, stats: [] },
  { type: 'stats', stats: [{ timestamp: 1 }] },
  { type: 'stats', stats: [{ timestamp: 1, metrics: { cpu_total: 'much' } }] },
  { type: 'stats', stats: [{ timestamp: Number.NaN, metrics: {} }] },
  { type: 'stats', stats: [], latest: 3 },
])('ignores %j', (data) => {
  expect(parseMessage(data)).toBeUndefined();
});
