import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { JobState } from '../../../src/core/plan/job-state.ts';
import type { JobNode } from '../../../src/core/plan/node.ts';
import type { Outcome } from '../../../src/core/plan/outcome.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { DriverError } from '../../../src/driver/driver.ts';
import type { JobSignals, RunJob } from '../../../src/runner/job-run.ts';
import { runPlan } from '../../../src/runner/run-plan.ts';
import type { PlanRun } from '../../../src/runner/run-plan.ts';

const success: Outcome = { kind: 'ran', result: { status: 'success', exitCode: 0 } };
const failure: Outcome = { kind: 'ran', result: { status: 'error', exitCode: 1, error: { message: 'No.' } } };
const cancelled: Outcome = {
  kind: 'ran',
  result: { status: 'cancelled', error: { message: 'You cancelled it.' } },
};

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test('runs a plan to its end and tells every change', async () => {
  const { runJob, end } = fakeJobs();
  const run = runPlan(planOf({ test: { needs: ['build'] }, build: {} }), { limit: 2, runJob });
  const changes = recorded(run);
  expect(run.states.get('build')).toEqual({
    kind: 'running',
    ...{ attempt: 1, attempts: 1, isReady: false, isStopping: false, startedAt: 0 },
  });
  expect(run.states.get('test')).toEqual({ kind: 'waiting' });
  await vi.advanceTimersByTimeAsync(300);
  await end('build', success);
  await vi.advanceTimersByTimeAsync(100);
  await end('test', failure);
  expect(changes).toEqual(['build: ran success', 'test: running 1 of 1', 'test: ran error']);
  expect(await run.ended).toEqual({
    outcome: failure,
    outcomes: new Map([
      ['build', success],
      ['test', failure],
    ]),
    milliseconds: 400,
  });
  expect(run.states.get('build')).toEqual({ kind: 'ended', outcome: success, milliseconds: 300 });
});

test('tries again after the delay', async () => {
  const { runJob, end, calls } = fakeJobs();
  const run = runPlan(planOf({ flaky: { retry: { count: 1, delay: 5000, on: ['error'] } } }), {
    limit: 1,
    runJob,
  });
  const changes = recorded(run);
  await vi.advanceTimersByTimeAsync(100);
  await end('flaky', failure);
  expect(run.states.get('flaky')).toEqual({ kind: 'retrying', attempt: 2, attempts: 2, at: 5100 });
  await vi.advanceTimersByTimeAsync(4999);
  expect(calls).toEqual(['flaky 1']);
  await vi.advanceTimersByTimeAsync(1);
  await end('flaky', success);
  expect(calls).toEqual(['flaky 1', 'flaky 2']);
  expect(changes).toEqual(['flaky: retrying 2 of 2', 'flaky: running 2 of 2', 'flaky: ran success']);
  await run.ended;
});

test('waits no shorter for a delay that is longer than a timer takes', async () => {
  const { runJob, end, calls } = fakeJobs();
  await using run = runPlan(planOf({ slow: { retry: { count: 1, delay: 1e12, on: ['error'] } } }), {
    limit: 1,
    runJob,
  });
  await end('slow', failure);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls).toEqual(['slow 1']);
  expect(run.states.get('slow')).toMatchObject({ at: 1e12 });
});

test('a cancel asks what runs to stop, ends what waits, and leaves no timer', async () => {
  const { runJob, end, signals, calls } = fakeJobs();
  const plan = planOf({
    all: { needs: ['a', 'b', 'c'] },
    a: {},
    b: { retry: { count: 3, delay: 1000, on: ['error'] } },
    c: { needs: ['a'] },
  });
  const run = runPlan(plan, { limit: 4, runJob });
  await end('b', failure);
  expect(run.stopping).toBe(false);
  run.cancel();
  expect(run.stopping).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
  expect(stateOf(signals('a'))).toBe('asked');
  expect(run.states.get('a')).toMatchObject({ kind: 'running', isStopping: true });
  await end('a', cancelled);
  const { outcomes } = await run.ended;
  const reason = 'You cancelled it.';
  expect(Object.fromEntries(outcomes)).toEqual({
    ...{ a: cancelled, b: failure },
    ...{ c: { kind: 'skipped', reason }, all: { kind: 'skipped', reason } },
  });
  expect(calls).toEqual(['a 1', 'b 1']);
});

