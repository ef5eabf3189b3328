import { getEventListeners } from 'node:events';
import type { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { ContainerTask } from '../../../src/core/container-task.ts';
import type { RunResult } from '../../../src/core/run-result.ts';
import { createDockerDriver } from '../../../src/driver/docker/docker-driver.ts';
import { DriverError } from '../../../src/driver/driver.ts';
import { failure, json, startFakeEngine } from '../../helpers/fake-engine.ts';
import type { FakeAnswers, FakeEngine, Route } from '../../helpers/fake-engine.ts';
import { recordedTask } from '../../helpers/task.ts';
import type { RecordedTask } from '../../helpers/task.ts';

/** What a real engine does on demand is in test/engine; this is what it does not. */

const exited = { Running: false, ExitCode: 0, OOMKilled: false, Error: '' };

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

test.each([
  ['1.30', '/v1.30/'],
  ['1.51', '/v1.51/'],
  ['1.99', '/v1.51/'],
  ['2.0', '/v1.51/'],
])('speaks to an engine of API version %s', async (ApiVersion, prefix) => {
  await using engine = await startFakeEngine(answers({ 'GET /version': json({ ApiVersion }) }));
  await run(engine, recordedTask());
  expect(engine.requests[1]).toContain(` ${prefix}images/`);
});

describe('an engine that is lost while the container runs', () => {
  test('is asked again, and the result has a warning that output may be missing', async () => {
    let inspections = 0;
    await using engine = await startFakeEngine({
      ...answers({
        'POST /containers/abc/wait': (response) => {
          response.flushHeaders();
          setTimeout(() => response.destroy(), 20);
        },
        'GET /containers/abc/json': (response, request) => {
          inspections++;
          if (inspections === 1) response.destroy();
          else json({ State: { ...exited, Running: inspections === 2 } })(response, request);
        },
      }),
      attach: (socket) => setTimeout(() => socket.end(), 20),
    });
    expect(await run(engine, recordedTask())).toEqual({
      status: 'success',
      exitCode: 0,
      warning: 'The connection to the engine was lost while it ran: some of its output may be missing.',
    });
    expect(inspections).toBe(3);
  });

  test('is not one when only its wait ends early', async () => {
    let inspections = 0;
    await using engine = await startFakeEngine(
      answers({
        'GET /containers/abc/json': (response, request) => {
          inspections++;
          json({ State: { ...exited, Running: inspections === 1 } })(response, request);
        },
      }),
    );
    expect(await run(engine, recordedTask())).toEqual({ status: 'success', exitCode: 0 });
    expect(inspections).toBe(2);
  });
});

test('a container that is gone when it is asked how it ended is told', async () => {
  const gone = failure(404, 'No such container: abc');
  await using engine = await startFakeEngine(answers({ 'GET /containers/abc/json': gone }));
  await expect(run(engine, recordedTask())).rejects.toThrow(
    'The container was removed by somebody else while the task ran, so nobody knows how it ended.',
  );
});

describe('output', () => {
  test('that ends within a frame gives a warning', async () => {
    const bytes = frame(1, 'hello');
    await using engine = await startFakeEngine({
      ...answers(),
      attach: (socket) => socket.end(bytes.subarray(0, -2)),
    });
    const recorded = recordedTask();
    expect(await run(engine, recorded)).toMatchObject({
      status: 'success',
      warning: 'Its output is incomplete: the output stream was cut off.',
    });
    expect(recorded.stdout().toString()).toBe('hel');
  });

  test('that the logger cannot take gives a warning with its reason', async () => {
    await using engine = await startFakeEngine({
      ...answers(),
      attach: (socket) => socket.end(frame(1, 'hello')),
    });
    const full = { write: () => Promise.reject(new Error('ENOSPC: no space left on device')) };
    expect(await run(engine, recordedTask({ logger: { stdout: full, stderr: full } }))).toMatchObject({
      status: 'success',
      warning: 'Its output is incomplete: ENOSPC: no space left on device.',
    });
  });

  test('that came with the answer to the attach is not lost', async () => {
    await using engine = await startFakeEngine({
      ...answers(),
      attach: (socket) => socket.end(frame(2, 'early')),
    });
    const recorded = recordedTask();
    await run(engine, recorded);
    expect(recorded.stderr().toString()).toBe('early');
  });
});

describe('input that cannot be read', () => {
  test('gives a warning, and the output before and after is kept', async () => {
    async function* input(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from('some'));
      throw new Error('EIO: i/o error');
    }
    await using engine = await startFakeEngine({ ...answers(), attach: echo });
    const recorded = recordedTask({ input: input() });
    expect(await run(engine, recorded)).toEqual({
      status: 'success',
      exitCode: 0,
      warning: 'Its input could not be read to the end: EIO: i/o error.',
    });
    expect(recorded.stdout().toString()).toBe('some, and that was all');
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

test('throws the reason of an abort while the image is looked for', async () => {
  const abort = new AbortController();
  await using engine = await startFakeEngine(
    answers({
      'GET /images/busybox/json': () => {
        abort.abort(new Error('enough'));
      },
    }),
  );
  await expect(prepare(engine, recordedTask({ image: 'busybox' }).task, abort.signal)).rejects.toThrow(
    'enough',
  );
});

test('removes what was created when the abort came meanwhile', async () => {
  const abort = new AbortController();
  await using engine = await startFakeEngine(
    answers({
      'POST /containers/create': (response, request) => {
        abort.abort(new Error('enough'));
        json({ Id: 'abc' }, 201)(response, request);
      },
    }),
  );
  await expect(prepare(engine, recordedTask().task, abort.signal)).rejects.toThrow('enough');
  expect(engine.requests.at(-1)).toMatch(/^DELETE .*\/containers\/abc\?/);
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
  test.each([404, 409])('a container that is gone or going (%i) is no failure', async (status) => {
    await using engine = await startFakeEngine(
      answers({ 'DELETE /containers/abc': failure(status, 'gone') }),
    );
    expect(await run(engine, recordedTask())).toMatchObject({ status: 'success' });
  });

  test('a container that the engine keeps is told, with what to do', async () => {
    await using engine = await startFakeEngine(
      answers({ 'DELETE /containers/abc': failure(500, 'device busy') }),
    );
    const cookie = await prepare(engine, recordedTask().task);
    const error = await cookie[Symbol.asyncDispose]().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof DriverError)) throw new Error('No DriverError');
    expect(error.message).toBe('The container abc could not be removed.');
    expect(error.advice).toBe('Remove it with "docker rm -f abc".');
  });

  test('happens once, however often the cookie is disposed', async () => {
    await using engine = await startFakeEngine(answers());
    const cookie = await prepare(engine, recordedTask().task);
    await Promise.all([cookie[Symbol.asyncDispose](), cookie[Symbol.asyncDispose]()]);
    await cookie[Symbol.asyncDispose]();
    expect(engine.requests.filter((request) => request.startsWith('DELETE'))).toHaveLength(1);
  });
});

test('a pull that ends without the image is a failure', async () => {
  const routes = {
    'GET /images/busybox/json': failure(404, 'no such image'),
    'POST /images/create': json({ status: 'Pulling' }),
  };
  await using engine = await startFakeEngine(answers(routes));
  await expect(prepare(engine, recordedTask({ image: 'busybox' }).task)).rejects.toThrow(
    'The pull of the image "busybox" ended early.',
  );
});

test('refuses an image that is no reference before it asks for it', async () => {
  await using engine = await startFakeEngine(answers());
  await expect(prepare(engine, recordedTask({ image: '../info?x=' }).task)).rejects.toThrow(
    /^The image reference "\.\.\/info\?x=" /,
  );
  expect(engine.requests).toEqual(['GET /version']);
});

/** An engine on which every container exits with 0 at once; `routes` say what is different. */
function answers(routes: Readonly<Record<string, Route>> = {}): FakeAnswers {
  const { image } = recordedTask().task;
  return {
    routes: {
      [`GET /images/${image}/json`]: json({}),
      'GET /images/busybox/json': json({}),
      'POST /containers/create': json({ Id: 'abc' }, 201),
      'POST /containers/abc/wait': json({ StatusCode: 0 }),
      'POST /containers/abc/start': (response) => response.writeHead(204).end(),
      'GET /containers/abc/json': json({ State: exited }),
      'DELETE /containers/abc': (response) => response.writeHead(204).end(),
      ...routes,
    },
    attach: (socket) => socket.end(),
  };
}

function prepare(
  { dockerHost }: FakeEngine,
  task: ContainerTask,
  signal = new AbortController().signal,
): Promise<
  AsyncDisposable & { run(signal: AbortSignal): Promise<{ wait(signal: AbortSignal): Promise<RunResult> }> }
> {
  return createDockerDriver({ docker: dockerHost }).prepare(task, signal);
}

async function run(
  engine: FakeEngine,
  { task }: RecordedTask,
  signal = new AbortController().signal,
): Promise<RunResult> {
  await using cookie = await prepare(engine, task, signal);
  return await (await cookie.run(signal)).wait(signal);
}

function frame(type: number, text: string): Buffer {
  return Buffer.concat([Uint8Array.of(type, 0, 0, 0, 0, 0, 0, text.length), Buffer.from(text)]);
}

/** Repeats the input on stdout, and says when it has ended. */
function echo(socket: Duplex): void {
  socket.on('data', (chunk: Buffer) => socket.write(frame(1, chunk.toString())));
  socket.on('end', () => socket.end(frame(1, ', and that was all')));
}
