import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { makeTemporaryFolder, removeFolder } from '../helpers/temporary-folder.ts';
import type { Figure } from './figure.ts';
import { FloodWindow } from './flood-window.ts';
import type { Place } from './flood-window.ts';
import { HostStall } from './host-stall.ts';
import { median, timed } from './timing.ts';

const rounds = 3;

/** How long 64 MiB of output hold the extension host and the window, beside VS Code's own shell task that prints the same. */
export async function* measureStall(): AsyncGenerator<Figure> {
  const folder = makeTemporaryFolder();
  try {
    const extension = path.join(folder, 'stall');
    fs.mkdirSync(extension);
    const stall = new HostStall(extension);
    await using window = await FloodWindow.open(extension);
    yield* figuresOf(await measure(window, stall));
  } finally {
    removeFolder(folder);
  }
}

/** All in ms. */
interface Held {
  readonly time: number;
  /** The extension host, at most. */
  readonly longest: number;
  /** The extension host, by its own work at most. */
  readonly work: number;
  /** The extension host, in 99 of 100 looks at most. */
  readonly p99: number;
  /** The window, between two frames at most. */
  readonly frame: number;
}

type What = Place | 'shell' | 'idle';

/** One after the other in the same window, so that what else the machine does meets all of them. */
async function measure(window: FloodWindow, stall: HostStall): Promise<ReadonlyMap<What, Held>> {
  const all: Record<What, Held[]> = { idle: [], channel: [], terminal: [], shell: [] };
  const held = async (what: What, run: () => Promise<unknown>): Promise<void> => {
    const stop = await watchFrames(window.vscode.page);
    const [time, host] = await stall.during(() => timed(run));
    all[what].push({ time, ...host, frame: await stop() });
  };
  for (let round = -1; round < rounds; round++) {
    await held('idle', () => sleep(2000));
    for (const place of ['channel', 'terminal'] as const) {
      await window.list();
      await held(place, () => window.run(place));
    }
    await held('shell', () => window.runShell());
    // The first does not count: to compile code is not to show output.
    if (round < 0) for (const list of Object.values(all)) list.length = 0;
  }
  return new Map((Object.keys(all) as What[]).map((what) => [what, mediansOf(all[what])]));
}

function mediansOf(all: readonly Held[]): Held {
  const of = (name: keyof Held): number => median(all.map((each) => each[name]));
  return { time: of('time'), longest: of('longest'), work: of('work'), p99: of('p99'), frame: of('frame') };
}

function* figuresOf(all: ReadonlyMap<What, Held>): Generator<Figure> {
  const [idle, shell] = [all.get('idle'), all.get('shell')];
  const name = 'docker run in a shell task';
  for (const place of ['channel', 'terminal'] as const) {
    const held = all.get(place);
    if (!held || !idle || !shell) return;
    const what = `Output: 64 MiB to a ${place}`;
    const figure = (measure: string, key: keyof Held): Figure => ({
      ...{ measure: `${what}${measure}`, unit: 'ms', ours: held[key] },
      ...(key === 'time' ? {} : { floor: { name: 'idle', value: idle[key] } }),
    });
    const rival = (key: keyof Held): Pick<Figure, 'competitor'> => ({
      competitor: { name, value: shell[key] },
    });
    yield { ...figure(', the extension host held at most', 'longest'), aim: { ours: idle.longest + 50 } };
    yield { ...figure(', the extension host at work without a break', 'work'), aim: { ours: 50 } };
    yield figure(', the extension host held in 99 of 100 looks at most', 'p99');
    yield { ...figure(', the window without a frame at most', 'frame'), ...rival('frame') };
    yield { ...figure(', from the list of tasks to its end', 'time'), ...rival('time') };
  }
}

/** Watches the window's frames; the result stops it, and resolves with the longest time between two, in ms. */
async function watchFrames(page: Page): Promise<() => Promise<number>> {
  const seen = await page.evaluateHandle(() => {
    const state = { longest: 0, last: performance.now(), isOver: false };
    // The browser's: the tests have no types of the DOM.
    const { requestAnimationFrame: next } = globalThis as unknown as {
      readonly requestAnimationFrame: (frame: () => void) => void;
    };
    const frame = (): void => {
      const now = performance.now();
      state.longest = Math.max(state.longest, now - state.last);
      state.last = now;
      if (!state.isOver) next(frame);
    };
    next(frame);
    return state;
  });
  return () =>
    seen.evaluate((state) => {
      state.isOver = true;
      return state.longest;
    });
}
