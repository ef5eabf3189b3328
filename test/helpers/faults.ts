import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong with a call. Places are bytes of the answer; 'body' is behind the first byte after its head. */
export type Fault =
  /** The request does not reach the engine, and nobody says so, or the connection ends. */
  | { readonly kind: 'unsent'; readonly how: 'held' | 'cut' }
  /** Somebody else answers. */
  | { readonly kind: 'answer'; readonly answer: string }
  /** Each byte comes by itself. */
  | { readonly kind: 'split' }
  /** Nothing more comes for so many ms, or until the fault is healed. */
  | { readonly kind: 'stall'; readonly at: Place; readonly milliseconds?: number }
  /** The connection ends: as if all had been said, or with a reset, or with one after the other. */
  | { readonly kind: 'cut'; readonly at: Place; readonly how: 'end' | 'reset' | 'both' }
  /** The first length that the answer tells of itself differs by so many bytes from the true one. */
  | { readonly kind: 'lie'; readonly by: number };

type Place = number | 'body';

/** What changes an answer on its way. */
export type Bend = Exclude<Fault, { readonly kind: 'unsent' | 'answer' }>;

/** Sends an engine's answer on to the client, with the fault. */
export async function bend(fault: Bend, engine: Socket, client: Socket, healed: AbortSignal): Promise<void> {
  const answer = fault.kind === 'lie' ? lied(engine, fault.by) : engine;
  let passed = Buffer.alloc(0);
  let isDone = false;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    const at = isDone ? Infinity : placeOf(fault, Buffer.concat([passed, chunk])) - passed.length;
    passed = Buffer.concat([passed, chunk]);
    if (at > chunk.length) {
      await send(client, chunk, fault.kind === 'split');
      continue;
    }
    isDone = true;
    await send(client, chunk.subarray(0, at), false);
    if (fault.kind === 'cut') return cut(client, fault.how);
    if (fault.kind === 'stall') await stall(client, healed, fault.milliseconds);
    await send(client, chunk.subarray(at), false);
  }
  client.end();
}

/** Infinity where the fault has no place, or it has not come yet. */
function placeOf(fault: Bend, answer: Buffer): number {
  if (fault.kind !== 'cut' && fault.kind !== 'stall') return Infinity;
  if (fault.at !== 'body') return fault.at;
  const head = answer.indexOf('\r\n\r\n');
  return head < 0 ? Infinity : head + 5;
}

async function send(client: Socket, bytes: Buffer, isSplit: boolean): Promise<void> {
  const step = isSplit ? 1 : bytes.length || 1;
  for (let i = 0; i < bytes.length; i += step) {
    if (client.destroyed) return;
    await new Promise((resolve) => client.write(bytes.subarray(i, i + step), resolve));
  }
}

async function cut(client: Socket, how: 'end' | 'reset' | 'both'): Promise<void> {
  if (how !== 'reset') client.end();
  if (how === 'both') await turn();
  if (how !== 'end') client.resetAndDestroy();
}

async function stall(client: Socket, healed: AbortSignal, milliseconds?: number): Promise<void> {
  const ends = [once(healed, 'abort'), once(client, 'close')];
  await Promise.race(milliseconds === undefined ? ends : [...ends, sleep(milliseconds)]);
}

/** The answer with another Content-Length, or another length of its first chunk. */
async function* lied(engine: AsyncIterable<Buffer>, by: number): AsyncGenerator<Buffer> {
  let isLied = false;
  for await (const chunk of engine) {
    const text = chunk.toString('latin1');
    const changed = text
      .replace(
        /(content-length: )(\d+)/i,
        (_, name: string, length: string) => `${name}${Number(length) + by}`,
      )
      .replace(/(\r\n\r\n)([0-9a-f]+)(?=\r\n)/i, (_, before: string, length: string) => {
        return before + (parseInt(length, 16) + by).toString(16);
      });
    yield isLied ? chunk : Buffer.from(changed, 'latin1');
    isLied ||= changed !== text;
  }
}
