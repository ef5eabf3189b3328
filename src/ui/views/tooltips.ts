import * as vscode from 'vscode';

import { describeImage, describeResult } from '../../core/report.ts';
import type { PastRun } from '../../runner/history/history.ts';
import type { WorkspaceTask } from '../tasks-file/workspace-tasks.ts';
import { mistakesOf } from '../tasks-file/mistakes.ts';
import { asPlainText } from '../plain-markdown.ts';
import { momentOf } from './words.ts';

/** Of a task: what it does, in which image, what is wrong with it, and how it ended. @param last run of it that ended */
export function taskTooltip(task: WorkspaceTask, last: PastRun | undefined): vscode.MarkdownString {
  const { label, detail, image, isCompound, dependsOn } = task.entry;
  const text = bold(label);
  if (detail !== undefined) paragraph(text, detail);
  if (image !== '') paragraph(text, vscode.l10n.t('Image: {0}', image));
  else if (!isCompound) paragraph(text, vscode.l10n.t('Its image is built.'));
  if (dependsOn.length > 0) paragraph(text, vscode.l10n.t('Runs after: {0}', dependsOn.join(', ')));
  for (const { message } of mistakesOf(task)) paragraph(text, message);
  if (last) paragraph(text, endOf(last));
  return text;
}

/** Of a run: how it ended and when, and in which image. */
export function runTooltip(run: PastRun): vscode.MarkdownString {
  const text = bold(run.spec.label);
  paragraph(text, endOf(run));
  paragraph(text, vscode.l10n.t('Image: {0}', describeImage({ ...run.spec, secrets: [] })));
  return text;
}

function endOf({ spec, result, startedAt, endedAt }: PastRun): string {
  return `${describeResult(spec.label, result, endedAt - startedAt)} (${momentOf(endedAt)})`;
}

function bold(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString(`**${asPlainText(text)}**`);
}

function paragraph(markdown: vscode.MarkdownString, text: string): void {
  markdown.appendMarkdown(`\n\n${asPlainText(text)}`);
}
