import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import type { Abandoned } from '../../src/driver/driver.ts';
import { removeAbandoned } from '../../src/runner/clean-up.ts';
import { askEngine } from '../helpers/engine-api.ts';
import { dockerHost, uniqueName } from '../helpers/engine-context.ts';
import { eventually } from '../helpers/eventually.ts';
import { root } from '../helpers/paths.ts';
import { provideRedis, redisImage } from '../helpers/redis-image.ts';
import { check, ends, hasPrinted, leftOf, patience, service, startBeside } from '../helpers/service-runs.ts';
import { shell } from '../helpers/task.ts';

/** What a task has of the services that it needs, and what is left of them. Each test has a network of its own. */

const healthy = 'test -e /healthy';
/** A service that takes a second to be what it is for. */
const slow = { ...shell('sleep 1; touch /healthy; echo up; sleep 300'), ...check(healthy) };
const waiting = shell('trap "echo stopped; exit 3" TERM; echo ready; while :; do sleep 0.1; done');
/** A service that goes on when a task calls it, and a task that does. */
const called = 'nc -l -p 99 > /dev/null';
const calling = shell(`
  trap "echo stopped; exit 3" TERM; echo ready; until echo x | nc db 99; do sleep 0.1; done; while :; do sleep 0.1; done`);

beforeAll(async () => {
  await provideRedis({ dockerHost });
});

describe.concurrent('a task', () => {
  test('reaches a server by its name as soon as it is healthy', async () => {
    const redis = service('redis.internal', {
      image: redisImage,
      ...shell('sleep 1; exec redis-server --save "" --protected-mode no'),
      healthcheck: {
        test: ['CMD', 'redis-cli', 'ping'],
        interval: 200,
        timeout: 0,
        startPeriod: 0,
        retries: 50,
      },
    });
    const web = service('web', shell('mkdir /www; echo page > /www/index.html; httpd -f -h /www'));
    const run = startBeside(dockerHost, [redis, web], {
      image: redisImage,
      ...shell(`
        redis-cli -h redis.internal set greeting hello; redis-cli -h redis.internal get greeting
        wget -q -O - http://web; grep -c engine /etc/hosts; nslookup redis.internal > /dev/null && echo found`),
      extraHosts: ['engine:host-gateway'],
      ports: [{ containerPort: 80, protocol: 'tcp', hostPort: 0, hostIp: '127.0.0.1' }],
    });
    expect(await ends(run, dockerHost)).toEqual({ status: 'success', exitCode: 0 });
    expect(run.stdout()).toBe('OK\nhello\npage\n1\nfound\n');
    expect(run.waited[0]).toBe('redis.internal, web');
    expect(run.shown('redis.internal')).toMatch(
      /^redis\.internal of test-\w+: container-tasks-test\/redis:latest \| sh -c .*\n[^]*Ready to accept connections[^]*redis\.internal: stopped\.$/,
    );
    expect(run.shown('web')).toMatch(/web: stopped\.$/);
  });

  test('waits for the health check that an image has, unless a service is to have none', async () => {
    const image = await commitWithCheck(healthy);
    const none = { test: ['NONE'], interval: 0, timeout: 0, startPeriod: 0, retries: 0 };
    try {
      const run = startBeside(dockerHost, [
        service('slow', { ...slow, image, healthcheck: undefined }),
        service('unchecked', { ...shell('sleep 300'), image, healthcheck: none }),
      ]);
      expect(await ends(run, dockerHost)).toMatchObject({ status: 'success' });
      expect(run.shown('slow')).toContain('up');
    } finally {
      await askEngine(dockerHost, 'DELETE', `/images/${image}`);
    }
  });

  test('is not left to another window', async () => {
    const run = startBeside(dockerHost, [service('slow', slow)], waiting);
    await hasPrinted(run, 'ready');
    expect(await run.runner.leave()).toEqual([]);
    await run.runner[Symbol.asyncDispose]();
    expect(await ends(run, dockerHost)).toMatchObject({ status: 'cancelled' });
  });
});

