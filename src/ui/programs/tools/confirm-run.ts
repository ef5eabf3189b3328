import * as vscode from 'vscode';

import type { Driver } from '../../../driver/driver.ts';
import type { PlanPreview } from '../../../runner/preview-plan.ts';
import { asPlainText } from '../../plain-markdown.ts';
import { editorVariables } from '../../run/variable-resolver.ts';
import { variablesOf } from '../../run/variables.ts';
import { displayPath } from '../../tasks-file/workspace-tasks.ts';
import type { WorkspaceTask } from '../../tasks-file/workspace-tasks.ts';

/** Says what would run before a person lets a language model run it: each image, command and limit, and what it reaches. */
export async function confirmRun(
  task: WorkspaceTask,
  loadDriver: () => Promise<Driver>,
  signal: AbortSignal,
): Promise<vscode.LanguageModelToolConfirmationMessages> {
  const { entry, file } = task;
  const { previewPlan } = await import('../../../runner/tasks.ts');
  const preview = await previewPlan(
    {
      file: file.content,
      label: entry.label,
      variables: variablesOf(file.folder),
      resolver: editorVariables(file.folder, new Map()),
    },
    { workspaceFolder: file.folder.uri.fsPath, env: process.env },
    loadDriver,
    signal,
  );
  return {
    title: vscode.l10n.t('Run the container task "{0}"?', entry.label),
    message: describe(task, preview),
  };
}

function describe({ file }: WorkspaceTask, preview: PlanPreview | undefined): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown(asPlainText(vscode.l10n.t('From {0}:', displayPath(file.uri))));
  if (!preview) {
    const unknown = vscode.l10n.t('What it runs depends on values that are known only when it runs.');
    return text.appendMarkdown('\n\n').appendMarkdown(asPlainText(unknown));
  }
  text.appendCodeblock(firstOf(preview.lines).join('\n'), 'text');
  for (const sentence of reachesPast(preview.reaches)) text.appendMarkdown(`\n- ${asPlainText(sentence)}`);
  return text;
}

/** How many jobs are shown. */
const most = 10;

function firstOf(lines: readonly string[]): readonly string[] {
  const others = lines.length - most;
  return others > 0 ? [...lines.slice(0, most), vscode.l10n.t('... and {0} more', others)] : lines;
}

function reachesPast(reaches: PlanPreview['reaches']): readonly string[] {
  if (!reaches)
    return [vscode.l10n.t('No engine answers, so that it is not known what it reaches past the workspace.')];
  if (reaches.length === 0) return [vscode.l10n.t('It reaches nothing past its workspace folder.')];
  return [
    ...reaches.map(({ sentence }) => sentence),
    vscode.l10n.t('You are asked for what reaches past the workspace, unless you have allowed it before.'),
  ];
}