test('a second cancel ends what runs at once', async () => {
  const { runJob, end, signals } = fakeJobs();
  const run = runPlan(planOf({ a: {} }), { limit: 1, runJob });
  run.cancel();
  expect(stateOf(signals('a'))).toBe('asked');
  run.cancel();
  expect(stateOf(signals('a'))).toBe('killed');
  await end('a', cancelled);
  expect((await run.ended).outcome).toEqual(cancelled);
});

test('ends everything at once when it is disposed', async () => {
  const { runJob, end, signals } = fakeJobs();
  const run = runPlan(planOf({ a: {} }), { limit: 1, runJob });
  const onDisposed = vi.fn();
  const disposed = run[Symbol.asyncDispose]().then(onDisposed);
  expect(stateOf(signals('a'))).toBe('killed');
  await vi.advanceTimersByTimeAsync(1000);
  expect(onDisposed).not.toHaveBeenCalled();
  await end('a', cancelled);
  await disposed;
});

test('does nothing after the end', async () => {
  const { runJob, end } = fakeJobs();
  const run = runPlan(planOf({ a: {} }), { limit: 1, runJob });
  await end('a', success);
  run.cancel();
  expect(run.stopping).toBe(false);
  await run[Symbol.asyncDispose]();
});

test('goes on when a background job is ready, and stops it alone when nothing needs it', async () => {
  const { runJob, end, ready, signals } = fakeJobs();
  const plan = planOf({ test: { needs: ['server'] }, server: { isBackground: true } });
  const run = runPlan(plan, { limit: 1, runJob });
  const changes = recorded(run);
  ready('server');
  ready('server');
  expect(run.states.get('server')).toMatchObject({ kind: 'running', isReady: true });
  await end('test', success);
  expect(stateOf(signals('server'))).toBe('asked');
  expect(run.stopping).toBe(false);
  await end('server', cancelled);
  expect((await run.ended).outcomes.get('server')).toEqual({ kind: 'stopped', result: cancelled.result });
  expect(changes).toEqual([
    'server: running 1 of 1 ready',
    'test: running 1 of 1',
    'test: ran success',
    'server: running 1 of 1 ready stopping',
    'server: stopped',
  ]);
});

test('takes no word of an attempt that is over, or of a job that is none for the background', async () => {
  const { runJob, end, ready, calls } = fakeJobs();
  const plan = planOf({
    test: { needs: ['server', 'build'] },
    server: { isBackground: true, retry: { count: 1, delay: 10, on: ['error'] } },
    build: {},
  });
  await using run = runPlan(plan, { limit: 4, runJob });
  await end('server', failure);
  await vi.advanceTimersByTimeAsync(10);
  ready('server', 1);
  ready('build');
  expect(run.states.get('server')).toMatchObject({ attempt: 2, isReady: false });
  expect(run.states.get('build')).toMatchObject({ isReady: false });
  expect(calls).toEqual(['server 1', 'build 1', 'server 2']);
  run.kill();
  await end('server', cancelled);
  await end('build', cancelled);
});

test.each<[string, RunJob]>([
  ['rejects', () => Promise.reject(new DriverError('No engine answers.', 'Start one.'))],
  [
    'throws',
    () => {
      throw new DriverError('No engine answers.', 'Start one.');
    },
  ],
])('makes an outcome of what a job %s with', async (_, runJob) => {
  const run = runPlan(planOf({ a: {} }), { limit: 1, runJob });
  const error = { message: 'No engine answers.', advice: 'Start one.' };
  expect((await run.ended).outcome).toEqual({ kind: 'ran', result: { status: 'error', error } });
});

test('keeps what happens in order when a listener cancels', async () => {
  const { runJob, end, signals } = fakeJobs();
  const plan = planOf({ all: { needs: ['a', 'b', 'c'] }, a: {}, b: {}, c: {} });
  const run = runPlan(plan, { limit: 2, runJob });
  run.onDidChange((job, state) => {
    if (job.id === 'a' && state.kind === 'ended') run.cancel();
  });
  await end('a', success); // It is c's turn then.
  expect(stateOf(signals('c'))).toBe('asked');
  await end('b', cancelled);
  await end('c', cancelled);
  expect((await run.ended).outcome).toEqual({ kind: 'skipped', reason: 'You cancelled it.' });
});