describe.concurrent('a service fails its task', () => {
  test('without its secrets in what is shown of it', async () => {
    const secrets = ['of-service', 'of-task'];
    const script = 'echo $PASSWORD; printf of-ta >&2; sleep 0.3; printf sk >&2; touch /printed; sleep 300';
    const db = service('db', {
      ...shell(script),
      envVars: { PASSWORD: 'of-service' },
      secrets,
      ...check('while [ ! -e /printed ]; do sleep 0.1; done; echo wrong $PASSWORD; exit 1', { retries: 2 }),
    });
    const run = startBeside(dockerHost, [db], { secrets: ['of-task'] });
    const { error } = await ends(run, dockerHost);
    expect(error?.message).toBe(
      'The service "db" did not become healthy: its health check says "wrong ***".',
    );
    expect(error?.details).toMatch(/^The last lines of the service "db":\n\*\*\*\n\*\*\*\n$/);
    expect(run.shown('db')).toMatch(/\n\*\*\*\n\*\*\*db: stopped\.$/);
    for (const secret of secrets) expect(JSON.stringify(error) + run.shown('db')).not.toContain(secret);
  });

  test('when it ends before it is ready', async () => {
    const script = 'for i in $(seq 60); do echo line $i; done; echo no such database; exit 4';
    const run = startBeside(dockerHost, [
      service('db', { ...shell(`sleep 0.5; ${script}`), ...check(healthy) }),
      service('slow', { ...slow, ...shell('sleep 300') }),
    ]);
    const result = await ends(run, dockerHost);
    expect(result).toMatchObject({
      status: 'error',
      error: {
        message: 'The service "db" ended before it was ready: The command failed with exit code 4.',
        advice: 'Its last lines are in the output of the task, and all of them in its own log.',
      },
    });
    const lines = result.error?.details?.split('\n') ?? [];
    expect(lines).toHaveLength(52);
    expect([lines[0], lines[1], ...lines.slice(-3)]).toEqual([
      'The last lines of the service "db":',
      'line 12',
      'line 60',
      'no such database',
      '',
    ]);
    expect(run.run.progress.phase).toBe('waiting'); // There never was a container of the task.
    expect(run.shown('db')).toContain('line 1\n');
    expect(run.shown('db')).toMatch(/db: error, exit code 4, .*The command failed with exit code 4\.$/);
  });

  test('when it cannot be started', async () => {
    const run = startBeside(dockerHost, [service('db', { image: 'no/such:1', pull: 'never' })]);
    expect(await ends(run, dockerHost)).toMatchObject({
      status: 'error',
      error: {
        message:
          'The service "db" could not be started: The engine does not have the image "no/such:1", and the task says never to pull it.',
      },
    });
  });

  test('when it does not become healthy', async () => {
    const sick = check('echo connection refused; exit 1', { retries: 2 });
    const run = startBeside(dockerHost, [service('db', { ...shell('echo up; sleep 300'), ...sick })]);
    expect(await ends(run, dockerHost)).toMatchObject({
      status: 'error',
      error: {
        message: 'The service "db" did not become healthy: its health check says "connection refused".',
        advice:
          'If it only needs more time, raise "startPeriod" or "retries" of its "healthcheck". Its last lines are in the output of the task, and all of them in its own log.',
        details: 'The last lines of the service "db":\nup\n',
      },
    });
  });

  test('when it becomes unhealthy while the task runs, which is stopped properly', async () => {
    const db = service('db', {
      ...shell(`${called}; touch /sick; echo I am sick; sleep 300`),
      ...check('test ! -e /sick', { retries: 1 }),
    });
    const run = startBeside(dockerHost, [db], calling);
    expect(await ends(run, dockerHost)).toMatchObject({
      status: 'error',
      exitCode: 3,
      error: {
        message: 'The service "db" became unhealthy while the task ran: its health check fails.',
        details: 'The last lines of the service "db":\nI am sick\n',
      },
    });
    expect(run.stdout()).toBe('ready\nstopped\n');
  });

  test('when it ends while the task runs', async () => {
    const run = startBeside(dockerHost, [service('db', shell(called))], calling);
    expect(await ends(run, dockerHost)).toMatchObject({
      status: 'error',
      error: {
        message: 'The service "db" ended while the task ran: Its command was done (exit code 0).',
        advice: 'It has printed nothing.',
      },
    });
    expect(run.stdout()).toBe('ready\nstopped\n');
  });
});

