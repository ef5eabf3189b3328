import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ContainerTask, Progress } from '../../src/core/container-task.ts';
import type { RunResult } from '../../src/core/run-result.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { startBreakableEngine } from '../helpers/breakable-engine.ts';
import type { BreakableEngine } from '../helpers/breakable-engine.ts';
import { testImage } from '../helpers/images.ts';
import { quickDeadlines } from '../helpers/quick-deadlines.ts';
import { printed, recordedTask, shell } from '../helpers/task.ts';
import type { RecordedTask } from '../helpers/task.ts';
import { runToEnd } from '../helpers/run-to-end.ts';

/** What becomes of a run when the engine itself is in trouble. */

const deadlines = { ...quickDeadlines, call: 1_500, creation: 1_500, cleanup: 500 };
const untilStopped = shell('trap "exit 3" TERM; echo ready; while :; do sleep 0.1; done');

const lost = {
  message: 'The connection to the engine was lost while trying to tell how the container ended.',
  advice: 'See whether the engine still runs, then run the task again.',
};

function silentWhenAskedTo(doing: string): object {
  return {
    status: 'error',
    error: {
      message: `The engine did not answer in time when asked to ${doing}.`,
      advice: 'See whether "docker ps" answers in a terminal, and restart the engine if it does not.',
    },
  };
}

/** A run as the runner does it, on its way. */
interface StartedRun {
  readonly recorded: RecordedTask;
  readonly result: Promise<RunResult>;
  readonly cancel: AbortController;
  readonly kill: AbortController;
}

function start(engine: BreakableEngine, settings: Partial<ContainerTask>, patience?: number): StartedRun {
  const recorded = recordedTask({ image: testImage, ...settings });
  const [cancel, kill] = [new AbortController(), new AbortController()];
  const limits = patience === undefined ? deadlines : { ...deadlines, patience };
  const driver = createDockerDriver({ docker: engine.dockerHost }, limits);
  const signals = { cancel: cancel.signal, kill: kill.signal };
  return { recorded, cancel, kill, result: runToEnd(driver, recorded.task, signals) };
}

async function startReady(
  engine: BreakableEngine,
  settings: Partial<ContainerTask>,
  patience?: number,
): Promise<StartedRun> {
  const running = Promise.withResolvers<undefined>();
  const writeProgress = ({ phase }: Progress): void => {
    if (phase === 'running') running.resolve(undefined);
  };
  const run = start(engine, { writeProgress, ...settings }, patience);
  await Promise.all([printed(run.recorded, 'ready'), running.promise]);
  return run;
}

/** Nothing is left as soon as the engine is well again. */
async function isClean(engine: BreakableEngine): Promise<void> {
  await expect.poll(() => engine.containers(), { timeout: 30_000 }).toEqual([]);
}

