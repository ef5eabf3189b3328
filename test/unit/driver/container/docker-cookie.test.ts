import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { DriverError } from '../../../../src/driver/driver.ts';
import { failure, json, startFakeEngine } from '../../../helpers/fake-engine.ts';
import type { Route } from '../../../helpers/fake-engine.ts';
import { answers, prepare, run } from '../../../helpers/fake-runs.ts';
import { recordedTask } from '../../../helpers/task.ts';

describe('loses nothing of a short run', () => {
  test('since it attaches and waits before it starts, and inspects before it removes', async () => {
    await using engine = await startFakeEngine(answers());
    await run(engine, recordedTask({ image: 'busybox' }));
    const withoutStats = engine.requests.filter((request) => !request.includes('/stats'));
    expect(withoutStats.map((request) => request.replace(/\?.*/, '').replace('/v1.41', ''))).toEqual([
      'GET /version',
      'GET /images/busybox/json',
      'POST /containers/create',
      'POST /containers/abc/attach',
      'POST /containers/abc/wait',
      'POST /containers/abc/start',
      'GET /containers/abc/json',
      'DELETE /containers/abc',
    ]);
  });

  test('and keeps secrets out of the URL', async () => {
    await using engine = await startFakeEngine(answers());
    await run(engine, recordedTask({ envVars: { TOKEN: 'geheim' }, id: 'r1' }));
    const [create] = engine.requests.filter((request) => request.includes('/create'));
    expect(create).toBe('POST /v1.41/containers/create?name=container-tasks-r1');
  });
});

describe('an abort while the container is being started', () => {
  test.each(['POST /containers/abc/wait', 'POST /containers/abc/start'])(
    'ends %s, and every connection with the cookie',
    async (hanging) => {
      const abort = new AbortController();
      await using engine = await startFakeEngine(
        answers({
          [hanging]: () => {
            abort.abort(new Error('enough'));
          },
        }),
      );
      await using cookie = await prepare(engine, recordedTask().task);
      await expect(cookie.run(abort.signal)).rejects.toThrow('enough');
      await cookie[Symbol.asyncDispose]();
      await expect.poll(engine.openConnections).toBe(0);
    },
  );

  test('leaves no listener on the signal', async () => {
    const { signal } = new AbortController();
    await using engine = await startFakeEngine(answers());
    await run(engine, recordedTask(), signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('takes for a command that is missing', () => {
  test('what Podman says at the attach', async () => {
    const said =
      'crun: executable file `nosuch` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found';
    await using engine = await startFakeEngine({ ...answers(), attachRefusal: said });
    expect(await run(engine, recordedTask({ command: ['nosuch'], image: 'busybox' }))).toMatchObject({
      status: 'error',
      exitCode: 127,
      error: { message: 'The command "nosuch" is not in the image "busybox".' },
    });
  });
});

describe('removing', () => {
  test('a container that is gone is no failure', async () => {
    await using engine = await startFakeEngine(answers({ 'DELETE /containers/abc': failure(404, 'gone') }));
    expect(await run(engine, recordedTask())).toEqual({ status: 'success', exitCode: 0 });
  });

  test.each([
    ['that somebody else removes already is waited for', failure(409, 'removal is already in progress')],
    ['that the engine cannot remove at once is tried again', failure(500, 'device busy')],
    ['is tried again when the connection is lost', (response) => response.destroy()],
  ] satisfies readonly (readonly [string, Route])[])('a container %s', async (_, first) => {
    let asked = 0;
    await using engine = await startFakeEngine(
      answers({
        'DELETE /containers/abc': (response, request) => {
          asked++;
          (asked < 3 ? first : failure(404, 'gone'))(response, request);
        },
      }),
    );
    const cookie = await prepare(engine, recordedTask().task);
    await cookie[Symbol.asyncDispose]();
    expect(asked).toBe(3);
  });

  test('a container that the engine keeps is told, with what to do, and goes on behind the scenes', async () => {
    let isBusy = true;
    await using engine = await startFakeEngine(
      answers({
        'DELETE /containers/abc': (response, request) => {
          (isBusy ? failure(500, 'device busy') : json({}))(response, request);
        },
      }),
    );
    const cookie = await prepare(engine, recordedTask().task);
    const before = timers();
    const patient = { timeout: 15_000 };
    const error = await cookie[Symbol.asyncDispose]().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof DriverError)) throw new Error('No DriverError');
    expect(error.message).toBe('The container abc could not be removed.');
    expect(error.advice).toBe(
      'Container Tasks goes on trying for a while; if it stays, remove it with "docker rm -f abc".',
    );
    const sofar = engine.requests.length;
    await expect.poll(() => engine.requests.length, patient).toBeGreaterThan(sofar);
    isBusy = false;
    await expect.poll(timers, patient).toBe(before);
  }, 20_000);

  test('happens once, however often the cookie is disposed', async () => {
    await using engine = await startFakeEngine(answers());
    const cookie = await prepare(engine, recordedTask().task);
    await Promise.all([cookie[Symbol.asyncDispose](), cookie[Symbol.asyncDispose]()]);
    await cookie[Symbol.asyncDispose]();
    expect(engine.requests.filter((request) => request.startsWith('DELETE'))).toHaveLength(1);
  });
});

function timers(): number {
  return process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
}