describe.concurrent('a cancel leaves nothing', () => {
  test('while services start', async () => {
    const run = startBeside(dockerHost, [
      service('a', slow),
      service('b', { ...slow, ...shell('sleep 300') }),
    ]);
    await eventually('the start of one', () => run.shown('a').includes('up'), patience);
    run.cancel();
    expect(await ends(run, dockerHost)).toMatchObject({ status: 'cancelled' });
    expect(run.shown('b')).toMatch(/b: stopped\.$/);
  });

  test('before they have begun', async () => {
    const run = startBeside(dockerHost, [service('a', slow)]);
    run.cancel();
    expect(await ends(run, dockerHost)).toMatchObject({ status: 'cancelled' });
  });

  test('while the task runs, and services stop in their own way', async () => {
    const polite = service('polite', {
      ...shell('trap "sleep 0.5; echo saved; exit 0" INT; echo up; while :; do sleep 0.1; done'),
      ...check('true'),
      stop: { signal: 'SIGINT', grace: 10_000 },
    });
    const run = startBeside(dockerHost, [polite], waiting);
    await hasPrinted(run, 'ready');
    run.cancel();
    expect(await ends(run, dockerHost)).toMatchObject({ status: 'cancelled' });
    expect(run.shown('polite')).toMatch(/up\nsaved\npolite: stopped\.$/);
  });

  test('at once where it is asked for twice', async () => {
    const stubborn = { ...shell('trap "" TERM; echo up; while :; do sleep 1; done'), init: false };
    const stop = { signal: '', grace: 60_000 };
    const run = startBeside(dockerHost, [service('a', { ...stubborn, stop })], { ...stubborn, stop });
    await hasPrinted(run, 'up');
    run.cancel();
    await sleep(100);
    run.cancel();
    expect(await run.result).toMatchObject({ status: 'cancelled' });
    // What takes longer than a person wants to wait goes on behind the scenes.
    await eventually('the end of all', async () => (await leftOf(run, dockerHost)).length === 0, patience);
  });
});

test.concurrent('what a process that was killed had beside its task is found and removed', async () => {
  const label = uniqueName();
  const program = path.join(root, 'test/helpers/abandoned-task.ts');
  const killed = spawn(process.execPath, [program, label, 'db'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(killed.stdout, 'data');
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  const driver = createDockerDriver({ docker: dockerHost });
  const abandoned = async (): Promise<readonly Abandoned[]> => {
    const all = await driver.abandoned(new AbortController().signal);
    return all.filter((each) => each.label.endsWith(label)); // Another test's may be on the engine.
  };
  const found = await eventually(
    'what was left behind',
    async () => {
      const list = await abandoned();
      return list.length === 3 && list;
    },
    patience,
  );
  const [first, second, third] = found.map((each) => `${each.kind} of ${each.label}`);
  expect([first, second].sort()).toEqual([`container of ${label}`, `container of db of ${label}`].sort());
  expect(third).toBe(`network of ${label}`);
  expect(await removeAbandoned(found)).toEqual({ removed: 3, failures: [] });
  expect(await abandoned()).toEqual([]);
});

/** Makes an image of the tests' own that has a health check, and resolves with its name. */
async function commitWithCheck(line: string): Promise<string> {
  const body = { Image: 'container-tasks-test/busybox:latest' };
  const { Id } = (await askEngine(dockerHost, 'POST', '/containers/create', { body })) as { Id: string };
  try {
    const query = new URLSearchParams({ container: Id, repo: 'container-tasks-test/checked', tag: 'latest' });
    query.append('changes', `HEALTHCHECK --interval=200ms CMD ${line}`);
    await askEngine(dockerHost, 'POST', `/commit?${query.toString()}`);
    return 'container-tasks-test/checked:latest';
  } finally {
    await askEngine(dockerHost, 'DELETE', `/containers/${Id}`);
  }
}
