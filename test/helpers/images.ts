import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installPackages } from './apt.ts';
import { callEngine } from './engine-api.ts';
import type { Engine } from './engine.ts';
import { findProgram } from './find-program.ts';
import { readCommand } from './run-command.ts';

/** The image of the tests: busybox, with the users root and app (1000), made on this machine. */
export const testImage = 'container-tasks-test/busybox:latest';

/** The image that the example names. */
export const exampleImage = 'busybox:latest';

/** Images on an engine. Disposing removes those that were not there before. */
export interface Images extends AsyncDisposable {
  /** What to use in place of {@link exampleImage}: itself, if it could be had. */
  readonly example: string;
}

/**
 * Makes {@link testImage}, and with `example` sees that {@link exampleImage} is there: pulled, or on an engine of our own
 * made from the tests' image where no registry answers.
 *
 * @throws Error that says what to install when there is nothing to make the image from.
 */
export async function provideImages(
  engine: Engine,
  options: { readonly example?: boolean } = {},
): Promise<Images> {
  const made: string[] = [];
  if (!(await hasImage(engine, testImage))) {
    await importImage(engine, testImage, layOutBusybox, ['ENV PATH=/bin', 'CMD ["sh"]']);
    made.push(testImage);
  }
  const wanted = options.example === true && !(await hasImage(engine, exampleImage));
  const example = wanted ? await provideExample(engine) : exampleImage;
  if (wanted) made.push(example);
  return {
    example,
    [Symbol.asyncDispose]: async () => {
      if (engine.isPrivate) return; // It goes as a whole.
      for (const name of made) await callEngine(engine.dockerHost, 'DELETE', `/images/${name}`);
    },
  };
}

async function hasImage({ dockerHost }: Engine, name: string): Promise<boolean> {
  return (await callEngine(dockerHost, 'GET', `/images/${name}/json`)).status === 200;
}

async function provideExample(engine: Engine): Promise<string> {
  if (await pull(engine, exampleImage)) return exampleImage;
  if (!engine.isPrivate) return testImage;
  await callEngine(engine.dockerHost, 'POST', `/images/${testImage}/tag?repo=busybox&tag=latest`);
  console.log(`${exampleImage} cannot be pulled here: using one made from this machine's busybox.`);
  return exampleImage;
}

async function pull(engine: Engine, name: string): Promise<boolean> {
  const [image = '', tag = ''] = name.split(':');
  const timeout = engine.isPrivate ? 10_000 : 60_000;
  const url = `/images/create?fromImage=${image}&tag=${tag}`;
  await callEngine(engine.dockerHost, 'POST', url, { timeout }).catch(() => undefined);
  return hasImage(engine, name);
}

/**
 * Makes an image of the files of a folder.
 *
 * @param layOut puts the files into the folder; they become root's
 * @param changes instructions as in a Dockerfile
 */
export async function importImage(
  { dockerHost }: Pick<Engine, 'dockerHost'>,
  name: string,
  layOut: (folder: string) => Promise<void>,
  changes: readonly string[],
): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'container-tasks-image-'));
  try {
    await layOut(folder);
    const owner = ['--owner=0', '--group=0', '--numeric-owner'];
    const tar = spawn('tar', ['-c', ...owner, '-C', folder, '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [repo = '', tag = ''] = name.split(':');
    const query = new URLSearchParams({ fromSrc: '-', repo, tag });
    for (const change of changes) query.append('changes', change);
    const url = `/images/create?${query.toString()}`;
    const { status, body } = await callEngine(dockerHost, 'POST', url, { body: tar.stdout });
    if (status !== 200 || body.includes('"error"')) throw new Error(`${name} cannot be made: ${body}`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts busybox with all its names into a folder, and what tells its users. */
export async function layOutBusybox(folder: string): Promise<void> {
  const busybox = await staticBusybox();
  for (const each of ['bin', 'etc', 'root']) fs.mkdirSync(path.join(folder, each));
  fs.mkdirSync(path.join(folder, 'tmp'));
  fs.chmodSync(path.join(folder, 'tmp'), 0o1777);
  fs.copyFileSync(busybox, path.join(folder, 'bin/busybox'));
  const applets = (await readCommand(busybox, ['--list'])).trim().split('\n');
  for (const applet of applets)
    if (applet !== 'busybox') fs.symlinkSync('busybox', path.join(folder, 'bin', applet));
  const users = ['root:x:0:0:root:/root:/bin/sh', 'app:x:1000:1000:app:/tmp:/bin/sh'];
  fs.writeFileSync(path.join(folder, 'etc/passwd'), `${users.join('\n')}\n`);
  fs.writeFileSync(path.join(folder, 'etc/group'), 'root:x:0:\napp:x:1000:\n');
}

async function staticBusybox(): Promise<string> {
  const isStatic = (file: string | undefined): file is string =>
    file !== undefined && !fs.readFileSync(file).includes('/ld-'); // the dynamic loader, /lib/ld-linux... or /lib/ld-musl...
  const found = findProgram('busybox');
  if (isStatic(found)) return found;
  await installPackages(['busybox-static'], 'for the image of the tests');
  return findProgram('busybox') ?? '/bin/busybox';
}
