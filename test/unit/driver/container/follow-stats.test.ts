import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Stat } from '../../../../src/core/stats.ts';
import { followStats } from '../../../../src/driver/docker/container/follow-stats.ts';
import { findEngine } from '../../../../src/driver/docker/engine/find-engine.ts';
import { startFakeEngine } from '../../../helpers/fake-engine.ts';

describe('the stream of statistics', () => {
  test.each<[string, (response: ServerResponse) => unknown]>([
    ['is silent for too long', () => undefined],
    ['ends', (response) => response.end()],
    ['breaks', (response) => setTimeout(() => response.destroy(), 20)],
    ['is not what an engine sends', (response) => response.write('<html>\n')],
  ])(
    'is opened anew when it %s, and closed with the signal',
    async (_, fail) => {
      let opened = 0;
      const abort = new AbortController();
      await using fake = await startFakeEngine({
        routes: {
          'GET /containers/abc/stats': (response) => {
            response.write(sample(opened++));
            fail(response);
          },
        },
      });
      const engine = await findEngine(fake.dockerHost, {}, abort.signal);
      const stats: Stat[] = [];
      const write = (stat: Stat): void => void stats.push(stat);
      const followed = followStats(engine, 'abc', write, abort.signal, 50);
      await expect.poll(() => stats.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
      const [first, second] = stats.map(({ timestamp }) => timestamp);
      expect(first).toBe(1000);
      expect(second).toBeGreaterThan(1000); // On a busy machine one may be opened and missed.
      abort.abort();
      await followed;
      await expect.poll(fake.openConnections).toBe(0);
    },
    30_000,
  );
});

test('an engine without statistics is asked no more after the signal', async () => {
  const abort = new AbortController();
  await using fake = await startFakeEngine({});
  const engine = await findEngine(fake.dockerHost, {}, abort.signal);
  const followed = followStats(engine, 'abc', () => undefined, abort.signal);
  await expect.poll(() => fake.requests.length).toBe(2); // The version, then the statistics.
  abort.abort();
  await followed;
  expect(fake.requests).toHaveLength(2);
});

function sample(index: number): string {
  return `${JSON.stringify({ read: new Date(1000 * (index + 1)).toISOString() })}\n`;
}
