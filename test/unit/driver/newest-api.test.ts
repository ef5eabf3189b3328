import { expect, test, vi } from 'vitest';
import { documentedPullFailure, documentedRoutes } from '../../helpers/documented-engine.ts';
import { failure, startFakeEngine } from '../../helpers/fake-engine.ts';
import { frame, prepare, run } from '../../helpers/fake-runs.ts';
import { recordedTask } from '../../helpers/task.ts';

/** What the driver makes of the answers that the newest version of the API is documented to give. */

test('runs a task on an engine of the newest documented version, in that version', async () => {
  await using engine = await startFakeEngine({
    routes: documentedRoutes,
    attach: (socket) => socket.end(frame(1, 'hello')),
  });
  const recorded = recordedTask({ image: 'busybox' });
  expect(await run(engine, recorded)).toMatchObject({ status: 'error', exitCode: 3 });
  expect(recorded.stdout().toString()).toBe('hello');
  expect(recorded.stats.map(({ metrics }) => metrics)).toEqual([
    expect.not.objectContaining({ cpu_total: expect.anything() as unknown }),
    {
      cpu_total: 25,
      cpu_user: 13,
      cpu_kernel: 13,
      mem_usage: 6_688_768,
      mem_limit: 8_217_579_520,
      net_rx: 9979,
      net_tx: 1338,
      disk_read: 7_593_984,
      disk_write: 100,
      pids: 5,
    },
  ]);
  const versioned = engine.requests.slice(1);
  expect(versioned.length).toBeGreaterThan(6);
  for (const request of versioned) expect(request).toMatch(/^(GET|POST|DELETE) \/v1\.56\//);
});

test('tells why a pull has failed that says so in "errorDetail" alone', async () => {
  vi.stubEnv('DOCKER_CONFIG', '/nowhere'); // Whoever runs the tests has credentials of their own.
  await using engine = await startFakeEngine({
    routes: {
      ...documentedRoutes,
      'GET /images/x/y:1/json': failure(404, 'No such image: x/y:1'),
      'POST /images/create': documentedPullFailure,
    },
  });
  await expect(prepare(engine, recordedTask({ image: 'x/y:1' }).task)).rejects.toThrow(
    'The image "x/y:1" was not found.',
  );
  vi.unstubAllEnvs();
});
