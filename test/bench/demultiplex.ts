import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import Dockerode from 'dockerode';
import { Demultiplexer } from '../../src/driver/docker/container/demux.ts';
import type { Figure } from './figure.ts';
import { timeInTurn } from './timing.ts';

const KiB = 1024;

/** The engine's stream taken apart: large frames, as programs write them, and small ones, as a debugger's trace has them. */
export async function* measureDemultiplexing(): AsyncGenerator<Figure> {
  yield await compare(
    '256 MiB in frames of 16 KiB',
    { bytes: framed(16 * KiB, 64), times: 256, chunk: 64 * KiB },
    5,
  );
  // A socket gives up to 64 KiB at once, but so many frames in one chunk overflow docker-modem's stack.
  yield await compare(
    '1,000,000 frames of 8 bytes',
    { bytes: framed(8, 1_000_000), times: 1, chunk: 16 * KiB },
    1,
  );
}

/** So many times these bytes, in chunks of at most so many. */
interface Load {
  readonly bytes: Buffer;
  readonly times: number;
  readonly chunk: number;
}

async function compare(what: string, load: Load, rounds: number): Promise<Figure> {
  const run = (demultiplex: Demultiplex) => () => stream(load, demultiplex);
  const [ours = 0, modem = 0] = await timeInTurn(rounds, [run(withOurs), run(withModem)]);
  return {
    measure: `Output: ${what} taken apart`,
    unit: 'ms',
    ours,
    competitor: { name: 'docker-modem', value: modem },
    aim: { most: 1, of: 'ratio' },
  };
}

/** Takes the stream apart until it ends. */
type Demultiplex = (source: Readable, stdout: Writable, stderr: Writable) => Promise<void>;

async function withOurs(source: Readable, stdout: Writable, stderr: Writable): Promise<void> {
  const [first, second] = [stdout, stderr].map((each) => ({
    write: (chunk: Uint8Array): undefined => void each.write(chunk),
  }));
  if (first === undefined || second === undefined) return;
  const demultiplexer = new Demultiplexer(first, second);
  for await (const chunk of source) await demultiplexer.write(chunk as Uint8Array);
  demultiplexer.end();
}

async function withModem(source: Readable, stdout: Writable, stderr: Writable): Promise<void> {
  new Dockerode().modem.demuxStream(source, stdout, stderr);
  await once(source, 'end');
}

async function stream(load: Load, demultiplex: Demultiplex): Promise<void> {
  let received = 0;
  const counting = (): Writable =>
    new Writable({
      write: (chunk: Uint8Array, _encoding, done) => {
        received += chunk.length;
        done();
      },
    });
  await demultiplex(Readable.from(chunks(load)), counting(), counting());
  const expected = payloadOf(load.bytes) * load.times;
  if (received !== expected) throw new Error(`${received} bytes came through of ${expected}.`);
}

function* chunks({ bytes, times, chunk }: Load): Generator<Buffer> {
  for (let time = 0; time < times; time++)
    for (let start = 0; start < bytes.length; start += chunk) yield bytes.subarray(start, start + chunk);
}

/** Frames of the engine's, to stdout and stderr in turn. */
function framed(length: number, count: number): Buffer {
  const bytes = Buffer.alloc((8 + length) * count, 'x');
  for (let frame = 0; frame < count; frame++) {
    const start = frame * (8 + length);
    bytes.fill(0, start, start + 4);
    bytes[start] = 1 + (frame % 2);
    bytes.writeUInt32BE(length, start + 4);
  }
  return bytes;
}

function payloadOf(bytes: Buffer): number {
  const length = bytes.readUInt32BE(4);
  return (bytes.length / (8 + length)) * length;
}
