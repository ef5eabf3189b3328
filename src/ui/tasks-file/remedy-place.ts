import * as vscode from 'vscode';

import type { Remedy } from '../../core/run-result.ts';
import { positionAt } from './mistakes.ts';
import { readTasksFile } from './workspace-tasks.ts';
import type { WorkspaceTasksFile } from './workspace-tasks.ts';

/** Where a tasks file has to be changed, as it is now. */
export interface FoundPlace {
  readonly location: vscode.Location;
  /** What stands there. */
  readonly text: string;
  /** The path of its field; undefined: the field is not there yet, and this is the name of what lacks it. */
  readonly field: string | undefined;
}

/**
 * Finds where a remedy is applied. Undefined: not in the file, or it is not there any more.
 *
 * @param label of the task
 */
export async function findPlace(
  { folder, uri }: Pick<WorkspaceTasksFile, 'folder' | 'uri'>,
  label: string,
  remedy: Remedy | undefined,
): Promise<FoundPlace | undefined> {
  if (remedy?.in !== 'file') return undefined;
  const file = await readTasksFile(folder, uri);
  if (!file) return undefined;
  const { placeOf } = await import('../../runner/tasks.ts');
  const place = placeOf(file.content, label, remedy);
  if (!place) return undefined;
  const end = place.offset + place.length;
  const range = new vscode.Range(positionAt(file.text, place.offset), positionAt(file.text, end));
  return {
    location: new vscode.Location(uri, range),
    text: file.text.slice(place.offset, end),
    field: place.field,
  };
}
