import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { installPackages } from './apt.ts';
import { findProgram } from './find-program.ts';
import { readCommand } from './run-command.ts';
import { makeTemporaryFolder, removeFolder } from './temporary-folder.ts';

/** Between two pictures, in ms. */
const pause = 250;

/** A picture of the page, and when it was drawn. */
interface Frame {
  readonly file: string;
  /** Seconds. */
  readonly at: number;
}

/**
 * Records what a page shows while something is done with it, as an animated GIF.
 *
 * @param file where it goes
 * @param speed how many times as fast it plays
 */
export async function recordPage(
  page: Page,
  file: string,
  speed: number,
  action: () => Promise<void>,
): Promise<void> {
  await providePrograms();
  const folder = makeTemporaryFolder();
  try {
    const frames = await takeFrames(page, folder, action);
    const list = path.join(folder, 'frames.txt');
    fs.writeFileSync(list, concatenation(frames, speed));
    const raw = path.join(folder, 'raw.gif');
    const filter = `fps=6,scale=1000:-1:flags=lanczos,split[a][b];[a]palettegen=max_colors=96:stats_mode=diff[p];[b][p]paletteuse=dither=none:diff_mode=rectangle`;
    await readCommand('ffmpeg', [
      ...['-y', '-loglevel', 'error', '-f', 'concat', '-safe', '0', '-i', list],
      ...['-filter_complex', filter, raw],
    ]);
    await readCommand('gifsicle', ['-O3', '--lossy=60', raw, '-o', file]);
  } finally {
    removeFolder(folder);
  }
}

async function providePrograms(): Promise<void> {
  const missing = ['ffmpeg', 'gifsicle'].filter((name) => findProgram(name) === undefined);
  await installPackages(missing, 'to make the recording');
}

/** One picture after the other: the browser's own recording leaves out what is in frames of their own, as a chart is. */
async function takeFrames(
  page: Page,
  folder: string,
  action: () => Promise<void>,
): Promise<readonly Frame[]> {
  const frames: Frame[] = [];
  const acting = action();
  const over = acting.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([over, Promise.resolve(false)]))) {
    const file = path.join(folder, `${frames.length}.png`);
    await page.screenshot({ path: file });
    frames.push({ file, at: Date.now() / 1000 });
    await page.waitForTimeout(pause); // A page that is pictured all the time draws nothing new in its frames.
  }
  await acting;
  return frames;
}

/** As ffmpeg's `concat` reads it: each picture with how long it stays; the last one a little longer. */
function concatenation(frames: readonly Frame[], speed: number): string {
  const lines = frames.map(({ file, at }, index) => {
    const next = frames[index + 1]?.at ?? at + 2 * speed;
    return `file '${file}'\nduration ${((next - at) / speed).toFixed(3)}`;
  });
  return `${lines.join('\n')}\nfile '${frames.at(-1)?.file ?? ''}'\n`;
}
