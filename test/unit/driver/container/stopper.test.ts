import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Stopper } from '../../../../src/driver/docker/container/stopper.ts';

const day = 24 * 3600 * 1000;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test('stops for the timeout, once', () => {
  const stop = vi.fn(() => Promise.resolve());
  const { signal, abort } = aborter();
  using stopper = new Stopper(1000, signal, stop);
  vi.advanceTimersByTime(999);
  expect(stopper.reason).toBeUndefined();
  vi.advanceTimersByTime(1);
  abort();
  expect(stopper.reason).toBe('timeout');
  expect(stop).toHaveBeenCalledTimes(1);
});

test('stops for a signal, and not for the timeout after it', () => {
  const stop = vi.fn(() => Promise.resolve());
  const { signal, abort } = aborter();
  using stopper = new Stopper(1000, signal, stop);
  abort();
  vi.advanceTimersByTime(2000);
  expect(stopper.reason).toBe('cancelled');
  expect(stop).toHaveBeenCalledTimes(1);
});

test('stops at once for a signal that is aborted already', () => {
  using stopper = new Stopper(0, AbortSignal.abort(), () => Promise.resolve());
  expect(stopper.reason).toBe('cancelled');
});

test('waits for a timeout that is longer than a timer can be', () => {
  using stopper = new Stopper(60 * day, new AbortController().signal, () => Promise.resolve());
  vi.advanceTimersByTime(60 * day - 1);
  expect(stopper.reason).toBeUndefined();
  vi.advanceTimersByTime(1);
  expect(stopper.reason).toBe('timeout');
});

test('never stops for a timeout of 0', () => {
  using stopper = new Stopper(0, new AbortController().signal, () => Promise.resolve());
  vi.advanceTimersByTime(400 * day);
  expect(stopper.reason).toBeUndefined();
});

test('tells that stopping failed', async () => {
  using stopper = new Stopper(0, AbortSignal.abort(), () => Promise.reject(new Error('no engine')));
  await expect(stopper.failed).rejects.toThrow('no engine');
});

test('hears of nothing after it was disposed', () => {
  const { signal, abort } = aborter();
  const stopper = new Stopper(1000, signal, () => Promise.resolve());
  stopper[Symbol.dispose]();
  abort();
  vi.advanceTimersByTime(2000);
  expect(stopper.reason).toBeUndefined();
});

function aborter(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    abort: () => {
      controller.abort();
    },
  };
}
