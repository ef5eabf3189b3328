import { expect, test } from 'vitest';
import type { Action, JobNode, ScheduleEvent } from '../../../../src/core/plan/node.ts';
import type { Outcome } from '../../../../src/core/plan/outcome.ts';
import { Schedule } from '../../../../src/core/plan/schedule.ts';

const success: Outcome = { kind: 'ran', result: { status: 'success', exitCode: 0 } };
const failure: Outcome = ranAs('error');

test('runs what is needed first, all of it at once, and a shared job once', () => {
  const schedule = scheduled([job('all', 'a', 'b'), job('a', 'base'), job('b', 'base'), job('base')]);
  expect(begin(schedule)).toEqual(['start base 1']);
  expect(end(schedule, 'base', success)).toEqual(['base: success', 'start a 1', 'start b 1']);
  expect(end(schedule, 'b', success)).toEqual(['b: success']);
  expect(end(schedule, 'a', success)).toEqual(['a: success', 'start all 1']);
  expect(end(schedule, 'all', success)).toEqual(['all: success']);
  expect(schedule.isOver).toBe(true);
});

test('runs a sequence one after the other, and does not begin what follows a failure', () => {
  const schedule = scheduled([
    sequence('all', 'lint', 'test', 'pack'),
    job('lint'),
    job('test'),
    job('pack', 'test'),
  ]);
  expect(begin(schedule)).toEqual(['start lint 1']);
  expect(end(schedule, 'lint', success)).toEqual(['lint: success', 'start test 1']);
  expect(end(schedule, 'test', ranAs('timeout'))).toEqual([
    'test: timeout',
    'all: skipped. "test" took too long, which "all" needs.',
    'pack: skipped. "test" took too long, so that nothing needs "pack" any more.',
  ]);
  expect(schedule.isOver).toBe(true);
});

test('names the job that failed first to all that need it, and lets go on what is wanted already', () => {
  const schedule = scheduled([
    job('deploy', 'test', 'docs'),
    job('test', 'build'),
    job('docs', 'fonts'),
    job('build'),
    job('fonts'),
  ]);
  expect(begin(schedule)).toEqual(['start build 1', 'start fonts 1']);
  expect(end(schedule, 'build', ranAs('killed'))).toEqual([
    'build: killed',
    'test: skipped. "build" was killed, which "test" needs.',
    'deploy: skipped. "build" was killed, which "deploy" needs.',
  ]);
  expect(end(schedule, 'fonts', success)).toEqual(['fonts: success', 'start docs 1']);
  expect(schedule.isOver).toBe(false);
  expect(end(schedule, 'docs', failure)).toEqual(['docs: error']);
  expect(schedule.isOver).toBe(true);
});

test('goes on after what is up to date, and not after what was skipped', () => {
  const schedule = scheduled([job('test', 'build', 'lint'), job('build'), job('lint')]);
  begin(schedule);
  expect(end(schedule, 'build', { kind: 'upToDate' })).toEqual(['build: upToDate']);
  expect(end(schedule, 'lint', { kind: 'skipped', reason: 'Nobody allowed it.' })).toEqual([
    'lint: skipped. Nobody allowed it.',
    'test: skipped. "lint" was skipped, which "test" needs.',
  ]);
});

test('keeps to the limit, first come, first served', () => {
  const schedule = scheduled([standIn('all', 'a', 'b', 'c'), job('a'), job('b'), job('c')], 2);
  expect(begin(schedule)).toEqual(['start a 1', 'start b 1']);
  expect(end(schedule, 'b', success)).toEqual(['b: success', 'start c 1']);
});

test('does not let a full matrix hold up others, or take more than its part', () => {
  const [a, b, c] = ['test (1)', 'test (2)', 'test (3)'];
  const schedule = scheduled([
    standIn('all', 'test', 'lint'),
    { ...standIn('test', a, b, c), matrix: { maxParallel: 1, failFast: true } },
    ...[a, b, c, 'lint'].map((id) => job(id)),
  ]);
  expect(begin(schedule)).toEqual([`start lint 1`, `start ${a} 1`]);
  expect(end(schedule, a, success)).toEqual([`${a}: success`, `start ${b} 1`]);
});

