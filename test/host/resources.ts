import { EventEmitter } from 'node:events';

import { eventually } from '../helpers/eventually.ts';

/** How many of each kind. */
type Resources = Readonly<Record<string, number>>;

/** What keeps this process busy, by kind, at its least within a second: VS Code's own timers come and go. */
export async function leastResources(): Promise<Resources> {
  const least: Record<string, number> = {};
  for (let look = 0; look < 20; look++) {
    const counts: Record<string, number> = {};
    for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
    for (const kind of new Set([...Object.keys(counts), ...Object.keys(least)]))
      least[kind] = Math.min(look === 0 ? Infinity : (least[kind] ?? 0), counts[kind] ?? 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return least;
}

/** Waits until this process is kept busy by no more than before. */
export async function noMoreResources(before: Resources): Promise<void> {
  await eventually(`no more than ${JSON.stringify(before)}`, async () => {
    const more = Object.entries(await leastResources()).filter(
      ([kind, count]) => count > (before[kind] ?? 0),
    );
    return more.length === 0 || Promise.reject(new Error(JSON.stringify(more)));
  });
}

/** Counts those who listen for changes, as runs and plans tell them, from now until it is disposed: how many are left. */
export class ChangeListeners implements Disposable {
  left = 0;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- They are called with their emitter, and put back.
  readonly #methods = { on: EventEmitter.prototype.on, off: EventEmitter.prototype.off };

  constructor() {
    const { on, off } = this.#methods;
    const count = (emitter: EventEmitter, name: unknown, work: () => unknown): void => {
      const before = emitter.listenerCount('change');
      work();
      // An emitter of its own kind, such as a watcher of files, is none of ours.
      if (name === 'change' && Object.getPrototypeOf(emitter) === EventEmitter.prototype)
        this.left += emitter.listenerCount('change') - before;
    };
    EventEmitter.prototype.on = function (this: EventEmitter, ...args) {
      count(this, args[0], () => on.apply(this, args));
      return this;
    };
    EventEmitter.prototype.off = function (this: EventEmitter, ...args) {
      count(this, args[0], () => off.apply(this, args));
      return this;
    };
  }

  [Symbol.dispose](): void {
    Object.assign(EventEmitter.prototype, this.#methods);
  }
}
