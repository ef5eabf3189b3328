import { expect, test, vi } from 'vitest';
import { cleaningUp, removeAbandoned } from '../../../src/runner/clean-up.ts';
import { DriverError } from '../../../src/driver/driver.ts';
import type { Abandoned } from '../../../src/driver/driver.ts';
import { FakeDriver } from '../../helpers/fake-driver.ts';

test('removes every container, and says of each that stays why', async () => {
  const failure = new DriverError('The container a could not be removed.', 'Remove it.');
  const removed = await removeAbandoned([abandoned(), abandoned(failure), abandoned()]);
  expect(removed).toEqual({ removed: 2, failures: [failure] });
});

test('removes networks and volumes when the containers that may use them are gone', async () => {
  const order: string[] = [];
  const kinds = ['volume', 'container', 'network'] as const;
  const things = kinds.map((kind) => ({
    ...abandoned(),
    kind,
    remove: async () => {
      order.push(`${kind}...`);
      await Promise.resolve();
      order.push(kind);
    },
  }));
  await removeAbandoned(things);
  expect(order.slice(0, 2)).toEqual(['container...', 'container']);
  expect(order).toHaveLength(6);
});

test('removes what was left behind when the first driver is loaded, and not again', async () => {
  const { driver, remove } = driverThatFinds();
  const load = cleaningUp(() => Promise.resolve(driver), 1);
  expect(driver.calls).toEqual([]);
  expect(await load()).toBe(driver);
  await vi.waitFor(() => {
    expect(remove).toHaveBeenCalledOnce();
  });
  await load();
  expect(driver.calls).toEqual(['abandoned', 'abandoned']);
});

test('leaves alone what another window takes over meanwhile', async () => {
  const driver = new FakeDriver();
  const remove = vi.fn(() => Promise.resolve());
  const other = { ...abandoned(), name: 'other' };
  const found = [[{ ...abandoned(), remove }, other], [other]];
  driver.found = () => Promise.resolve(found.shift() ?? []);
  await cleaningUp(() => Promise.resolve(driver), 1)();
  await vi.waitFor(() => {
    expect(driver.calls).toEqual(['abandoned', 'abandoned']);
  });
  expect(remove).not.toHaveBeenCalled();
});

test('removes nothing that is found only later: its time has not come', async () => {
  const driver = new FakeDriver();
  const remove = vi.fn(() => Promise.resolve());
  const found = [[{ ...abandoned(), name: 'other' }], [{ ...abandoned(), remove }]];
  driver.found = () => Promise.resolve(found.shift() ?? []);
  await cleaningUp(() => Promise.resolve(driver), 1)();
  await vi.waitFor(() => {
    expect(driver.calls).toEqual(['abandoned', 'abandoned']);
  });
  expect(remove).not.toHaveBeenCalled();
});

test('keeps nobody waiting', async () => {
  const driver = new FakeDriver();
  driver.found = () => new Promise(() => undefined);
  expect(await cleaningUp(() => Promise.resolve(driver))()).toBe(driver);
});

test('tries again with the next driver when no engine answered', async () => {
  const { driver, remove } = driverThatFinds();
  const { found } = driver;
  driver.found = () => Promise.reject(new DriverError('No container engine answers.', 'Start one.'));
  const load = cleaningUp(() => Promise.resolve(driver), 1);
  await load();
  await vi.waitFor(() => {
    expect(driver.calls).toEqual(['abandoned']);
  });
  driver.found = found;
  await vi.waitFor(async () => {
    await load();
    expect(remove).toHaveBeenCalledOnce();
  });
});

function driverThatFinds(): { driver: FakeDriver; remove: ReturnType<typeof vi.fn<() => Promise<void>>> } {
  const driver = new FakeDriver();
  const remove = vi.fn(() => Promise.resolve());
  driver.found = () => Promise.resolve([{ ...abandoned(), remove }]);
  return { driver, remove };
}

function abandoned(failure?: Error): Abandoned {
  return {
    kind: 'container',
    name: 'container-tasks-build-1',
    label: 'build',
    image: 'busybox',
    created: 0,
    remove: () => (failure ? Promise.reject(failure) : Promise.resolve()),
  };
}
