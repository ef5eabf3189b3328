import * as vscode from 'vscode';

import type { TasksDocument } from '../../core/tasks-file/language/tasks-document.ts';
import type { Text } from '../../core/tasks-file/language/texts.ts';
import { valueOf } from '../../core/tasks-file/json/json.ts';
import type { Variables } from '../../core/tasks-file/variables/variables.ts';
import { editorVariables } from '../run/variable-resolver.ts';
import { variablesOf } from '../run/variables.ts';
import { toRange } from '../tasks-file/ranges.ts';
import { tasksDocument } from '../tasks-file/tasks-document.ts';
import type { LocalImages } from './local-images.ts';

/** Tells what a value stands for: a name, the variables in a text, an image. The schema tells of fields. */
export class HoverProvider implements vscode.HoverProvider {
  readonly #images: LocalImages;

  constructor(images: LocalImages) {
    this.#images = images;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const content = await tasksDocument(document);
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const offset = document.offsetAt(position);
    if (!content || !folder) return undefined;
    const { describeName } = await import('../../runner/tasks.ts');
    const name = content.nameAt(offset);
    const said = name && describeName(content, name);
    if (name && said !== undefined) return new vscode.Hover(markdown(said), toRange(document, name));
    const text = content.textAt(offset);
    const told = text && (await this.#ofText(content, text, folder));
    return told && new vscode.Hover(told, toRange(document, text.json));
  }

  async #ofText(
    content: TasksDocument,
    text: Text,
    folder: vscode.WorkspaceFolder,
  ): Promise<vscode.MarkdownString[] | undefined> {
    const { describeImage, describeResolved, resolveText } = await import('../../runner/tasks.ts');
    const resolved = resolveText(content, text, await variablesFor(text, folder));
    const told = resolved ? [describeResolved(resolved, text)] : [];
    const isImage = valueOf(text.owner, 'image') === text.json && !valueOf(text.owner, 'build');
    if (isImage && (resolved?.left.length ?? 0) === 0) {
      const images = await this.#images.find();
      const found = images && describeImage(resolved?.value ?? text.json.value, images, Date.now());
      if (found !== undefined) told.push(found);
    }
    return told.length > 0 ? told.map(markdown) : undefined;
  }
}

/** With the settings that the text names; nobody is asked. */
async function variablesFor(text: Text, folder: vscode.WorkspaceFolder): Promise<Variables> {
  const { variablesIn } = await import('../../runner/tasks.ts');
  const resolver = editorVariables(folder, new Map());
  const asked = new Map<string, string>();
  for (const { name = '' } of variablesIn(text.json.value, text.use)) {
    if (!name.startsWith('config:')) continue;
    const answer = await resolver.config(name.slice('config:'.length));
    if (typeof answer === 'string') asked.set(name, answer);
  }
  return { ...variablesOf(folder), asked };
}

function markdown(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString(text);
}
