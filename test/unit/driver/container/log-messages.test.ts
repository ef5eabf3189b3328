import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DemuxError } from '../../../../src/driver/docker/container/demux.ts';
import { LogMessages } from '../../../../src/driver/docker/container/log-messages.ts';

const time = '2026-11-25T16:49:17.489868103Z';

test('reads messages, however the log is split', () => {
  const log = Buffer.concat([frame(1, `${time} one\n`), frame(2, `${time} `), frame(1, `${time} two words`)]);
  fc.assert(
    fc.property(fc.array(fc.nat(log.length)), (cuts) => {
      const messages = new LogMessages();
      const edges = [0, ...cuts.sort((a, b) => a - b), log.length];
      const read = edges.slice(1).flatMap((end, i) => messages.read(log.subarray(edges[i], end)));
      expect(read.map(({ stream, bytes }) => [stream, Buffer.from(bytes).toString()])).toEqual([
        ['stdout', 'one\n'],
        ['stderr', ''],
        ['stdout', 'two words'],
      ]);
    }),
  );
});

test.each([
  [time, 1_795_625_357_489_868_103n],
  ['2026-11-25T17:49:17.4898+01:00', 1_795_625_357_489_800_000n],
  ['2026-11-25T16:49:17Z', 1_795_625_357_000_000_000n],
])('reads the time %s', (text, expected) => {
  expect(new LogMessages().read(frame(1, `${text} x`))).toMatchObject([{ time: expected }]);
});

test.each([
  ['without a time', frame(1, 'one\n')],
  ['without frames', Buffer.from(`${time} one\n`)],
  ['with a frame that no message fills', Buffer.from([1, 0, 0, 0, 255, 0, 0, 0])],
  ['with an error of the engine', frame(3, 'no disk')],
])('refuses a log %s', (_, log) => {
  expect(() => new LogMessages().read(log)).toThrow(DemuxError);
});

function frame(type: number, text: string): Buffer {
  return Buffer.concat([Uint8Array.of(type, 0, 0, 0, 0, 0, 0, Buffer.byteLength(text)), Buffer.from(text)]);
}