test('ends a matrix with the first combination that fails, unless it is told not to', () => {
  const nodes = (failFast: boolean): JobNode[] => [
    { ...standIn('test', 'test (1)', 'test (2)', 'test (3)'), matrix: { maxParallel: 2, failFast } },
    ...['test (1)', 'test (2)', 'test (3)'].map((id) => job(id)),
  ];
  const fast = scheduled(nodes(true));
  begin(fast);
  const why = '"test (1)" failed, which ends the rest of its matrix.';
  expect(end(fast, 'test (1)', failure)).toEqual([
    'test (1): error',
    'test: failed. "test (1)" failed.',
    `cancel test (2). ${why}`,
    `test (3): skipped. ${why}`,
  ]);
  expect(end(fast, 'test (2)', ranAs('cancelled'))).toEqual([`test (2): cancelled. ${why}`]);
  expect(fast.isOver).toBe(true);

  const slow = scheduled(nodes(false));
  begin(slow);
  expect(end(slow, 'test (1)', failure)).toEqual([
    'test (1): error',
    'test: failed. "test (1)" failed.',
    'start test (3) 1',
  ]);
});

test('is as up to date as what it stands for', () => {
  const schedule = scheduled([standIn('all', 'a', 'b'), job('a'), job('b')]);
  begin(schedule);
  end(schedule, 'a', { kind: 'upToDate' });
  expect(end(schedule, 'b', { kind: 'upToDate' })).toEqual(['b: upToDate', 'all: upToDate']);

  const partly = scheduled([standIn('all', 'a', 'b'), job('a'), job('b')]);
  begin(partly);
  end(partly, 'a', { kind: 'upToDate' });
  expect(end(partly, 'b', success)).toEqual(['b: success', 'all: success']);
});

const retried = { count: 2, delay: 500, on: ['error', 'timeout'] } as const;

test('tries again what failed, after the delay and so often', () => {
  const schedule = scheduled([job('test', 'flaky'), { ...job('flaky'), retry: retried }]);
  expect(begin(schedule)).toEqual(['start flaky 1']);
  expect(end(schedule, 'flaky', failure)).toEqual(['wait flaky 500']);
  expect(schedule.isOver).toBe(false);
  expect(again(schedule, 'flaky')).toEqual(['start flaky 2']);
  expect(end(schedule, 'flaky', ranAs('timeout'))).toEqual(['wait flaky 500']);
  expect(again(schedule, 'flaky')).toEqual(['start flaky 3']);
  expect(end(schedule, 'flaky', failure)).toEqual([
    'flaky: error',
    'test: skipped. "flaky" failed, which "test" needs.',
  ]);
});

test('does not try again what ended otherwise', () => {
  const schedule = scheduled([{ ...job('flaky'), retry: retried }]);
  begin(schedule);
  expect(end(schedule, 'flaky', ranAs('killed'))).toEqual(['flaky: killed']);
});

test('gives others the turn of what waits to be tried again', () => {
  const schedule = scheduled([standIn('all', 'a', 'b'), { ...job('a'), retry: retried }, job('b')], 1);
  expect(begin(schedule)).toEqual(['start a 1']);
  expect(end(schedule, 'a', failure)).toEqual(['wait a 500', 'start b 1']);
  expect(again(schedule, 'a')).toEqual([]);
  expect(end(schedule, 'b', success)).toEqual(['b: success', 'start a 2']);
});

test('cancels what runs and skips what does not; what waits to be tried again keeps its outcome', () => {
  const schedule = scheduled([
    job('all', 'a', 'b', 'c'),
    job('a'),
    { ...job('b'), retry: retried },
    sequence('c', 'a', 'd'),
    job('d'),
  ]);
  begin(schedule);
  end(schedule, 'b', failure);
  expect(does(schedule, { type: 'cancel' })).toEqual([
    'all: skipped. You cancelled it.',
    'cancel a. You cancelled it.',
    'b: error',
    'c: skipped. You cancelled it.',
    'd: skipped. You cancelled it.',
  ]);
  expect(again(schedule, 'b')).toEqual([]);
  expect(does(schedule, { type: 'cancel' })).toEqual([]);
  expect(end(schedule, 'a', ranAs('cancelled'))).toEqual(['a: cancelled']);
  expect(schedule.isOver).toBe(true);
});

