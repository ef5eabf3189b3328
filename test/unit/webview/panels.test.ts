import { expect, test } from 'vitest';
import type { RunState } from '../../../src/core/protocol.ts';
import type { Stat } from '../../../src/core/stats.ts';
import { describe as describePanel, panelsOf, panelTitles } from '../../../webview/panels.ts';
import { sampleColumns, sampleRows } from '../../../webview/sample-rows.ts';
import { afterMessage } from '../../../webview/shown.ts';
import type { Shown } from '../../../webview/shown.ts';

const MiB = 1024 ** 2;
const unlimited: RunState = {
  id: 'run-1',
  label: 'test',
  image: 'busybox',
  status: 'running',
  detail: '',
  startedAt: 0,
  cpus: 0,
  memory: 0,
};
const samples: readonly Stat[] = [
  { timestamp: 1000, metrics: { mem_usage: 64 * MiB, net_rx: 0, net_tx: 0, disk_read: 0, disk_write: 0 } },
  {
    timestamp: 2000,
    metrics: {
      cpu_total: 150,
      mem_usage: 256 * MiB,
      net_rx: 2 * MiB,
      net_tx: 512,
      disk_read: 4096,
      disk_write: 0,
    },
  },
  {
    timestamp: 4000,
    metrics: {
      cpu_total: 50,
      mem_usage: 128 * MiB,
      net_rx: 3 * MiB,
      net_tx: 512,
      disk_read: 4096,
      disk_write: 10,
    },
  },
];

test('has a panel for each title, in order', () => {
  expect(panelsOf(shownOf(unlimited)).map(({ title }) => title)).toEqual(panelTitles);
});

test('says what a run without limits uses', () => {
  expect(panelsOf(shownOf(unlimited)).map(describePanel)).toEqual([
    'CPU. Used: now 50%, peak 150%, limit none.',
    'Memory. Used: now 128 MiB, peak 256 MiB, limit none.',
    'Network. In: now 512 KiB/s, peak 2 MiB/s, total 3 MiB. Out: now 0 B/s, peak 512 B/s, total 512 B.',
    'Disk. Read: now 0 B/s, peak 4 KiB/s, total 4 KiB. Write: now 5 B/s, peak 5 B/s, total 10 B.',
  ]);
});

test('says how much of its limits a run uses', () => {
  const [cpu, memory] = panelsOf(shownOf({ ...unlimited, cpus: 2000, memory: 512 * MiB }));
  expect(cpu).toMatchObject({ limit: 200 });
  expect(memory).toMatchObject({ limit: 512 * MiB });
  expect(cpu && describePanel(cpu)).toBe('CPU. Used: now 50%, peak 150%, limit 200%, of limit 25%.');
  expect(memory && describePanel(memory)).toBe(
    'Memory. Used: now 128 MiB, peak 256 MiB, limit 512 MiB, of limit 25%.',
  );
});

test('calls the newest figures of an ended run the last ones', () => {
  const [cpu] = panelsOf(shownOf({ ...unlimited, status: 'success', endedAt: 5000 }));
  expect(cpu && describePanel(cpu)).toBe('CPU. Used: last 50%, peak 150%, limit none.');
});

test('says so where the engine gave no figures', () => {
  const [cpu] = panelsOf(shownOf({ ...unlimited, cpus: 500 }, samples.slice(0, 1)));
  expect(cpu && describePanel(cpu)).toBe(
    'CPU. Used: now unknown, peak unknown, limit 50%, of limit unknown.',
  );
});

test('lists the samples newest first, with a dash where there is no value yet', () => {
  const rows = sampleRows(shownOf(unlimited));
  expect(rows).toEqual([
    ['0:04', '50%', '128 MiB', '512 KiB/s', '0 B/s', '0 B/s', '5 B/s'],
    ['0:02', '150%', '256 MiB', '2 MiB/s', '512 B/s', '4 KiB/s', '0 B/s'],
    ['0:01', '–', '64 MiB', '–', '–', '–', '–'],
  ]);
  expect(rows.every((row) => row.length === sampleColumns.length)).toBe(true);
});

test('lists no more than the last 30 samples', () => {
  const many = Array.from({ length: 100 }, (_, second) => ({ timestamp: second * 1000, metrics: {} }));
  const rows = sampleRows(shownOf(unlimited, many));
  expect(rows).toHaveLength(30);
  expect(rows[0]?.[0]).toBe('1:39');
});

function shownOf(run: RunState, stats = samples): Shown {
  const shown = afterMessage(undefined, { type: 'state', run, stats, latest: undefined, peaks: {} });
  if (!shown) throw new Error('a state is always shown');
  return shown;
}
