import * as l10n from '@vscode/l10n';
import { applyEdits, findNodeAtLocation, modify, parseTree } from 'jsonc-parser';
import type { Edit, ParseError } from 'jsonc-parser';

import type { Place } from '../tasks-file/problem.ts';
import type { Converted } from './convert.ts';
import type { LeftOut } from './draft.ts';

/** How a task gets into a tasks file. */
export interface Insertion {
  /** Changes of the text that was given. */
  readonly edits: readonly Edit[];
  /** As it is then. */
  readonly text: string;
  /** Of the new task in the changed text. */
  readonly place: Place;
}

/** A tasks file without a task. */
export const emptyTasksFile = '{\n  "version": "1",\n  "tasks": []\n}\n';

/**
 * Puts a task behind all others of a file, whose comments and layout stay, with what was left out of it as a comment before
 * it. Undefined where the file's JSON is broken.
 */
export function insertTask(text: string, { task, leftOut }: Converted): Insertion | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const tasks = root && findNodeAtLocation(root, ['tasks']);
  if (errors.length > 0 || root?.type !== 'object' || (tasks && tasks.type !== 'array')) return undefined;
  const count = tasks?.children?.length ?? 0;
  const options = { formattingOptions: formattingOf(text), isArrayInsertion: tasks !== undefined };
  const plain = tasks
    ? modify(text, ['tasks', count], task, options)
    : modify(text, ['tasks'], [task], options);
  const edits = plain.map((edit) => ({ ...edit, content: withComment(edit.content, leftOut) }));
  const changed = applyEdits(text, edits);
  const tree = parseTree(changed, [], { allowTrailingComma: true });
  const node = tree && findNodeAtLocation(tree, ['tasks', count]);
  return node && { edits, text: changed, place: { offset: node.offset, length: node.length } };
}

/** How a file is laid out. */
export function formattingOf(text: string): { tabSize: number; insertSpaces: boolean; eol: string } {
  const indent = /\n([ \t]+)["{]/u.exec(text)?.[1] ?? '  ';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return { tabSize: indent.length, insertSpaces: !indent.startsWith('\t'), eol };
}

/** The text that has the task, with a comment on lines of its own before the task's brace. */
function withComment(content: string, leftOut: readonly LeftOut[]): string {
  if (leftOut.length === 0) return content;
  return content.replace(/(?<=\n)([ \t]*)\{/u, (_, indent: string) => {
    const head = l10n.t('Left out of the command line:');
    const lines = [head, ...leftOut.map(({ flag, why }) => `  ${flag}  ${why}`)];
    return lines.map((line) => `${indent}// ${line.replace(/\s*\n\s*/gu, ' ')}\n`).join('') + `${indent}{`;
  });
}
