import fs from 'node:fs';
import path from 'node:path';
import { ownedName, ownerlessNames } from './owner.ts';

/** Short, as sockets are made in the folders below and their paths have at most 107 bytes. */
const top = '/tmp';

const prefix = 'vscode';

/** Makes a folder of this process alone, and removes those of processes that were killed. */
export function makeTemporaryFolder(): string {
  for (const name of ownerlessNames(top, prefix)) removeFolder(path.join(top, name));
  const own = path.join(top, ownedName(prefix));
  fs.mkdirSync(own, { recursive: true });
  return fs.realpathSync(fs.mkdtempSync(path.join(own, 't-')));
}

/** Removes a folder that processes which have just been ended may still write to. */
export function removeFolder(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  const own = path.dirname(folder);
  if (path.basename(own) === ownedName(prefix) && fs.readdirSync(own).length === 0) fs.rmdirSync(own);
}
