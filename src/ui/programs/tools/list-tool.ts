import * as vscode from 'vscode';

import { mistakesOf } from '../../tasks-file/mistakes.ts';
import { displayPath, readTasksFiles, tasksOf } from '../../tasks-file/workspace-tasks.ts';
import type { WorkspaceTask } from '../../tasks-file/workspace-tasks.ts';
import type { ProgramParts } from '../programs.ts';
import { answer } from './answer.ts';
import { ToolInput } from './tool-input.ts';
import { bounded, describeRun, toJson, withoutBlanks } from './tool-text.ts';

/** Tells a language model which tasks there are, and what runs. */
export function listTool({ registry }: ProgramParts): vscode.LanguageModelTool<unknown> {
  return {
    prepareInvocation: () => ({ invocationMessage: vscode.l10n.t('Looking at the container tasks') }),
    invoke: async ({ input }) => {
      const words = (new ToolInput(input).text('query') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
      const all = tasksOf(await readTasksFiles());
      const { some, leftOut } = bounded(
        all.filter((task) => words.every((word) => textOf(task).includes(word))),
      );
      const now = Date.now();
      const header = toJson({
        ...{ tasks: some.length, tasksLeftOut: leftOut || undefined, tasksInAll: all.length },
        running: registry.active.map((run) => describeRun(run, now)),
        lastRuns: registry.ended.slice(0, 5).map((run) => describeRun(run, now)),
        note: noteOn(all),
      });
      return answer([header, ...some.map((task) => toJson(describe(task)))].join('\n'));
    },
  };
}

/** What is looked through. */
function textOf({ entry }: WorkspaceTask): string {
  return `${entry.label} ${entry.detail ?? ''} ${entry.group?.kind ?? ''}`.toLowerCase();
}

function noteOn(tasks: readonly WorkspaceTask[]): string | undefined {
  if (!vscode.workspace.isTrusted)
    return 'The workspace is not trusted, so that none of them can run: ask the user to trust it.';
  return tasks.length === 0
    ? 'There are none: they are defined in tasks.container.json in the workspace folder.'
    : undefined;
}

function describe(task: WorkspaceTask): Readonly<Record<string, unknown>> {
  const { entry, file } = task;
  const { label, detail, group, image, dependsOn, isBackground, hasMatrix, hide } = entry;
  return withoutBlanks({
    ...{ label, detail, image, dependsOn, isBackground, hasMatrix },
    group: group?.kind,
    isDefaultOfGroup: group?.isDefault,
    isHidden: hide,
    file: displayPath(file.uri),
    problems: mistakesOf(task).map(({ message }) => message),
  });
}
