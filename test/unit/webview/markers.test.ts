import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunState } from '../../../src/core/protocol.ts';
import { describeMarker, glyphRoom, markersOf, placeLabels } from '../../../webview/markers.ts';
import { afterMessage } from '../../../webview/shown.ts';

const run: RunState = {
  id: 'a',
  label: 'test',
  image: 'busybox',
  status: 'timeout',
  detail: '',
  startedAt: 1000,
  endedAt: 71_000,
  events: [
    { kind: 'running', at: 3000 },
    { kind: 'cancel', at: 60_000 },
    { kind: 'timeout', at: 61_000 },
    { kind: 'end', at: 71_000 },
  ],
  cpus: 0,
  memory: 0,
};

test('tells in words what has happened, and when', () => {
  expect(texts(run)).toEqual(['Started 0:02', 'Cancel asked 0:59', 'Timed out 1:00', 'Ended 1:10']);
});

test.each([
  ['success', 'end', 'Succeeded 0:00'],
  ['error', 'end', 'Failed 0:00'],
  ['cancelled', 'end', 'Cancelled 0:00'],
  ['killed', 'outOfMemory', 'Out of memory 0:00'],
  ['error', 'outOfMemory', 'Likely out of memory 0:00'],
] as const)('calls the %s of a run (%s) "%s"', (status, kind, text) => {
  expect(texts({ ...run, status, events: [{ kind, at: 1000 }] })).toEqual([text]);
});

test('says whose event it is, of two runs', () => {
  const events = [{ kind: 'end', at: 2000 }] as const;
  expect(texts({ ...run, status: 'success', events }, { ...run, status: 'error', events })).toEqual([
    'A: Succeeded 0:01',
    'B: Failed 0:01',
  ]);
});

test('puts a label where it covers nothing else', () => {
  expect(placeLabels([{ x: 100, width: 50 }], 0, 400)).toEqual(['right']);
  expect(placeLabels([{ x: 390, width: 50 }], 0, 400)).toEqual(['left']);
  expect(placeLabels([{ x: 20, width: 50 }], 0, 60)).toEqual([undefined]);
  const close = [100, 110, 380].map((x) => ({ x, width: 50 }));
  expect(placeLabels(close, 0, 400)).toEqual(['left', 'right', 'left']);
});

test('no label covers another one or a glyph, wherever they are', () => {
  const mark = fc.record({ x: fc.integer({ min: 0, max: 400 }), width: fc.integer({ min: 1, max: 120 }) });
  fc.assert(
    fc.property(fc.array(mark, { maxLength: 6 }), (marks) => {
      const places = placeLabels(marks, 0, 400);
      const labels = marks.flatMap(({ x, width }, index) => {
        const from = places[index] === 'right' ? x + glyphRoom : x - glyphRoom - width;
        return places[index] ? [{ from, to: from + width, index }] : [];
      });
      for (const { from, to, index } of labels) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(400);
        const glyphs = marks.filter((_, each) => each !== index).map(({ x }) => x);
        expect(glyphs.some((x) => x + glyphRoom > from && x - glyphRoom < to)).toBe(false);
        expect(labels.some((other) => other.index !== index && other.to > from && other.from < to)).toBe(
          false,
        );
      }
    }),
  );
});

function texts(shown: RunState, other?: RunState): readonly string[] {
  const samples = { stats: [], latest: undefined, peaks: {} };
  const message = { type: 'state', canCompare: true, run: shown, ...samples } as const;
  const after = afterMessage(undefined, {
    ...message,
    ...(other && { other: { run: other, ...samples } }),
  });
  return after ? markersOf(after).map(describeMarker) : [];
}
