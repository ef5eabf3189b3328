import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogMessage } from '../../../../src/driver/docker/container/log-messages.ts';
import { LogResumption, ResumeError } from '../../../../src/driver/docker/container/log-resumption.ts';
import type { ResumePoint } from '../../../../src/driver/driver.ts';

type Stream = LogMessage['stream'];
type Printed = Readonly<Record<Stream, Buffer>>;

const piece = 16 * 1024;
const second = 1_000_000_000n;
const start = 1_700_000_000n * second;

/** Short texts, texts without a break, what is no text, and lines of one or several pieces. */
const text = fc.oneof(
  fc.constantFrom('\n', 'a\n', 'b', 'same\n', 'same\n', '\r\n', '\0\n', 'ä'),
  fc.constantFrom(piece - 1, piece, piece + 1, 2 * piece, 2 * piece + 5).map((length) => 'x'.repeat(length)),
  fc.string(),
);
const output = fc.array(fc.tuple(fc.constantFrom<Stream>('stdout', 'stderr'), text), { maxLength: 30 });

describe('whatever is printed, and wherever the output that is kept ends, the rest comes once', () => {
  test.each([false, true])('from a log that loses breaks: %s', (losesBreaks) => {
    fc.assert(
      fc.property(
        output,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.nat(60)),
        (writes, part, goes) => {
          const log = logOf(writes, losesBreaks);
          const printed = printedBy(writes);
          const from = resumePoint(printed, { stdout: part, stderr: 1 - part });
          const resumption = new LogResumption(from, losesBreaks);
          const rest = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
          for (const length of [...goes, log.length].sort((a, b) => a - b))
            read(resumption, log.slice(0, length), rest);
          // Whether a line that the log keeps in pieces had a break before the very end, only the engine knew.
          if (losesBreaks)
            for (const stream of ['stdout', 'stderr'] as const) fixEnd(resumption, stream, rest, printed);
          expect(Buffer.concat(rest.stdout)).toEqual(printed.stdout.subarray(from.stdout.length));
          expect(Buffer.concat(rest.stderr)).toEqual(printed.stderr.subarray(from.stderr.length));
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('the break of a last line of several pieces is added at the end', () => {
  const writes = [['stdout', `${'x'.repeat(piece + 3)}\n`]] as const;
  const resumption = new LogResumption(resumePoint(printedBy(writes), { stdout: 0, stderr: 0 }), true);
  const rest = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  read(resumption, logOf(writes, true), rest);
  rest.stdout.push(...resumption.end('stdout'));
  expect(Buffer.concat(rest.stdout).toString()).toBe(writes[0][1]);
  expect(resumption.end('stdout')).toEqual([]);
});

test('nothing is lost where the clock is set back', () => {
  const resumption = new LogResumption(
    resumePoint({ stdout: Buffer.from(''), stderr: Buffer.from('') }, { stdout: 0, stderr: 0 }),
    false,
  );
  resumption.begin();
  const [one, two] = logOf([['stdout', 'one\n'] as const, ['stdout', 'two\n'] as const], false);
  expect(resumption.take(one!)).toEqual([one!.bytes]);
  expect(resumption.take({ ...two!, time: one!.time - second })).toEqual([two!.bytes]);
});

describe('a log does not fit', () => {
  const writes = [
    ['stdout', 'one\n'],
    ['stdout', 'two\n'],
  ] as const;

  test('that has something else', () => {
    const from = resumePoint(
      { stdout: Buffer.from('ane\n'), stderr: Buffer.from('') },
      { stdout: 1, stderr: 0 },
    );
    const resumption = new LogResumption(from, false);
    expect(() => resumption.take(logOf(writes, false)[0]!)).toThrow(ResumeError);
  });

  test('that lacks more than a line which is not finished', () => {
    const printed = { stdout: Buffer.alloc(piece, 'x'), stderr: Buffer.from('') };
    const lacking = new LogResumption(resumePoint(printed, { stdout: 1, stderr: 0 }), false);
    expect(() => {
      lacking.check();
    }).toThrow(ResumeError);
    const unfinished = { ...printed, stdout: printed.stdout.subarray(1) };
    new LogResumption(resumePoint(unfinished, { stdout: 1, stderr: 0 }), false).check();
  });

  test('whose beginning was dropped, though it repeats itself', () => {
    const same = Array.from({ length: 20 }, () => ['stdout', 'y\n'] as const);
    const from = resumePoint(printedBy(same.slice(0, 10)), { stdout: 1, stderr: 0 });
    const resumption = new LogResumption({ ...from, at: Number(start / 1_000_000n) }, false);
    const dropped = logOf(same, false).slice(3);
    expect(() => {
      for (const message of dropped) resumption.take({ ...message, time: message.time + 60n * second });
    }).toThrow(ResumeError);
  });

  test('and then only what was logged later is new', () => {
    const from = resumePoint(
      { stdout: Buffer.from('ane\n'), stderr: Buffer.from('') },
      { stdout: 1, stderr: 0 },
    );
    const resumption = new LogResumption(from, false);
    const [one, two] = logOf(writes, false);
    expect(() => resumption.take(one!)).toThrow(ResumeError);
    resumption.restart(Number(start / 1_000_000n) + 5000);
    resumption.begin();
    expect(resumption.since).toBe('1700000005.000000000');
    expect(resumption.take({ ...one!, time: start + 5n * second })).toEqual([]);
    expect(resumption.take({ ...two!, time: start + 6n * second })).toEqual([two!.bytes]);
  });
});

/** Reads the log once more, from where it should be read next. */
function read(
  resumption: LogResumption,
  log: readonly LogMessage[],
  rest: Readonly<Record<Stream, Uint8Array[]>>,
): void {
  const [seconds = '0', fraction = '0'] = (resumption.since || '0.0').split('.');
  const since = BigInt(seconds) * second + BigInt(fraction);
  resumption.begin();
  for (const message of log.filter(({ time }) => time >= since))
    rest[message.stream].push(...resumption.take(message));
}

function fixEnd(
  resumption: LogResumption,
  stream: Stream,
  rest: Readonly<Record<Stream, Uint8Array[]>>,
  printed: Printed,
): void {
  if (printed[stream].at(-1) === 0x0a) rest[stream].push(...resumption.end(stream));
}

function printedBy(writes: readonly (readonly [Stream, string])[]): Printed {
  const of = (name: Stream): Buffer =>
    Buffer.concat(writes.filter(([stream]) => stream === name).map(([, each]) => Buffer.from(each)));
  return { stdout: of('stdout'), stderr: of('stderr') };
}

/** Where the first part of each stream, 0 to 1, is kept. */
function resumePoint(printed: Printed, parts: Readonly<Record<Stream, number>>): ResumePoint {
  const point = (stream: Stream): ResumePoint['stdout'] => {
    const kept = printed[stream].subarray(0, Math.round(printed[stream].length * parts[stream]));
    return { length: kept.length, sha256: createHash('sha256').update(kept).digest('hex') };
  };
  return { stdout: point('stdout'), stderr: point('stderr'), at: Number(start / 1_000_000n) + 3_600_000 };
}

/** What an engine logs: each line when it is complete, a long one in pieces; several at the same time. */
function logOf(writes: readonly (readonly [Stream, string])[], losesBreaks: boolean): LogMessage[] {
  const open: Record<Stream, Buffer> = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  const inPieces: Record<Stream, boolean> = { stdout: false, stderr: false };
  const log: LogMessage[] = [];
  const add = (stream: Stream, bytes: Uint8Array): void => {
    log.push({ stream, bytes, time: start + BigInt(Math.floor(log.length / 3)) * (second / 2n) });
  };
  for (const [stream, each] of writes) {
    open[stream] = Buffer.concat([open[stream], Buffer.from(each)]);
    for (;;) {
      const end = open[stream].indexOf('\n');
      if (end === -1 || end >= piece) {
        if (open[stream].length < piece) break;
        add(stream, open[stream].subarray(0, piece));
        open[stream] = open[stream].subarray(piece);
        inPieces[stream] = true;
      } else {
        add(stream, open[stream].subarray(0, losesBreaks && inPieces[stream] ? end : end + 1));
        open[stream] = open[stream].subarray(end + 1);
        inPieces[stream] = false;
      }
    }
  }
  for (const stream of ['stdout', 'stderr'] as const) if (open[stream].length > 0) add(stream, open[stream]);
  return log;
}
