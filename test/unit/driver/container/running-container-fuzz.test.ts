import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunResult } from '../../../../src/core/run-result.ts';
import { RunningContainer } from '../../../../src/driver/docker/container/running-container.ts';
import { defaultDeadlines } from '../../../../src/driver/docker/engine/deadlines.ts';
import { EngineError } from '../../../../src/driver/docker/engine/http.ts';
import { DriverError } from '../../../../src/driver/driver.ts';
import { recordedTask } from '../../../helpers/task.ts';

/** What an engine says when it is asked how a container is; a number is the exit code of one that has ended. */
type Answer = number | 'running' | 'gone' | 'trouble' | 'lost' | 'late' | 'garbled';

/** What happens to a run, and when, in ms; undefined: never. */
interface Story {
  readonly outputEnds: number | undefined;
  readonly outputProblem: string | undefined;
  readonly waitEnds: number | undefined;
  readonly isWaitLost: boolean;
  /** In order; the last one is said for ever. */
  readonly answers: readonly Answer[];
  readonly stop: 'works' | 'refused' | 'lost';
  readonly cancelled: number | undefined;
  /** 0: none. */
  readonly timeout: number;
  readonly closed: number | undefined;
}

const moment = fc.option(fc.nat(12), { nil: undefined });
const answer = fc.oneof(
  fc.constantFrom<Answer>('running', 'gone', 'trouble', 'lost', 'late', 'garbled'),
  fc.constantFrom<Answer>(0, 1, 137, 143),
);
const story: fc.Arbitrary<Story> = fc.record({
  outputEnds: moment,
  outputProblem: fc.option(fc.constant('Its output is incomplete.'), { nil: undefined }),
  waitEnds: moment,
  isWaitLost: fc.boolean(),
  answers: fc.array(answer, { minLength: 1, maxLength: 5 }),
  stop: fc.constantFrom('works', 'refused', 'lost'),
  cancelled: moment,
  timeout: fc.nat(12),
  closed: moment,
});

test('a container ends with one true status whatever happens in whatever order', async () => {
  const before = timers();
  const ends = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(story, { minLength: 60, maxLength: 60 }), async (stories) => {
      for (const end of await Promise.all(stories.map(check))) ends.add(end);
    }),
    { numRuns: 10, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
  );
  expect([...ends].sort()).toEqual(['cancelled', 'error', 'success', 'timeout', 'unknown']); // Or it proves little.
  await expect.poll(timers, { timeout: 10_000 }).toBeLessThanOrEqual(before);
}, 120_000);

/** Resolves with the status, or `unknown` where the driver has failed. */
async function check(events: Story): Promise<string> {
  const { outcome, said, listeners } = await play(events);
  expect(listeners).toBe(0);
  if (outcome instanceof DriverError) {
    const isClosed = outcome.message === 'The container was removed before the task had ended.';
    // An engine that does not tell is not waited for until somebody closes the run.
    if (isClosed && events.closed === undefined) expect(said.at(-1)).toBe('running');
    return 'unknown';
  }
  if (outcome instanceof Error) throw outcome;
  const { status, exitCode } = outcome;
  // Only the engine's own word on the end counts: it has said this exit code.
  expect(said.at(-1)).toBe(exitCode);
  if (status === 'cancelled') expect(events.cancelled).toBeDefined();
  else if (status === 'timeout') expect(events.timeout).toBeGreaterThan(0);
  else expect(status).toBe(exitCode === 0 ? 'success' : 'error');
  if (events.outputProblem !== undefined) expect(outcome.warning).toContain(events.outputProblem);
  return status;
}

/** In ms: later than anything else. */
const farAway = 600;

interface Played {
  readonly outcome: RunResult | Error;
  /** What the engine has said of the container, in order. */
  readonly said: readonly Answer[];
  /** How many listeners the run has left on the signals. */
  readonly listeners: number;
}

async function play(events: Story): Promise<Played> {
  const [cancel, closing] = [new AbortController(), new AbortController()];
  const said: Answer[] = [];
  const ask = async (): Promise<{ State: object }> => {
    await sleep(1);
    const next = events.answers[Math.min(said.length, events.answers.length - 1)] ?? 'lost';
    said.push(next);
    return { State: stateOf(next) };
  };
  const containers = {
    inspect: ask as never,
    stop: () => (events.stop === 'works' ? Promise.resolve() : Promise.reject(failureOf(events.stop))),
    resize: () => Promise.resolve(),
    checkHealth: () => Promise.resolve(),
  };
  const ended = at(events.outputEnds).then(() => events.outputProblem);
  const output = {
    ended,
    drained: () => Promise.resolve(events.outputProblem),
    lifetime: Infinity,
    exitCode: same,
    lastAt: undefined,
    errors: '',
    notStarted: () => undefined,
  };
  const exit = at(events.waitEnds).then(() => {
    if (events.isWaitLost) throw new Error('socket hang up');
  });
  exit.catch(() => undefined);
  const { task } = recordedTask({ timeout: events.timeout });
  const deadlines = { ...defaultDeadlines, patience: 15, poll: 1, heartbeat: 5 };
  const refuse = (): Promise<never> => Promise.reject(new Error('not asked here'));
  const execs = { create: refuse, start: refuse, resize: refuse, inspect: refuse };
  const engine = { deadlines, isPodman: false, containers, execs };
  const running = new RunningContainer(engine, 'abc', task, output, exit, closing.signal);
  void at(events.cancelled).then(() => {
    cancel.abort();
  });
  // Whoever runs it closes it at some time: an engine that says for ever that it runs is believed until then.
  void at(events.closed ?? farAway).then(() => {
    closing.abort();
  });
  const outcome = await running.wait(cancel.signal).catch((error: unknown) => error as Error);
  const listeners = getEventListeners(cancel.signal, 'abort').length;
  return { outcome, said: [...said], listeners };
}

function same(exitCode: number): number {
  return exitCode;
}

function stateOf(answered: Answer): object {
  if (typeof answered === 'number')
    return { Running: false, ExitCode: answered, OOMKilled: false, Error: '' };
  if (answered === 'running') return { Running: true, ExitCode: 0, OOMKilled: false, Error: '' };
  throw failureOf(answered);
}

function failureOf(what: Exclude<Answer, number | 'running'> | 'refused'): Error {
  switch (what) {
    case 'gone':
      return new EngineError(404, 'No such container: abc');
    case 'trouble':
    case 'refused':
      return new EngineError(500, 'the engine has troubles');
    case 'late':
      return new DOMException('There was no answer in time.', 'TimeoutError');
    case 'garbled':
      return new SyntaxError('Unexpected end of JSON input');
    case 'lost':
      return new Error('connect ECONNREFUSED');
  }
}

async function at(milliseconds: number | undefined): Promise<void> {
  if (milliseconds === undefined) await new Promise(() => undefined);
  await sleep(milliseconds);
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
}
