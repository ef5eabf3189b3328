import * as vscode from 'vscode';

import type { Candidates } from '../../core/tasks-file/language/proposals.ts';
import type { Slot } from '../../core/tasks-file/language/slot.ts';
import { hostPath } from '../../runner/host-volumes.ts';
import { knownMatchers } from '../problems/known-matchers.ts';
import type { LocalImages } from './local-images.ts';

/** What this machine has for a slot of a folder's tasks file. Never rejects. */
export async function candidatesFor(
  slot: Slot,
  folder: vscode.WorkspaceFolder,
  images: LocalImages,
): Promise<Candidates> {
  switch (slot.kind) {
    case 'image':
      return { ...none, images: await offeredImages(images) };
    case 'matcher':
      return { ...none, matchers: (await knownMatchers()).names };
    case 'path':
      return { ...none, entries: await entriesIn(slot.path, folder) };
    case 'variable':
      if (slot.after === 'env' || slot.after === 'localEnv')
        return { ...none, env: Object.keys(process.env).sort() };
      if (slot.after === 'config') return { ...none, settings: settingsOf(folder) };
      return none;
    case 'task':
    case 'service':
      return none;
  }
}

const none: Candidates = { images: [], matchers: [], env: [], settings: [], entries: [] };

async function offeredImages(images: LocalImages): Promise<Candidates['images']> {
  const now = Date.now();
  const found = (await images.find()) ?? [];
  return found.flatMap(({ names, size, created }) =>
    names.filter((name) => !name.includes('@')).map((name) => ({ name, size, age: now - created })),
  );
}

async function entriesIn(
  { folder: written, base }: (Slot & { kind: 'path' })['path'],
  { uri }: vscode.WorkspaceFolder,
): Promise<Candidates['entries']> {
  const path = hostPath(written, hostPath(base, uri.fsPath));
  const found = await Promise.resolve(vscode.workspace.fs.readDirectory(vscode.Uri.file(path))).catch(
    () => [],
  );
  return found
    .map(([name, type]) => ({ name, isFolder: (type & vscode.FileType.Directory) !== 0 }))
    .sort(
      (one, other) => Number(other.isFolder) - Number(one.isFolder) || one.name.localeCompare(other.name),
    );
}

/** Those that a text can have: texts, numbers and truth values. */
function settingsOf(folder: vscode.WorkspaceFolder): Candidates['settings'] {
  const found: [string, string][] = [];
  const collect = (value: unknown, key: string): void => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      found.push([key, String(value)]);
    else if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const [name, inner] of Object.entries(value)) collect(inner, key === '' ? name : `${key}.${name}`);
  };
  // A plain copy: what VS Code hands out is a proxy with functions.
  collect(JSON.parse(JSON.stringify(vscode.workspace.getConfiguration(undefined, folder))), '');
  return found;
}
