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
  { type: 'state', run, stats: [], latest: undefined, peaks: {} },
  { type: 'state', run: { ...unfinished, status: 'running' }, stats: [stat], latest: stat, peaks: { x: 1 } },
  { type: 'stats', stats: [stat, stat], latest: stat, peaks: {} },
  { type: 'stats', stats: [], latest: undefined, peaks: {} },
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
  { type: 'other', stats: [], peaks: {} },
  { type: 'state', run },
  { type: 'state', run: null, stats: [], peaks: {} },
  { type: 'state', run: { ...run, status: 'toString' }, stats: [], peaks: {} },
  { type: 'state', run: { ...run, endedAt: String(endedAt) }, stats: [], peaks: {} },
  { type: 'state', run: { ...run, memory: null }, stats: [], peaks: {} },
  { type: 'state', run: { ...run, label: 1 }, stats: [], peaks: {} },
  { type: 'stats', stats: [{ timestamp: 1 }], peaks: {} },
  { type: 'stats', stats: [{ timestamp: 1, metrics: { cpu_total: 'much' } }], peaks: {} },
  { type: 'stats', stats: [{ timestamp: Number.NaN, metrics: {} }], peaks: {} },
  { type: 'stats', stats: [] },
  { type: 'stats', stats: [], peaks: { x: 'much' } },
  { type: 'stats', stats: [], latest: 3, peaks: {} },
])('ignores %j', (data) => {
  expect(parseMessage(data)).toBeUndefined();
});
