import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogSink } from '../../../../src/core/container-task.ts';
import { DemuxError, Demultiplexer } from '../../../../src/driver/docker/container/demux.ts';

interface Frame {
  readonly type: number;
  readonly payload: Uint8Array;
}

const anyFrames = fc.array(
  fc.record({ type: fc.integer({ min: 0, max: 2 }), payload: fc.uint8Array({ maxLength: 40 }) }),
  { maxLength: 12 },
);

test('agrees with a naive reading of the frames, however the stream is split', () => {
  fc.assert(
    fc.property(anyFrames, fc.array(fc.nat(500), { maxLength: 40 }), (frames, cuts) => {
      const { demultiplexer, stdout, stderr } = recording();
      for (const chunk of split(encode(frames), cuts)) void demultiplexer.write(chunk);
      demultiplexer.end();
      expect(stdout()).toEqual(payloads(frames, [0, 1]));
      expect(stderr()).toEqual(payloads(frames, [2]));
    }),
    { numRuns: 500 },
  );
});

test('keeps the order in which the two streams alternate', () => {
  const order: string[] = [];
  const sink = (name: string): LogSink => ({
    write: (chunk) => {
      order.push(`${name}:${Buffer.from(chunk).toString()}`);
      return undefined;
    },
  });
  void new Demultiplexer(sink('out'), sink('err')).write(
    encode([text(1, 'a'), text(2, 'b'), text(1, 'c'), text(0, 'd')]),
  );
  expect(order).toEqual(['out:a', 'err:b', 'out:c', 'out:d']);
});

describe('an error of the engine', () => {
  test('is thrown with its text, after what came before it', () => {
    const { demultiplexer, stdout } = recording();
    const bytes = encode([text(1, 'before'), text(3, ' the log driver failed \n')]);
    expect(() => demultiplexer.write(bytes)).toThrow(
      new DemuxError('the engine reports: the log driver failed'),
    );
    expect(stdout().toString()).toBe('before');
  });

  test('is thrown whole though it comes in pieces', () => {
    const { demultiplexer } = recording();
    const bytes = encode([text(3, 'größer')]);
    for (const byte of bytes.subarray(0, -1)) void demultiplexer.write(Uint8Array.of(byte));
    expect(() => demultiplexer.write(bytes.subarray(-1))).toThrow('the engine reports: größer');
  });
});

test.each([4, 72, 255])('refuses a frame of type %i', (type) => {
  expect(() => recording().demultiplexer.write(encode([text(type, 'x')]))).toThrow(
    `the output stream has a frame of the unknown type ${type}`,
  );
});

describe('a stream that ends within a frame', () => {
  const bytes = encode([text(1, 'ab'), text(2, 'cd')]);

  test.each(
    Array.from({ length: bytes.length }, (_, length) => length).filter((length) => length % 10 !== 0),
  )('is found out at byte %i', (length) => {
    const { demultiplexer } = recording();
    void demultiplexer.write(bytes.subarray(0, length));
    expect(() => {
      demultiplexer.end();
    }).toThrow(new DemuxError('the output stream was cut off'));
  });

  test.each([0, 10, 20])('is not one at byte %i', (length) => {
    const { demultiplexer } = recording();
    void demultiplexer.write(bytes.subarray(0, length));
    demultiplexer.end();
  });
});

test('takes a frame longer than a signed number of 32 bits can say', () => {
  const { demultiplexer, stdout } = recording();
  void demultiplexer.write(Buffer.concat([header(1, 3 * 2 ** 30), Buffer.from('a')]));
  expect(stdout().toString()).toBe('a');
  expect(() => {
    demultiplexer.end();
  }).toThrow('cut off');
});

describe('back-pressure', () => {
  test('is not asked for by sinks that want to go on', () => {
    expect(recording().demultiplexer.write(encode([text(1, 'a'), text(2, 'b')]))).toBeUndefined();
  });

  test('lasts until every sink is ready', async () => {
    const ready = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()] as const;
    const sink = (index: 0 | 1): LogSink => ({ write: () => ready[index].promise });
    let isDone = false;
    const written = new Demultiplexer(sink(0), sink(1)).write(encode([text(1, 'a'), text(2, 'b')]));
    const done = written?.then(() => (isDone = true));
    ready[1].resolve(undefined);
    await ready[1].promise;
    expect(isDone).toBe(false);
    ready[0].resolve(undefined);
    await done;
    expect(isDone).toBe(true);
  });
});

describe('takes time linear in the bytes', () => {
  test('for one frame of 64 MiB in chunks of 64 KiB, and holds none of it back', () => {
    const total = 64 * 2 ** 20;
    const chunk = new Uint8Array(64 * 1024);
    let received = 0;
    const count: LogSink = { write: ({ length }) => void (received += length) };
    const demultiplexer = new Demultiplexer(count, count);
    void demultiplexer.write(header(1, total));
    const started = performance.now();
    for (let sent = chunk.length; sent <= total; sent += chunk.length) {
      void demultiplexer.write(chunk);
      expect(received).toBe(sent);
    }
    demultiplexer.end();
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('for 100,000 frames of a byte in one chunk', () => {
    const { demultiplexer, stdout } = recording();
    const frames = Array.from({ length: 100_000 }, (_, index) => text(1, String(index % 10)));
    const bytes = encode(frames);
    const started = performance.now();
    void demultiplexer.write(bytes);
    demultiplexer.end();
    expect(performance.now() - started).toBeLessThan(2000);
    expect(stdout().equals(payloads(frames, [1]))).toBe(true);
  });
});

function recording(): { demultiplexer: Demultiplexer; stdout: () => Buffer; stderr: () => Buffer } {
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  const sink = (chunks: Uint8Array[]): LogSink => ({ write: (chunk) => void chunks.push(chunk) });
  return {
    demultiplexer: new Demultiplexer(sink(stdout), sink(stderr)),
    stdout: () => Buffer.concat(stdout),
    stderr: () => Buffer.concat(stderr),
  };
}

function text(type: number, payload: string): Frame {
  return { type, payload: Buffer.from(payload) };
}

function encode(frames: readonly Frame[]): Buffer {
  return Buffer.concat(frames.flatMap(({ type, payload }) => [header(type, payload.length), payload]));
}

function header(type: number, length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt8(type, 0);
  bytes.writeUInt32BE(length, 4);
  return bytes;
}

function payloads(frames: readonly Frame[], types: readonly number[]): Buffer {
  return Buffer.concat(frames.filter(({ type }) => types.includes(type)).map(({ payload }) => payload));
}

function split(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}
