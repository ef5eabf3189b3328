import { expect, test } from 'vitest';
import type { ChartRun, RunState, Samples } from '../../../src/core/protocol.ts';
import type { Stat } from '../../../src/core/stats.ts';
import { describe as describePanel, panelCount, panelsOf } from '../../../webview/panels.ts';
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
  events: [],
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

test('has a panel for each of the four, in order', () => {
  const titles = panelsOf(shownOf(unlimited)).map(({ title }) => title);
  expect(titles).toEqual(['CPU', 'Memory', 'Network', 'Disk']);
  expect(titles).toHaveLength(panelCount);
});

test('says what a run without limits uses', () => {
  expect(panelsOf(shownOf(unlimited)).map(describePanel)).toEqual([
    'CPU. Used: Now 50%, Mean 100%, Peak 150%, Limit none.',
    'Memory. Used: Now 128 MiB, Mean 181 MiB, Peak 256 MiB, Limit none.',
    'Network. In: Now 512 KiB/s, Mean 1 MiB/s, Peak 2 MiB/s, Total 3 MiB. Out: Now 0 B/s, Mean 171 B/s, Peak 512 B/s, Total 512 B.',
    'Disk. Read: Now 0 B/s, Mean 1.3 KiB/s, Peak 4 KiB/s, Total 4 KiB. Write: Now 5 B/s, Mean 3 B/s, Peak 5 B/s, Total 10 B.',
  ]);
});

test('says how much of its limits a run uses', () => {
  const [cpu, memory] = panelsOf(shownOf({ ...unlimited, cpus: 2000, memory: 512 * MiB }));
  expect(cpu).toMatchObject({ limits: [200] });
  expect(memory).toMatchObject({ limits: [512 * MiB] });
  expect(cpu && describePanel(cpu)).toBe(
    'CPU. Used: Now 50%, Mean 100%, Peak 150%, Limit 200%, Of limit 25%.',
  );
  expect(memory && describePanel(memory)).toBe(
    'Memory. Used: Now 128 MiB, Mean 181 MiB, Peak 256 MiB, Limit 512 MiB, Of limit 25%.',
  );
});

test('calls the newest figures of an ended run the last ones', () => {
  const [cpu] = panelsOf(shownOf({ ...unlimited, status: 'success', endedAt: 5000 }));
  expect(cpu && describePanel(cpu)).toBe('CPU. Used: Last 50%, Mean 100%, Peak 150%, Limit none.');
});

test('says so where the engine gave no figures', () => {
  const [cpu] = panelsOf(shownOf({ ...unlimited, cpus: 500 }, samples.slice(0, 1)));
  expect(cpu && describePanel(cpu)).toBe(
    'CPU. Used: Now unknown, Mean unknown, Peak unknown, Limit 50%, Of limit unknown.',
  );
});

test('lists the samples newest first, with a dash where there is no value yet', () => {
  const rows = sampleRows(shownOf(unlimited));
  expect(rows).toEqual([
    ['0:04', '50%', '128 MiB', '512 KiB/s', '0 B/s', '0 B/s', '5 B/s'],
    ['0:02', '150%', '256 MiB', '2 MiB/s', '512 B/s', '4 KiB/s', '0 B/s'],
    ['0:01', '–', '64 MiB', '–', '–', '–', '–'],
  ]);
  expect(rows.every((row) => row.length === sampleColumns({ other: undefined }).length)).toBe(true);
});

test('lists every point, with the peak that it stands for', () => {
  const many = Array.from({ length: 100 }, (_, second) => ({
    timestamp: second * 1000,
    metrics: { cpu_total: 10 },
  }));
  const rows = sampleRows(
    shownOf(
      unlimited,
      many,
      many.map(() => ({ cpu_total: 90 })),
    ),
  );
  expect(rows).toHaveLength(100);
  expect(rows[0]?.slice(0, 2)).toEqual(['1:39', 'mean 10%, peak 90%']);
});

test('sets two runs against each other', () => {
  const other = {
    run: { ...unlimited, id: 'run-2', cpus: 1000 },
    stats: [{ timestamp: 1000, metrics: { cpu_total: 80, mem_usage: 64 * MiB, net_rx: MiB } }],
    latest: undefined,
    peaks: { net_rx: 5 * MiB },
  };
  const shown = shownOf(unlimited, samples, [], other);
  const [cpu, memory, network] = panelsOf(shown);
  expect(cpu && describePanel(cpu)).toBe(
    'CPU. Used (A): Mean 100%, Peak 150%, Limit none. Used (B): Mean 80%, Peak 80%, Limit 100%. B − A: Mean −20%, Peak −70%.',
  );
  expect(cpu?.limits).toEqual([100]);
  expect(memory?.rows.at(-1)?.figures).toEqual(['−117 MiB', '−192 MiB']);
  expect(network?.rows.map(({ name }) => name)).toEqual([
    'In (A)',
    'In (B)',
    'B − A',
    'Out (A)',
    'Out (B)',
    'B − A',
  ]);
  expect(network?.rows[2]?.figures).toEqual(['–', '+3 MiB/s', '−2 MiB']);
  expect(network?.lines.map(({ key, isOther }) => [key, isOther])).toEqual([
    ['in', false],
    ['out', false],
    ['in', true],
    ['out', true],
  ]);
  expect(sampleRows(shown).map(([run, time]) => `${run} ${time}`)).toEqual([
    'A 0:04',
    'A 0:02',
    'A 0:01',
    'B 0:01',
  ]);
});

function shownOf(run: RunState, stats = samples, highs: Samples['highs'] = [], other?: ChartRun): Shown {
  const known = { stats, highs, latest: undefined, peaks: {}, ...(other && { other }) };
  const shown = afterMessage(undefined, { type: 'state', canCompare: true, run, ...known });
  if (!shown) throw new Error('a state is always shown');
  return shown;
}
