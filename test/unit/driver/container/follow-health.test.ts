import { expect, test } from 'vitest';
import { followHealth } from '../../../../src/driver/docker/container/follow-health.ts';
import type { Health } from '../../../../src/driver/driver.ts';
import { quickDeadlines } from '../../../helpers/quick-deadlines.ts';

const deadlines = { ...quickDeadlines, poll: 5 };
const { signal } = new AbortController();

/** What an engine says of a health check at a time; 'ended': the container runs no more; 'lost': it says nothing. */
type Said = string | { readonly Status: string; readonly Log: readonly { End: string; Output?: string }[] };

test('tells each change once, and ends with the container', async () => {
  const unhealthy = { Status: 'unhealthy', Log: [check('first'), check('refused\n')] };
  const said = ['starting', 'starting', 'lost', 'healthy', 'healthy', unhealthy, 'healthy', 'ended'];
  expect(await all(follow(said).changes)).toEqual([
    { status: 'starting' },
    { status: 'healthy' },
    { status: 'unhealthy', output: 'refused' },
    { status: 'healthy' },
  ]);
});

test.each(['', 'none', undefined])('is healthy where there is no check: %j', async (status) => {
  expect(await all(follow([status ?? 'absent']).changes)).toEqual([{ status: 'healthy' }]);
});

test('is nothing where the container has ended', async () => {
  expect(await all(follow(['ended']).changes)).toEqual([]);
});

test('ends with the signal, though the engine is lost', async () => {
  const abort = new AbortController();
  const told = all(follow(['starting', 'lost'], { signal: abort.signal }).changes);
  setTimeout(() => {
    abort.abort();
  }, 50);
  expect(await told).toEqual([{ status: 'starting' }]);
});

test('asks Podman for the checks that nobody runs', async () => {
  const { changes, checks } = follow(['starting'], {
    isPodman: true,
    onCheck: (said) => {
      said[0] = said[0] === 'starting' ? { Status: 'starting', Log: [check('', '1')] } : 'healthy';
    },
  });
  const start = Date.now();
  for await (const { status } of changes) if (status === 'healthy') break;
  expect(checks()).toBe(2);
  expect(Date.now() - start).toBeLessThan(2_500); // A second to see that nobody does, and two intervals.
});

test('leaves the checks alone that somebody runs', async () => {
  const abort = new AbortController();
  let number = 0;
  const { changes, checks } = follow(['starting'], {
    isPodman: true,
    signal: abort.signal,
    onLook: (said) => (said[0] = { Status: 'starting', Log: [check('', String((number += 1)))] }),
  });
  setTimeout(() => {
    abort.abort();
  }, 1_500);
  expect(await all(changes)).toEqual([{ status: 'starting' }]);
  expect(checks()).toBe(0);
});

function check(Output: string, End = ''): { End: string; Output: string } {
  return { End, Output };
}

/** What it says of health, one after the other; the last for ever. Checks are due each 50 ms. */
function follow(
  said: Said[],
  options: {
    readonly isPodman?: boolean;
    readonly signal?: AbortSignal;
    readonly onLook?: (said: Said[]) => void;
    readonly onCheck?: (said: Said[]) => void;
  } = {},
): { readonly changes: AsyncIterable<Health>; readonly checks: () => number } {
  let checks = 0;
  const containers = {
    inspect: () => {
      options.onLook?.(said);
      const now = (said.length > 1 ? said.shift() : said[0]) ?? '';
      if (now === 'lost') return Promise.reject(new Error('connect ECONNREFUSED'));
      const Health = typeof now === 'string' ? { Status: now } : now;
      const State = { Running: now !== 'ended', ExitCode: 0, OOMKilled: false, Error: '' };
      const Config = { Healthcheck: { Interval: 50e6 } };
      return Promise.resolve({ State: now === 'absent' ? State : { ...State, Health }, Config });
    },
    checkHealth: () => {
      checks++;
      options.onCheck?.(said);
      return Promise.resolve();
    },
  };
  const engine = { deadlines, isPodman: options.isPodman ?? false, containers };
  return { changes: followHealth(engine, 'abc', options.signal ?? signal), checks: () => checks };
}

async function all(changes: AsyncIterable<Health>): Promise<readonly Health[]> {
  const list: Health[] = [];
  for await (const change of changes) list.push(change);
  return list;
}
