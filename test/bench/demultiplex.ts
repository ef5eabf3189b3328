import { EventEmitter } from 'node:events';
import Dockerode from 'dockerode';
import { Demultiplexer } from '../../src/driver/docker/container/demux.ts';
import type { Figure } from './figure.ts';
import { timeInTurn } from './timing.ts';

const KiB = 1024;
const MiB = 1024 * KiB;

/** The engine's stream taken apart, and nothing else: no socket, and sinks that only count. */
export async function* measureDemultiplexing(): AsyncGenerator<Figure> {
  yield await compare({
    what: '1 GiB in frames of 16 KiB',
    ...{ frames: 65_536, length: 16 * KiB, chunk: 64 * KiB, part: 4 },
    aim: { ratio: 1, floor: 3 },
  });
  // A socket gives up to 64 KiB at once, but so many frames in one chunk overflow docker-modem's stack.
  yield await compare({
    what: '10,000,000 frames of 8 bytes',
    ...{ frames: 10_000_000, length: 8, chunk: 16 * KiB, part: 100 },
    aim: { ratio: 1 / 30 },
  });
  // Quadratic in docker-modem: with the whole frame it would be eight times as much again.
  yield await compare({
    what: 'one frame of 64 MiB in chunks of 64 KiB',
    ...{ frames: 1, length: 64 * MiB, chunk: 64 * KiB, part: 8 },
    aim: { ratio: 1, floor: 3 },
  });
}

/** So many frames of so many bytes each, in chunks of so many. */
interface Load {
  readonly what: string;
  readonly frames: number;
  readonly length: number;
  readonly chunk: number;
  /** docker-modem takes one of so many parts of it apart: all of it would take minutes. */
  readonly part: number;
  readonly aim: Figure['aim'];
}

async function compare({ what, frames, length, chunk, part, aim }: Load): Promise<Figure> {
  const chunks = chunked(frames, length, chunk);
  const some = frames > 1 ? chunked(frames / part, length, chunk) : chunked(1, length / part, chunk);
  const payload = frames * length;
  const ways = [
    checked(withOurs, chunks, payload),
    checked(copied, chunks, payload + 8 * frames),
    checked(withModem, some, payload / part),
  ];
  const [ours = 0, copy = 0, modem = 0] = await timeInTurn(3, ways, 1);
  return {
    measure: `Output: ${what} taken apart`,
    unit: 'ms',
    ours,
    competitor: { name: `docker-modem, ${part} × 1/${part} of it`, value: part * modem },
    floor: { name: 'a copy', value: copy },
    ...(aim && { aim }),
  };
}

/** Takes the stream apart; returns how many bytes came through. */
type Demultiplex = (chunks: Iterable<Buffer>) => number;

function checked(demultiplex: Demultiplex, chunks: Iterable<Buffer>, expected: number): () => void {
  return () => {
    const received = demultiplex(chunks);
    if (received !== expected) throw new Error(`${received} bytes came through of ${expected}.`);
  };
}

function withOurs(chunks: Iterable<Buffer>): number {
  let received = 0;
  const sink = { write: (chunk: Uint8Array): undefined => void (received += chunk.length) };
  const demultiplexer = new Demultiplexer(sink, { write: sink.write });
  for (const chunk of chunks) void demultiplexer.write(chunk);
  demultiplexer.end();
  return received;
}

function withModem(chunks: Iterable<Buffer>): number {
  let received = 0;
  const sink = { write: (chunk: Uint8Array): boolean => (received += chunk.length) > 0 };
  const source = new EventEmitter();
  // It asks its streams for no more than `on('data')` and `write`.
  const modem = new Dockerode().modem as { demuxStream(...streams: readonly object[]): void };
  modem.demuxStream(source, sink, { write: sink.write });
  for (const chunk of chunks) source.emit('data', chunk);
  return received;
}

function copied(chunks: Iterable<Buffer>): number {
  const target = Buffer.alloc(64 * KiB);
  let received = 0;
  for (const chunk of chunks) received += chunk.copy(target);
  return received;
}

/** Each pass makes anew what does not fit into a sensible amount of memory: the same MiB, over and over. */
function chunked(frames: number, length: number, chunk: number): Iterable<Buffer> {
  const whole = framed(Math.min(frames, Math.max(1, Math.ceil((16 * MiB) / (8 + length)))), length);
  const times = (frames * (8 + length)) / whole.length;
  return {
    *[Symbol.iterator]() {
      for (let left = times * whole.length; left > 0; left -= whole.length)
        for (let start = 0; start < Math.min(left, whole.length); start += chunk)
          yield whole.subarray(start, Math.min(start + chunk, left, whole.length));
    },
  };
}

/** Frames of the engine's, to stdout and stderr in turn. */
function framed(count: number, length: number): Buffer {
  const bytes = Buffer.alloc((8 + length) * count, 'x');
  for (let frame = 0; frame < count; frame++) {
    const start = frame * (8 + length);
    bytes.fill(0, start, start + 4);
    bytes[start] = 1 + (frame % 2);
    bytes.writeUInt32BE(length, start + 4);
  }
  return bytes;
}
