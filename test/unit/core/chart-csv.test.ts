import { expect, test } from 'vitest';
import { chartCsv } from '../../../src/core/chart-csv.ts';
import type { ChartRun } from '../../../src/core/protocol.ts';

const start = Date.parse('2026-11-25T20:00:00Z');
const run: ChartRun['run'] = {
  id: 'build-1',
  label: 'build, "all"',
  image: 'busybox',
  status: 'success',
  detail: '',
  startedAt: start,
  endedAt: start + 9000,
  events: [],
  cpus: 0,
  memory: 0,
};

test('has a line for each point, and units in the head', () => {
  const stats = [
    { timestamp: start + 1000, metrics: { cpu_total: 40, mem_usage: 1024, net_rx: 100, pids: 3 } },
    { timestamp: start + 2500, metrics: { cpu_total: 60, net_rx: 400, pids: 4 } },
  ];
  expect(chartCsv([{ run, stats, latest: undefined, peaks: {} }]).split('\r\n')).toEqual([
    'time,elapsed_s,cpu_total_percent,cpu_total_peak_percent,mem_usage_bytes,mem_usage_peak_bytes,net_rx_bytes,net_rx_peak_bytes_per_s,pids,pids_peak',
    '2026-11-25T20:00:01.000Z,1.000,40,40,1024,1024,100,,3,3',
    '2026-11-25T20:00:02.500Z,2.500,60,60,,,400,200,4,4',
    '',
  ]);
});

test('has the peaks that means hide', () => {
  const stats = [{ timestamp: start + 1000.4, metrics: { cpu_total: 40, disk_read: 5000 } }];
  const highs = [{ cpu_total: 150, disk_read: 900 }];
  expect(chartCsv([{ run, stats, highs, latest: undefined, peaks: {} }]).split('\r\n')[1]).toBe(
    '2026-11-25T20:00:01.000Z,1.000,40,150,5000,900',
  );
});

test('tells two runs apart, with their names quoted', () => {
  const stats = [{ timestamp: start, metrics: { pids: 1 } }];
  const other = { run: { ...run, id: 'test-2', label: 'a\nb' }, stats, latest: undefined, peaks: {} };
  expect(chartCsv([{ run, stats, latest: undefined, peaks: {} }, other])).toBe(
    [
      'label,run,time,elapsed_s,pids,pids_peak',
      '"build, ""all""",build-1,2026-11-25T20:00:00.000Z,0.000,1,1',
      '"a\nb",test-2,2026-11-25T20:00:00.000Z,0.000,1,1',
      '',
    ].join('\r\n'),
  );
});

test('has a head without any points', () => {
  expect(chartCsv([{ run, stats: [], latest: undefined, peaks: {} }])).toBe('time,elapsed_s\r\n');
});