test('ends at once also what is about to start when a listener says so', async () => {
  const { runJob, end, signals } = fakeJobs();
  const plan = planOf({ all: { needs: ['a', 'b', 'c'] }, a: {}, b: {}, c: {} });
  const run = runPlan(plan, { limit: 2, runJob });
  run.onDidChange((job, state) => {
    if (job.id !== 'a' || state.kind !== 'ended') return;
    run.kill();
    expect(stateOf(signals('b'))).toBe('killed');
  });
  await end('a', success); // It is c's turn then.
  expect(stateOf(signals('c'))).toBe('killed');
  await end('b', cancelled);
  await end('c', cancelled);
  await run.ended;
});

test('leaves no listener on the signals of its jobs, and none calls after it is disposed', async () => {
  const { runJob, end, signals } = fakeJobs();
  const run = runPlan(planOf({ a: { needs: ['b'] }, b: {} }), { limit: 1, runJob });
  const listener = vi.fn();
  run.onDidChange(listener).dispose();
  const { cancel, kill } = signals('b');
  await end('b', success);
  await end('a', success);
  await run.ended;
  expect(listener).not.toHaveBeenCalled();
  expect([cancel, kill].flatMap((signal) => getEventListeners(signal, 'abort'))).toEqual([]);
});

/** Jobs that end when the test says so. */
function fakeJobs() {
  const running = new Map<string, { signals: JobSignals; end: (outcome: Outcome) => void }>();
  const readies = new Map<string, () => void>();
  const calls: string[] = [];
  const find = (id: string) => {
    const found = running.get(id);
    if (!found) throw new Error(`${id} does not run.`);
    return found;
  };
  const runJob: RunJob = ({ id }, attempt, signals, onReady) => {
    calls.push(`${id} ${attempt}`);
    readies.set(`${id} ${attempt}`, onReady);
    return new Promise((resolve) => {
      running.set(id, { signals, end: resolve });
    });
  };
  return {
    runJob,
    calls,
    signals: (id: string) => find(id).signals,
    ready: (id: string, attempt = 1) => readies.get(`${id} ${attempt}`)?.(),
    end: async (id: string, outcome: Outcome) => {
      const { end } = find(id);
      running.delete(id);
      end(outcome);
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

function stateOf({ cancel, kill }: JobSignals): string {
  if (kill.aborted) return cancel.aborted ? 'killed' : 'killed without a word';
  return cancel.aborted ? 'asked' : 'runs';
}

function recorded(run: PlanRun): readonly string[] {
  const changes: string[] = [];
  run.onDidChange(({ id }, state) => changes.push(`${id}: ${tell(state)}`));
  return changes;
}

function tell(state: JobState): string {
  switch (state.kind) {
    case 'waiting':
      return state.kind;
    case 'retrying':
      return `retrying ${state.attempt} of ${state.attempts}`;
    case 'running':
      return [
        `running ${state.attempt} of ${state.attempts}`,
        ...(state.isReady ? ['ready'] : []),
        ...(state.isStopping ? ['stopping'] : []),
      ].join(' ');
    case 'ended': {
      const { outcome } = state;
      return outcome.kind === 'ran' ? `ran ${outcome.result.status}` : outcome.kind;
    }
  }
}

/** The first job is the root, and comes last. */
function planOf(nodes: Readonly<Record<string, Partial<JobNode>>>): Plan {
  const jobs = Object.entries(nodes).map(([id, node]) => ({
    job: { id, label: id, matrix: {}, definition: undefined },
    node: {
      ...{ id, needs: [], order: 'parallel', retry: { count: 0, delay: 0, on: [] } },
      ...{ isBackground: false, runsNothing: false, matrix: undefined },
      ...node,
    } satisfies JobNode,
  }));
  return { root: jobs[0]!.job.id, jobs: jobs.reverse() };
}
