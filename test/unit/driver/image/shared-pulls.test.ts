import { expect, test } from 'vitest';
import type { Progress } from '../../../../src/core/container-task.ts';
import { SharedPulls } from '../../../../src/driver/docker/image/shared-pulls.ts';
import type { StartPull } from '../../../../src/driver/docker/image/shared-pulls.ts';

const never = new AbortController().signal;
const enough = new Error('enough');

test('pulls once for all who wait for the same, and tells each of them', async () => {
  const pulls = new SharedPulls();
  const fake = fakePull();
  const [first, second] = [recorder(), recorder()];
  const a = pulls.join('x', fake.start, first.add, never);
  fake.started[0]?.tell(progress(1));
  const b = pulls.join('x', fake.start, second.add, never);
  fake.started[0]?.tell(progress(2));
  fake.started[0]?.end();
  await Promise.all([a, b]);
  expect(fake.started).toHaveLength(1);
  expect(first.seen).toEqual([progress(1), progress(2)]);
  expect(second.seen).toEqual([progress(1), progress(2)]);
});

test('pulls different things at the same time', async () => {
  const pulls = new SharedPulls();
  const fake = fakePull();
  const both = [pulls.join('x', fake.start, ignore, never), pulls.join('y', fake.start, ignore, never)];
  expect(fake.started).toHaveLength(2);
  for (const { end } of fake.started) end();
  await Promise.all(both);
});

test('pulls anew when the pull before has ended', async () => {
  const pulls = new SharedPulls();
  const fake = fakePull();
  const first = pulls.join('x', fake.start, ignore, never);
  fake.started[0]?.end();
  await first;
  const second = pulls.join('x', fake.start, ignore, never);
  expect(fake.started).toHaveLength(2);
  fake.started[1]?.end();
  await second;
});

test('fails for all who wait, and is tried anew after that', async () => {
  const pulls = new SharedPulls();
  const fake = fakePull();
  const both = [1, 2].map(() => pulls.join('x', fake.start, ignore, never));
  fake.started[0]?.fail(new Error('no route'));
  for (const each of await Promise.allSettled(both)) expect(each).toMatchObject({ status: 'rejected' });
  const next = pulls.join('x', fake.start, ignore, never);
  fake.started[1]?.end();
  await next;
});

test('goes on for the others when one leaves, who hears nothing more', async () => {
  const pulls = new SharedPulls();
  const fake = fakePull();
  const [abort, left] = [new AbortController(), recorder()];
  const leaving = pulls.join('x', fake.start, left.add, abort.signal);
  const staying = pulls.join('x', fake.start, ignore, never);
  abort.abort(enough);
  await expect(leaving).rejects.toBe(enough);
  fake.started[0]?.tell(progress(1));
  expect(left.seen).toEqual([]);
  expect(fake.started[0]?.signal.aborted).toBe(false);
  fake.started[0]?.end();
  await staying;
});

test('ends when the last one leaves, and whoever comes then gets a pull that goes on', async () => {
  const pulls = new SharedPulls();
  const fake = fakePull();
  const aborts = [new AbortController(), new AbortController()];
  const both = aborts.map(({ signal }) => pulls.join('x', fake.start, ignore, signal));
  for (const abort of aborts) abort.abort(enough);
  for (const each of both) await expect(each).rejects.toBe(enough);
  expect(fake.started[0]?.signal.aborted).toBe(true);
  const next = pulls.join('x', fake.start, ignore, never);
  fake.started[0]?.fail(enough); // The engine's connection closes only now.
  await Promise.resolve();
  expect(fake.started).toHaveLength(2);
  expect(fake.started[1]?.signal.aborted).toBe(false);
  fake.started[1]?.end();
  await next;
});

test('starts nothing for one who has left already', async () => {
  const fake = fakePull();
  const joined = new SharedPulls().join('x', fake.start, ignore, AbortSignal.abort(enough));
  await expect(joined).rejects.toBe(enough);
  expect(fake.started).toEqual([]);
});

interface Started {
  readonly tell: (step: Progress) => void;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
  readonly signal: AbortSignal;
}

function fakePull(): { readonly start: StartPull; readonly started: readonly Started[] } {
  const started: Started[] = [];
  const start: StartPull = (tell, signal) =>
    new Promise((resolve, reject) => {
      started.push({ tell, end: resolve, fail: reject, signal });
    });
  return { start, started };
}

function recorder(): { readonly add: (step: Progress) => void; readonly seen: readonly Progress[] } {
  const seen: Progress[] = [];
  return { add: (step) => seen.push(step), seen };
}

function progress(current: number): Progress {
  return { phase: 'pulling', image: 'x', current, total: 9 };
}

function ignore(): void {
  // For those who do not look at the progress.
}