describe('an engine that is frozen', () => {
  let engine: BreakableEngine;

  beforeAll(async () => {
    engine = await startBreakableEngine();
  });
  afterEach(async () => {
    engine.thaw();
    await isClean(engine);
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  test('before a run is not found', async () => {
    engine.freeze();
    expect(await start(engine, {}).result).toMatchObject({
      status: 'error',
      error: {
        message: 'No container engine answers.',
        advice: expect.stringMatching(/Tried: unix:.* \(no answer\)\.$/) as unknown,
      },
    });
  });

  test('while a container is created may create it later, and it is removed then', async () => {
    const { result } = start(engine, { writeProgress: freezeAt('creating') });
    expect(await result).toEqual(silentWhenAskedTo('create the container'));
    engine.thaw();
    await isClean(engine);
  });

  test('for a short while changes nothing', async () => {
    const { result, recorded } = await startReady(
      engine,
      shell('echo ready; sleep 1; echo done; exit 7'),
      10_000,
    );
    engine.freeze();
    setTimeout(() => {
      engine.thaw();
    }, 2_000);
    expect(await result).toMatchObject({ status: 'error', exitCode: 7 });
    expect((await result).warning).toBeUndefined();
    expect(recorded.stdout().toString()).toBe('ready\ndone\n');
  });

  test('while a container runs ends the run without a guess, and the container is removed later', async () => {
    const { result } = await startReady(engine, untilStopped);
    engine.freeze();
    expect(await result).toEqual({
      ...silentWhenAskedTo('tell how the container ended'),
      warning: expect.stringMatching(/^The container \w{12} could not be removed\. /) as unknown,
    });
  });

  test('when a run is cancelled ends it with what is not known', async () => {
    const { result, cancel } = await startReady(engine, untilStopped, 60_000);
    engine.freeze();
    cancel.abort();
    expect(await result).toMatchObject(silentWhenAskedTo('stop the container'));
  });

  test('when a timeout expires ends the run with what is not known', async () => {
    const run = startReady(engine, { ...untilStopped, timeout: 1_500 }, 60_000);
    const { result } = await run;
    engine.freeze();
    expect(await result).toMatchObject(silentWhenAskedTo('stop the container'));
  });

  test('when a container is removed is told as a warning', async () => {
    const { task } = recordedTask({ image: testImage });
    const { signal } = new AbortController();
    const cookie = await createDockerDriver({ docker: engine.dockerHost }, deadlines).prepare(task, signal);
    const result = await (await cookie.run(signal)).wait(signal);
    expect(result).toEqual({ status: 'success', exitCode: 0 });
    engine.freeze();
    await expect(cookie[Symbol.asyncDispose]()).rejects.toThrow(
      /^The container \w{12} could not be removed\.$/,
    );
  });

  test.each(['creating', 'running'] as const)(
    'does not keep a run that is cancelled twice: %s',
    async (phase) => {
      const frozen = Promise.withResolvers<undefined>();
      const freeze = freezeAt(phase);
      const run = start(
        engine,
        {
          ...untilStopped,
          writeProgress: (progress) => {
            freeze(progress);
            if (progress.phase === phase) frozen.resolve(undefined);
          },
        },
        60_000,
      );
      await frozen.promise;
      run.cancel.abort();
      run.kill.abort();
      const begun = performance.now();
      expect(await run.result).toMatchObject({
        status: 'cancelled',
        warning: expect.stringMatching(/not yet removed|could not be removed/) as unknown,
      });
      expect(performance.now() - begun).toBeLessThan(4_000);
    },
  );

  function freezeAt(wanted: Progress['phase']): (progress: Progress) => void {
    return ({ phase }) => {
      if (phase === wanted) engine.freeze();
    };
  }
});

describe('an engine that goes away while a container runs', () => {
  let engine: BreakableEngine;

  beforeAll(async () => {
    engine = await startBreakableEngine();
  });
  afterEach(() => isClean(engine));
  afterAll(() => engine[Symbol.asyncDispose]());

  test.each(['SIGKILL', 'SIGTERM'] as const)(
    'by %s, and comes back, is said to have ended it',
    async (signal) => {
      const { result, recorded } = await startReady(engine, shell('echo ready; sleep 60'), 60_000);
      await engine.end(signal);
      await engine.restart();
      expect(await result).toMatchObject({
        status: 'error',
        error: {
          message: expect.stringMatching(
            /^The engine went away while the task ran, which is probably why it ended with SIG(?:TERM|KILL)\.$/,
          ) as unknown,
        },
        // One that ends in peace hands on all that its containers have said.
        ...(signal === 'SIGKILL' && { warning: expect.stringContaining('may be missing') as unknown }),
      });
      expect(recorded.stdout().toString()).toBe('ready\n');
    },
  );

  test.each(['SIGKILL', 'SIGTERM'] as const)(
    'by %s, and does not come back, is lost, and its container removed later',
    async (signal) => {
      const { result } = await startReady(engine, shell('echo ready; sleep 60'));
      await engine.end(signal);
      expect(await result).toMatchObject({
        status: 'error',
        error: lost,
        warning: expect.stringMatching(/^The container \w{12} could not be removed\. /) as unknown,
      });
      await engine.restart();
    },
  );
});

describe('an engine with live-restore', () => {
  test('that is killed and comes back gives the true exit code, and says that output may be missing', async () => {
    await using engine = await startBreakableEngine({ flags: ['--live-restore'] });
    const { result } = await startReady(engine, shell('echo ready; sleep 5; echo done; exit 7'), 60_000);
    await engine.end('SIGKILL');
    await engine.restart();
    expect(await result).toEqual({
      status: 'error',
      exitCode: 7,
      error: { message: 'The command failed with exit code 7.' },
      warning: 'The connection to the engine was lost while it ran: some of its output may be missing.',
    });
    await isClean(engine);
  });
});
