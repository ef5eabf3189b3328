import * as vscode from 'vscode';

import { formatDuration } from '../../core/format.ts';
import { commands } from '../commands/command-ids.ts';
import type { ActiveTask } from '../run/active-tasks.ts';
import type { TaskState } from '../run/task-states.ts';
import { statusIcon } from './icons.ts';
import type { TaskNode } from './nodes.ts';
import { busyWith, describeEnd, statusWord } from './words.ts';

/**
 * A task in the view. Its `contextValue` is `task`, `task.running` or `task.wrong`: what runs can be stopped, and what has a
 * mistake cannot run.
 */
export function taskItem(node: TaskNode & { kind: 'task' }, state: TaskState): vscode.TreeItem {
  const { entry } = node.task;
  const isWrong = entry.problems.length > 0;
  const item = new vscode.TreeItem(entry.label);
  item.id = node.id;
  item.description = isWrong ? vscode.l10n.t('cannot run') : describeState(state);
  item.iconPath = isWrong
    ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground'))
    : (stateIcon(state) ?? ownIcon(node));
  item.contextValue = state.kind === 'running' ? 'task.running' : isWrong ? 'task.wrong' : 'task';
  item.command = { command: commands.openTask, title: vscode.l10n.t('Open in File'), arguments: [node] };
  const word = state.kind === 'ended' ? statusWord(state.status) : '';
  item.accessibilityInformation = {
    label: [entry.label, word, item.description].filter((each) => each !== '').join(', '),
  };
  return item;
}

/** What it is busy with, and for how long. */
export function describeActive({ label, startedAt, isStopping, running }: Described): string {
  const elapsed = formatDuration(Date.now() - startedAt);
  const [only, ...others] = running;
  if (isStopping) return `${elapsed} · ${vscode.l10n.t('stopping')}`;
  const what =
    only && others.length === 0
      ? [...(only.spec.label === label ? [] : [only.spec.label]), busyWith(only.progress)]
      : running.length > 1
        ? [vscode.l10n.t('{0} at once', running.length)]
        : [];
  return [elapsed, ...what].filter((each) => each !== undefined).join(' · ');
}

function describeState(state: TaskState): string {
  switch (state.kind) {
    case 'idle':
      return '';
    case 'running':
      return describeActive(state.active);
    case 'ended':
      return describeEnd(state);
  }
}

function stateIcon(state: TaskState): vscode.ThemeIcon | undefined {
  switch (state.kind) {
    case 'idle':
      return undefined;
    case 'running':
      return statusIcon('running');
    case 'ended':
      return statusIcon(state.status);
  }
}

function ownIcon({ task }: TaskNode & { kind: 'task' }): vscode.ThemeIcon {
  const { icon } = task.entry;
  const color = icon?.color === undefined ? undefined : new vscode.ThemeColor(icon.color);
  return new vscode.ThemeIcon(icon?.id ?? 'circle-outline', color);
}

type Described = Pick<ActiveTask, 'label' | 'startedAt' | 'isStopping' | 'running'>;
