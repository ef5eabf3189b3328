import fs from 'node:fs';
import path from 'node:path';
import { installPackages } from './apt.ts';
import { findProgram } from './find-program.ts';
import { readCommand } from './run-command.ts';

/**
 * Puts an engine's data on a disk of so many MiB: a file that is mounted in the engine's folder. For
 * {@link PrivateEngineOptions.prepare}; it is unmounted with the engine.
 */
export function smallDisk(size: number): (folder: string) => Promise<void> {
  return async (folder) => {
    await installPackages(findProgram('mkfs.ext4') ? [] : ['e2fsprogs'], 'for a disk that is full');
    const file = path.join(folder, 'disk');
    fs.writeFileSync(file, '');
    fs.truncateSync(file, size * 2 ** 20);
    await readCommand(findProgram('mkfs.ext4') ?? '', ['-q', '-m', '0', file]);
    fs.mkdirSync(dataOf(folder));
    await readCommand('mount', ['-o', 'loop', file, dataOf(folder)]);
  };
}

/** Does the work while the disk is full to its last byte. */
export async function whileFull<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const file = path.join(dataOf(folder), 'filler');
  const descriptor = fs.openSync(file, 'w');
  try {
    for (let size = 2 ** 20; size >= 1; size = size / 4) writeUntilFull(descriptor, Buffer.alloc(size, 'x'));
    return await work();
  } finally {
    fs.closeSync(descriptor);
    fs.rmSync(file);
  }
}

function writeUntilFull(descriptor: number, bytes: Buffer): void {
  try {
    while (fs.writeSync(descriptor, bytes) > 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}

function dataOf(folder: string): string {
  return path.join(folder, 'data');
}