test('does not try again what ends after a cancel', () => {
  const schedule = scheduled([{ ...job('flaky'), retry: retried }]);
  begin(schedule);
  does(schedule, { type: 'cancel' });
  expect(end(schedule, 'flaky', failure)).toEqual(['flaky: error']);
});

const unneeded = 'All that needed it has ended.';

test('goes on when a background job is ready, and stops it when the last that needs it has ended', () => {
  const schedule = scheduled(
    [sequence('all', 'a', 'b'), job('a', 'server'), job('b', 'server'), background('server')],
    1,
  );
  expect(begin(schedule)).toEqual(['start server 1']);
  expect(ready(schedule, 'server')).toEqual(['start a 1']);
  expect(end(schedule, 'a', success)).toEqual(['a: success', 'start b 1']);
  expect(end(schedule, 'b', success)).toEqual(['b: success', `cancel server. ${unneeded}`, 'start all 1']);
  expect(end(schedule, 'server', ranAs('cancelled'))).toEqual(['server: stopped']);
  end(schedule, 'all', success);
  expect(schedule.isOver).toBe(true);
});

test('treats a background job that ends before it is ready as any other', () => {
  const schedule = scheduled([
    standIn('all', 'a', 'b'),
    job('a', 'good'),
    job('b', 'bad'),
    background('good'),
    background('bad'),
  ]);
  begin(schedule);
  expect(end(schedule, 'good', success)).toEqual(['good: success', 'start a 1']);
  expect(end(schedule, 'bad', failure)).toContain('b: skipped. "bad" failed, which "b" needs.');
});

test('ends what runs on a background job that fails later', () => {
  const schedule = scheduled([job('deploy', 'test'), job('test', 'server'), background('server')]);
  begin(schedule);
  ready(schedule, 'server');
  expect(end(schedule, 'server', failure)).toEqual([
    'server: error',
    'cancel test. "server" failed, which "test" needs.',
  ]);
  expect(end(schedule, 'test', ranAs('cancelled'))).toEqual([
    'test: cancelled. "server" failed, which "test" needs.',
    'deploy: skipped. "server" failed, which "deploy" needs.',
  ]);
});

test('lets a background job end in peace, and what needs it go on', () => {
  const schedule = scheduled([job('test', 'daemon', 'build'), background('daemon'), job('build')]);
  begin(schedule);
  ready(schedule, 'daemon');
  expect(end(schedule, 'daemon', success)).toEqual(['daemon: success']);
  expect(end(schedule, 'build', success)).toEqual(['build: success', 'start test 1']);
  expect(end(schedule, 'test', success)).toEqual(['test: success']);
});

test('tries a background job again that was ready; what has not begun waits for it', () => {
  const schedule = scheduled(
    [
      standIn('all', 'a', 'b'),
      job('a', 'servers'),
      job('b', 'servers'),
      standIn('servers', 'server'),
      { ...background('server'), retry: retried },
    ],
    1,
  );
  begin(schedule);
  expect(ready(schedule, 'server')).toEqual(['start a 1']);
  expect(end(schedule, 'server', failure)).toEqual(['wait server 500']);
  expect(end(schedule, 'a', success)).toEqual(['a: success']);
  expect(again(schedule, 'server')).toEqual(['start server 2']);
  expect(ready(schedule, 'server')).toEqual(['start b 1']);
});

test('lasts as long as the background jobs that it stands for', () => {
  const schedule = scheduled(
    [standIn('dev', 'client', 'server'), background('client'), background('server')],
    1,
  );
  begin(schedule);
  ready(schedule, 'client');
  ready(schedule, 'server');
  expect(end(schedule, 'client', success)).toEqual(['client: success']);
  expect(schedule.isOver).toBe(false);
  expect(end(schedule, 'server', success)).toEqual(['server: success', 'dev: success']);
});

test('lasts no longer than the last of a sequence', () => {
  const nodes = [background('server'), job('test')];
  const schedule = scheduled([{ ...standIn('e2e', 'server', 'test'), order: 'sequence' }, ...nodes]);
  begin(schedule);
  expect(ready(schedule, 'server')).toEqual(['start test 1']);
  expect(end(schedule, 'test', success)).toEqual([
    'test: success',
    'e2e: success',
    `cancel server. ${unneeded}`,
  ]);
});

