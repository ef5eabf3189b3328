import * as vscode from 'vscode';

import type { Name } from '../../core/tasks-file/language/names.ts';
import type { TasksDocument } from '../../core/tasks-file/language/tasks-document.ts';
import { displayPath } from '../tasks-file/workspace-tasks.ts';
import { tasksDocument } from '../tasks-file/tasks-document.ts';
import { toRange, toTextEdits } from '../tasks-file/ranges.ts';

/** Follows and renames the names in a tasks file: labels, services, inputs, axes. */
export class NameProvider
  implements vscode.DefinitionProvider, vscode.ReferenceProvider, vscode.RenameProvider
{
  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.LocationLink[]> {
    const found = await nameAt(document, position);
    const definition = found && found.content.definitionOf(found.name);
    if (!definition) return [];
    return [
      {
        originSelectionRange: toRange(document, found.name),
        targetUri: document.uri,
        targetRange: toRange(document, definition),
      },
    ];
  }

  async provideReferences(
    document: vscode.TextDocument,
    position: vscode.Position,
    { includeDeclaration }: vscode.ReferenceContext,
  ): Promise<vscode.Location[]> {
    const found = await nameAt(document, position);
    if (!found) return [];
    return found.content
      .placesOf(found.name)
      .filter(({ isDefinition }) => includeDeclaration || !isDefinition)
      .map((place) => new vscode.Location(document.uri, toRange(document, place)));
  }

  /** @throws where there is no name, which VS Code says. */
  async prepareRename(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<{ range: vscode.Range; placeholder: string }> {
    const { name } = await renamable(document, position);
    return { range: toRange(document, name), placeholder: name.name };
  }

  /** @throws where the new name cannot be, with why, which VS Code says. */
  async provideRenameEdits(
    document: vscode.TextDocument,
    position: vscode.Position,
    newName: string,
  ): Promise<vscode.WorkspaceEdit> {
    const { content, name } = await renamable(document, position);
    const { rename } = await import('../../runner/tasks.ts');
    const renamed = rename(content, name, newName);
    if ('problem' in renamed) throw new Error(renamed.problem);
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, toTextEdits(document, renamed.edits));
    if (name.kind === 'task') await renameInTasksJson(edit, document.uri, name.name, newName);
    return edit;
  }
}

interface FoundName {
  readonly content: TasksDocument;
  readonly name: Name;
}

async function nameAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<FoundName | undefined> {
  const content = await tasksDocument(document);
  const name = content?.nameAt(document.offsetAt(position));
  return content && name && { content, name };
}

async function renamable(document: vscode.TextDocument, position: vscode.Position): Promise<FoundName> {
  const found = await nameAt(document, position);
  if (!found)
    throw new Error(
      vscode.l10n.t(
        'There is no name here: labels of tasks, services, inputs and axes of a matrix can be renamed.',
      ),
    );
  return found;
}

/** VS Code's own tasks of the same folder, where they run the task. */
async function renameInTasksJson(
  edit: vscode.WorkspaceEdit,
  file: vscode.Uri,
  label: string,
  newLabel: string,
): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(file);
  if (!folder) return;
  const uri = vscode.Uri.joinPath(folder.uri, '.vscode/tasks.json');
  const document = await Promise.resolve(vscode.workspace.openTextDocument(uri)).catch(() => undefined);
  if (!document) return; // There is none.
  const { renameInVsCodeTasks } = await import('../../runner/tasks.ts');
  const edits = renameInVsCodeTasks(document.getText(), label, newLabel, displayPath(file, false));
  if (edits.length > 0) edit.set(uri, toTextEdits(document, edits));
}
