import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { createDockerDriver } from '../../../../src/driver/docker/docker-driver.ts';
import { containerName, runIdLabel } from '../../../../src/driver/docker/ownership/labels.ts';
import { takenName } from '../../../../src/driver/docker/ownership/holder.ts';
import { ownerLabels, thisOwner } from '../../../../src/driver/docker/ownership/owner.ts';
import type { Cookie, ResumePoint, TaskHandle } from '../../../../src/driver/driver.ts';
import { failure, json, startFakeEngine } from '../../../helpers/fake-engine.ts';
import type { FakeAnswers, FakeEngine, Route } from '../../../helpers/fake-engine.ts';
import { exited, frame } from '../../../helpers/fake-runs.ts';
import { recordedTask } from '../../../helpers/task.ts';
import type { RecordedTask } from '../../../helpers/task.ts';

const { signal } = new AbortController();
const owner = thisOwner();
/** Its id is higher than Linux gives any. */
const gone = { ...owner, pid: 2 ** 22 + 1 };
const labels = { [runIdLabel]: 'build-1', ...ownerLabels(gone) };

let engine: FakeEngine;

afterEach(() => engine[Symbol.asyncDispose]());

describe('the output of a container that was taken over', () => {
  test('is read again at its end: a log that is followed may lack the last messages', async () => {
    const log = [message('one\n', 1), message('two\n', 2), message('three', 2)];
    const lengths = [1, 1, 2, 3]; // When it is tried, caught up with, followed, and at the end.
    const logs: Route = (response) => response.end(Buffer.concat(log.slice(0, lengths.shift())));
    const { recorded, cookie } = await take({ 'GET /containers/abc/logs': logs }, keptOf('on'));
    expect(await end(cookie)).toEqual({ status: 'success', exitCode: 0 });
    expect(recorded.stdout().toString()).toBe('e\ntwo\nthree');
    expect(lengths).toEqual([]);
    const [, caughtUp, followed, last] = engine.requests.filter((request) => request.includes('/logs'));
    expect(caughtUp).toMatch(/follow=false$/);
    expect(followed).toMatch(/since=1767225599\.000000000&follow=true$/);
    expect(last).toMatch(/since=17672(?:25599|25600)\.000000000&follow=false$/); // It may have been quicker.
  });

  test('comes from now on where the engine cannot read its log, which is said', async () => {
    const { recorded, cookie } = await take(
      { 'GET /containers/abc/logs': failure(501, 'configured logging driver does not support reading') },
      keptOf('on'),
      (socket) => socket.end(frame(1, 'new')),
    );
    expect(await end(cookie)).toEqual({
      status: 'success',
      exitCode: 0,
      warning: 'Some of its output may be missing.',
    });
    expect(recorded.stdout().toString()).toBe('new');
  });

  test('is incomplete where the log breaks off', async () => {
    let calls = 0;
    const { cookie } = await take(
      {
        'GET /containers/abc/logs': (response) => {
          if (calls++ === 0) response.end();
          else response.writeHead(200).write(message('one\n', 1), () => response.destroy());
        },
      },
      keptOf(''),
    );
    expect((await end(cookie)).warning).toBe(
      'Its output is incomplete: the connection to the engine was lost.',
    );
  });
});

test('a container that is detached from once more stays', async () => {
  const { cookie } = await take({ 'GET /containers/abc/logs': (response) => response.end() }, keptOf(''));
  await cookie.run(signal);
  cookie.detach();
  await cookie[Symbol.asyncDispose]();
  expect(engine.requests.filter((request) => request.startsWith('DELETE'))).toEqual([]);
});

describe('a container', () => {
  test('has the name of its new holder', async () => {
    const { cookie } = await take({}, keptOf(''));
    expect(cookie.handle?.name).toBe(takenName('build-1', owner));
  });

  test.each([
    ['gone that is not there', undefined, 204, 'gone'],
    ['gone that has an id of ours by chance', ['stranger'], 204, 'gone'],
    ['held whose holder lives', [takenName('build-1', owner)], 204, 'held'],
    ['held that another renamed first', [containerName('build-1'), 'another'], 404, 'held'],
    ['held that another renamed right after', [containerName('build-1'), 'another'], 204, 'held'],
  ])('is %s', async (_, names, status, expected) => {
    engine = await startFakeEngine({
      routes: {
        'GET /containers/abc/json': (response, request) => {
          const name = names && names.length > 1 ? names.shift() : names?.[0];
          const found = { Name: `/${name ?? ''}`, Config: { Labels: labels }, State: exited };
          (name === undefined ? failure(404, 'no such container') : json(found))(response, request);
        },
        [`POST /containers/${containerName('build-1')}/rename`]: (response) =>
          response.writeHead(status).end(),
      },
    });
    expect(await createDockerDriver().recover(handle(), signal)).toBe(expected);
  });
});

function handle(): TaskHandle {
  const { dockerHost } = engine;
  return {
    runId: 'build-1',
    engine: dockerHost,
    containerId: 'abc',
    name: containerName('build-1'),
    startedAt: 0,
  };
}

/** Takes over a container that has ended well. */
async function take(
  routes: Readonly<Record<string, Route>>,
  from: ResumePoint,
  attach?: FakeAnswers['attach'],
): Promise<{ recorded: RecordedTask; cookie: Cookie }> {
  let name = containerName('build-1');
  engine = await startFakeEngine({
    ...(attach && { attach }),
    routes: {
      [`POST /containers/${name}/rename`]: (response, { url = '' }) => {
        name = new URL(url, 'http://engine').searchParams.get('name') ?? '';
        response.writeHead(204).end();
      },
      'GET /containers/abc/json': (response, request) => {
        json({ Name: `/${name}`, Config: { Labels: labels }, State: exited, HostConfig: {} })(
          response,
          request,
        );
      },
      'POST /containers/abc/wait': json({ StatusCode: 0 }),
      'DELETE /containers/abc': (response) => response.writeHead(204).end(),
      ...routes,
    },
  });
  const recorded = recordedTask({ id: 'build-1' });
  const container = await createDockerDriver().recover(handle(), signal);
  if (typeof container === 'string') throw new Error(container);
  return { recorded, cookie: container.resume(recorded.task, from) };
}

async function end(cookie: Cookie) {
  await using closing = cookie;
  return await (await closing.run(signal)).wait(signal);
}

function message(text: string, second: number): Buffer {
  return frame(1, `2026-01-01T00:00:0${second}.000000000Z ${text}`);
}

function keptOf(stdout: string): ResumePoint {
  const point = (text: string) => ({
    length: text.length,
    sha256: createHash('sha256').update(text).digest('hex'),
  });
  return { stdout: point(stdout), stderr: point(''), at: Date.parse('2026-01-01T00:01:00Z') };
}
