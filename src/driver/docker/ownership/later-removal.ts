// A program that outlives the process that starts it: see remove-later.ts.
import { setTimeout as delay } from 'node:timers/promises';

import { openResponse } from '../engine/http.ts';
import { knownEndpoint } from '../engine/known-endpoint.ts';

/** In ms, for the engine's answer. */
const limit = 60_000;

const [grace, which = '[]'] = process.argv.slice(2);
void removeAll(Number(grace), JSON.parse(which) as { engine: string; name: string }[]);

async function removeAll(
  after: number,
  containers: readonly { engine: string; name: string }[],
): Promise<void> {
  await delay(after);
  // A name that nothing has means that it ended, or was taken over; whatever else fails, the next window tries again.
  await Promise.allSettled(containers.map(remove));
}

async function remove({ engine, name }: { engine: string; name: string }): Promise<void> {
  const request = { method: 'DELETE', path: `/containers/${name}`, query: { force: true, v: true } } as const;
  const { connection } = knownEndpoint(engine, process.env);
  (await openResponse(connection, request, AbortSignal.timeout(limit))).destroy();
}
