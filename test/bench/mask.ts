import { Mask } from '../../src/core/mask/mask.ts';
import { secretForms } from '../../src/core/mask/secret-forms.ts';
import type { Figure } from './figure.ts';
import { timeInTurn } from './timing.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const size = 256 * MiB;
const secrets = [
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  'correct horse battery staple',
  'hunter2-hunter2',
];

/** A log that has none of three secrets but what they begin with, through their mask; in chunks of 16 KiB. */
export async function* measureMask(): AsyncGenerator<Figure> {
  const chunks = chunked(log());
  const ways = [masked, copied, replaced].map((way) => () => {
    const received = way(chunks);
    if (received !== size) throw new Error(`${received} bytes came through of ${size}.`);
  });
  const [ours = 0, copy = 0, naive = 0] = await timeInTurn(5, ways, 1);
  yield {
    measure: 'Secrets: 256 MiB of a log masked for three',
    unit: 'ms',
    ours,
    competitor: { name: 'toString().replaceAll() of each form, blind where chunks meet', value: naive },
    floor: { name: 'a copy', value: copy },
    aim: { ratio: 1 },
  };
}

function masked(chunks: Iterable<Buffer>): number {
  const stream = new Mask(secrets).stream();
  let received = 0;
  for (const chunk of chunks) received += stream.add(chunk).length;
  return received + stream.end().length;
}

function replaced(chunks: Iterable<Buffer>): number {
  const { plain, base64 } = secretForms(secrets);
  const forms = [...plain, ...base64];
  let received = 0;
  for (const chunk of chunks) {
    const text = forms.reduce((before, form) => before.replaceAll(form, '***'), chunk.toString());
    received += Buffer.from(text).length;
  }
  return received;
}

function copied(chunks: Iterable<Buffer>): number {
  const target = Buffer.alloc(16 * KiB);
  let received = 0;
  for (const chunk of chunks) received += chunk.copy(target);
  return received;
}

/** A MiB of lines as programs write them, over and over. */
function log(): Buffer {
  const words = 'GET POST /api/v1/users hunting correct server info warn request completed in ms cache'.split(
    ' ',
  );
  let seed = 1;
  const random = (below: number): number => (seed = (seed * 48271) % 0x7fffffff) % below;
  const lines: string[] = [];
  for (let length = 0; length < MiB; length += lines.at(-1)?.length ?? 0) {
    const text = Array.from({ length: 4 + random(8) }, () => words[random(words.length)]).join(' ');
    const id = Buffer.from([random(256), random(256), random(256), random(256)]).toString('base64');
    lines.push(`2026-11-25T20:${random(60)}:${random(60)}.${random(1000)}Z ${text} id=${id}\n`);
  }
  return Buffer.from(lines.join('')).subarray(0, MiB);
}

function chunked(part: Buffer): Iterable<Buffer> {
  return {
    *[Symbol.iterator]() {
      for (let left = size; left > 0; left -= part.length)
        for (let start = 0; start < part.length; start += 16 * KiB)
          yield part.subarray(start, start + 16 * KiB);
    },
  };
}
