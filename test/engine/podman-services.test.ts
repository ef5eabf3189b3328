import { beforeAll, expect, test } from 'vitest';
import { usePodman } from '../helpers/podman-runs.ts';
import { provideRedis, redisImage } from '../helpers/redis-image.ts';
import { check, ends, service, startBeside } from '../helpers/service-runs.ts';
import { shell } from '../helpers/task.ts';

/** What Podman does of what services.test.ts proves of Docker. Nobody runs its health checks here: there is no systemd. */

const { dockerHost } = usePodman();

beforeAll(() => provideRedis({ dockerHost: dockerHost() }));

test('a task reaches a server by its name as soon as it is healthy', async () => {
  const redis = service('redis', {
    image: redisImage,
    ...shell('sleep 1; exec redis-server --save "" --protected-mode no'),
    ...check('redis-cli ping'),
  });
  const web = service('web', shell('mkdir /www; echo page > /www/index.html; httpd -f -h /www'));
  const run = startBeside(dockerHost(), [redis, web], {
    image: redisImage,
    ...shell(
      'redis-cli -h redis set greeting hello; redis-cli -h redis get greeting; wget -q -O - http://web',
    ),
  });
  expect(await ends(run, dockerHost())).toEqual({ status: 'success', exitCode: 0 });
  expect(run.stdout()).toBe('OK\nhello\npage\n');
});

test('a service that becomes unhealthy fails its task', async () => {
  const db = service('db', {
    ...shell('nc -l -p 99 > /dev/null; touch /sick; echo I am sick; sleep 300'),
    ...check('test ! -e /sick', { retries: 2 }),
  });
  const task = shell('until echo x | nc db 99; do sleep 0.1; done; echo called; sleep 300');
  const run = startBeside(dockerHost(), [db], task);
  expect(await ends(run, dockerHost())).toMatchObject({
    status: 'error',
    error: {
      message: 'The service "db" became unhealthy while the task ran: its health check fails.',
      details: 'The last lines of the service "db":\nI am sick\n',
    },
  });
  expect(run.stdout()).toBe('called\n');
});

test('a service that ends, or does not become healthy, fails its task', async () => {
  const sick = check('echo refused; exit 1', { retries: 2 });
  const runs = [
    startBeside(dockerHost(), [service('db', { ...shell('exit 4'), ...check('true') })]),
    startBeside(dockerHost(), [service('db', { ...shell('sleep 300'), ...sick })]),
  ];
  const results = await Promise.all(runs.map((run) => ends(run, dockerHost())));
  expect(results.map(({ error }) => error?.message)).toEqual([
    'The service "db" ended before it was ready: The command failed with exit code 4.',
    'The service "db" did not become healthy: its health check says "refused".',
  ]);
});
