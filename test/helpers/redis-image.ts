import fs from 'node:fs';
import path from 'node:path';
import { installPackages } from './apt.ts';
import type { Engine } from './engine.ts';
import { findProgram } from './find-program.ts';
import { importImage, layOutBusybox } from './images.ts';
import { readCommand } from './run-command.ts';

/** A Redis server and its command line, in busybox: this machine's. */
export const redisImage = 'container-tasks-test/redis:latest';

const programs = { 'redis-server': 'redis-server', 'redis-cli': 'redis-tools' };

/** Installs what {@link provideRedis} makes an image of. */
export async function installRedis(): Promise<void> {
  const missing = Object.entries(programs).flatMap(([name, from]) => (findProgram(name) ? [] : [from]));
  await installPackages(missing, 'for a server that is a service');
}

/** Makes {@link redisImage}. @throws Error that says what to install where there is nothing to make it from. */
export async function provideRedis(engine: Pick<Engine, 'dockerHost'>): Promise<void> {
  await installRedis();
  await importImage(engine, redisImage, layOut, ['ENV PATH=/bin', 'CMD ["redis-server"]']);
}

async function layOut(folder: string): Promise<void> {
  await layOutBusybox(folder);
  for (const name of Object.keys(programs)) {
    const program = findProgram(name) ?? name;
    fs.copyFileSync(program, path.join(folder, 'bin', name));
    for (const library of await librariesOf(program)) {
      const target = path.join(folder, library);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.copyFileSync(library, target);
    }
  }
}

/** Absolute paths, that of the loader too. See ldd(1). */
async function librariesOf(program: string): Promise<readonly string[]> {
  const lines = (await readCommand('ldd', [program])).split('\n');
  return lines.flatMap((line) => /(?:^\s*|=> )(\/\S+) \(/.exec(line)?.[1] ?? []);
}
