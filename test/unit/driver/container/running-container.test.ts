import type { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { failure, json, startFakeEngine } from '../../../helpers/fake-engine.ts';
import { answers, exited, frame, run } from '../../../helpers/fake-runs.ts';
import { recordedTask } from '../../../helpers/task.ts';

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

test('a container that Podman is stopping has no exit code yet', async () => {
  let inspections = 0;
  await using engine = await startFakeEngine(
    answers({
      'GET /containers/abc/json': (response, request) => {
        inspections++;
        const state = inspections < 3 ? { Status: 'stopping' } : { Status: 'exited', ExitCode: 5 };
        json({ State: { ...exited, ...state } })(response, request);
      },
    }),
  );
  expect(await run(engine, recordedTask())).toMatchObject({ status: 'error', exitCode: 5 });
  expect(inspections).toBe(3);
});

test.each([
  ['Docker', failure(404, 'No such container: abc')],
  // Recorded from Podman 4.3.
  ['Podman', failure(500, 'container abc does not exist in database: no such container')],
])('a container that is gone when it is asked how it ended is told by %s', async (_, gone) => {
  await using engine = await startFakeEngine(answers({ 'GET /containers/abc/json': gone }));
  await expect(run(engine, recordedTask())).rejects.toThrow(
    'The container was removed by somebody else while the task ran, so nobody knows how it ended.',
  );
});

describe('output', () => {
  test.each([
    ['long before the container', 5_000, 'Its output ended before it did: some of it may be missing.'],
    ['a little before its engine has noticed the end', 1_900, undefined],
    ['with the container', 0, undefined],
  ])('that ends %s gives a warning where some may be missing', async (_, milliseconds, warning) => {
    const [StartedAt, FinishedAt] = [0, milliseconds].map((each) => new Date(each).toISOString());
    const state = { ...exited, StartedAt, FinishedAt };
    await using engine = await startFakeEngine(
      answers({ 'GET /containers/abc/json': json({ State: state }) }),
    );
    expect((await run(engine, recordedTask())).warning).toBe(warning);
  });

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

/** Repeats the input on stdout, and says when it has ended. */
function echo(socket: Duplex): void {
  socket.on('data', (chunk: Buffer) => socket.write(frame(1, chunk.toString())));
  socket.on('end', () => socket.end(frame(1, ', and that was all')));
}