test('stops what stands for background jobs when nothing needs it any more', () => {
  const schedule = scheduled([
    job('test', 'servers'),
    standIn('servers', 'a', 'b'),
    background('a'),
    background('b'),
  ]);
  begin(schedule);
  ready(schedule, 'a');
  expect(ready(schedule, 'b')).toEqual(['start test 1']);
  expect(end(schedule, 'test', success)).toEqual([
    'test: success',
    'servers: success',
    `cancel a. ${unneeded}`,
    `cancel b. ${unneeded}`,
  ]);
});

test('stops the background jobs that a failure leaves without a use, also those that wait for their turn', () => {
  const schedule = scheduled(
    [standIn('all', 'bad', 'a', 'b'), job('bad'), background('a'), background('b')],
    2,
  );
  expect(begin(schedule)).toEqual(['start bad 1', 'start a 1']);
  expect(end(schedule, 'bad', failure)).toEqual([
    'bad: error',
    'all: failed. "bad" failed.',
    `cancel a. ${unneeded}`,
    `b: skipped. ${unneeded}`,
  ]);
});

test('takes no notice of what does not fit', () => {
  const schedule = scheduled([job('b', 'a'), job('a')]);
  begin(schedule);
  expect(ready(schedule, 'a')).toEqual([]);
  expect(again(schedule, 'a')).toEqual([]);
  expect(end(schedule, 'a', success)).toEqual(['a: success', 'start b 1']);
  expect(end(schedule, 'a', failure)).toEqual([]);
  expect(() => ready(schedule, 'c')).toThrow('There is no job c.');
});

test('goes down a chain of any length', () => {
  const length = 20_000;
  const chain = Array.from({ length }, (_, index) =>
    job(`${index}`, ...(index + 1 < length ? [`${index + 1}`] : [])),
  );
  const schedule = scheduled(chain);
  expect(begin(schedule)).toEqual([`start ${length - 1} 1`]);
  expect(end(schedule, `${length - 1}`, failure)).toHaveLength(length);
  expect(schedule.isOver).toBe(true);
});

function job(id: string, ...needs: readonly string[]): JobNode {
  const retry = { count: 0, delay: 0, on: [] };
  return { id, needs, order: 'parallel', retry, isBackground: false, runsNothing: false, matrix: undefined };
}

function sequence(id: string, ...needs: readonly string[]): JobNode {
  return { ...job(id, ...needs), order: 'sequence' };
}

function standIn(id: string, ...needs: readonly string[]): JobNode {
  return { ...job(id, ...needs), runsNothing: true };
}

function background(id: string): JobNode {
  return { ...job(id), isBackground: true };
}

function ranAs(status: 'error' | 'timeout' | 'killed' | 'cancelled'): Outcome {
  return { kind: 'ran', result: { status, error: { message: 'It did not work.' } } };
}

/** The first node is the root. */
function scheduled(nodes: readonly JobNode[], limit = 8): Schedule {
  return new Schedule(nodes, nodes[0]!.id, limit);
}

function begin(schedule: Schedule): readonly string[] {
  return does(schedule, { type: 'begin' });
}

function ready(schedule: Schedule, id: string): readonly string[] {
  return does(schedule, { type: 'ready', id });
}

function again(schedule: Schedule, id: string): readonly string[] {
  return does(schedule, { type: 'again', id });
}

function end(schedule: Schedule, id: string, outcome: Outcome): readonly string[] {
  return does(schedule, { type: 'ended', id, outcome });
}

function does(schedule: Schedule, event: ScheduleEvent): readonly string[] {
  return schedule.handle(event).map(tell);
}

function tell(action: Action): string {
  switch (action.type) {
    case 'start':
      return `start ${action.id} ${action.attempt}`;
    case 'cancel':
      return `cancel ${action.id}. ${action.why}`;
    case 'wait':
      return `wait ${action.id} ${action.milliseconds}`;
    case 'end':
      return `${action.id}: ${tellOutcome(action.outcome)}`;
  }
}

/** The words of a result are there where they are not those that it ended with. */
function tellOutcome(outcome: Outcome): string {
  if (outcome.kind === 'upToDate' || outcome.kind === 'stopped') return outcome.kind;
  if (outcome.kind === 'skipped') return `${outcome.how ?? 'skipped'}. ${outcome.reason}`;
  const { status, error } = outcome.result;
  return !error || error.message === 'It did not work.' ? status : `${status}. ${error.message}`;
}
