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
  events: [{ kind: 'end', at: 2 }],
  cpus: 0,
  memory: 0,
} as const;
const { endedAt, ...unfinished } = run;
const stat = { timestamp: 1.5, metrics: { cpu_total: 3 } };

const none = { stats: [], latest: undefined, peaks: {} };
const running = { ...unfinished, status: 'running', events: [] } as const;

test.each<ToWebview>([
  { type: 'state', canCompare: true, run, ...none },
  { type: 'state', canCompare: false, run: running, stats: [stat], latest: stat, peaks: { x: 1 } },
  {
    type: 'state',
    canCompare: false,
    run,
    ...none,
    other: { run, stats: [stat], highs: [{ x: 1 }], latest: stat, peaks: {} },
  },
  { type: 'stats', stats: [stat, stat], latest: stat, peaks: {} },
  { type: 'stats', stats: [stat], highs: [{ cpu_total: 9 }], latest: undefined, peaks: {} },
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
  { type: 'state', canCompare: true, run },
  { type: 'state', run, ...none },
  { type: 'state', canCompare: true, run, ...none, other: {} },
  { type: 'state', canCompare: true, run: { ...run, events: undefined }, ...none },
  { type: 'state', canCompare: true, run: { ...run, events: [{ kind: 'toString', at: 1 }] }, ...none },
  { type: 'state', canCompare: true, run: { ...run, events: [{ kind: 'end' }] }, ...none },
  { type: 'stats', ...none, highs: [{ x: 'much' }] },
  { type: 'state', canCompare: true, run: null, ...none },
  { type: 'state', canCompare: true, run: { ...run, status: 'toString' }, ...none },
  { type: 'state', canCompare: true, run: { ...run, endedAt: String(endedAt) }, ...none },
  { type: 'state', canCompare: true, run: { ...run, memory: null }, ...none },
  { type: 'state', canCompare: true, run: { ...run, label: 1 }, ...none },
  { type: 'stats', stats: [{ timestamp: 1 }], peaks: {} },
  { type: 'stats', stats: [{ timestamp: 1, metrics: { cpu_total: 'much' } }], peaks: {} },
  { type: 'stats', stats: [{ timestamp: Number.NaN, metrics: {} }], peaks: {} },
  { type: 'stats', stats: [] },
  { type: 'stats', stats: [], peaks: { x: 'much' } },
  { type: 'stats', stats: [], latest: 3, peaks: {} },
])('ignores %j', (data) => {
  expect(parseMessage(data)).toBeUndefined();
});
