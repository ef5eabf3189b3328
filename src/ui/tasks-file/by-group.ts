import * as vscode from 'vscode';

import type { WorkspaceTask } from './workspace-tasks.ts';

/** In the order of the file; where some have a group, under its name, and those of none last. */
export function byGroup(
  tasks: readonly WorkspaceTask[],
): readonly { readonly name: string | undefined; readonly members: readonly WorkspaceTask[] }[] {
  const kindOf = ({ entry }: WorkspaceTask): string =>
    (entry.group?.kind ?? 'none').replace(/^none$/, 'other');
  const kinds = ['build', 'test', 'clean', 'rebuild', 'other'].filter((kind) =>
    tasks.some((task) => kindOf(task) === kind),
  );
  if (kinds.length === 1 && kinds[0] === 'other') return [{ name: undefined, members: tasks }];
  return kinds.map((kind) => ({
    name: kind === 'other' ? vscode.l10n.t('other') : kind,
    members: tasks.filter((task) => kindOf(task) === kind),
  }));
}
