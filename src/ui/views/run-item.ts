import * as vscode from 'vscode';

import { describeImage } from '../../core/report.ts';
import type { RunStatus } from '../../core/run-result.ts';
import { commands } from '../commands/command-ids.ts';
import { statusIcon } from './icons.ts';
import { decisiveRun } from './nodes.ts';
import type { RunNode } from './nodes.ts';
import { describeActive } from './task-item.ts';
import { runTooltip } from './tooltips.ts';
import { describeEnd, statusWord } from './words.ts';

/**
 * A run in the view. Its `contextValue` is `run.active` or `run.past`, with `.part` behind it where it is only a part of what
 * a person started: that is stopped, started again and removed as a whole.
 */
export function runItem(node: RunNode): vscode.TreeItem {
  const { label, status, description, context, parts } = describe(node);
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, parts < 2 ? None : node.kind === 'active' ? Expanded : Collapsed);
  item.id = node.id;
  item.description = description;
  item.iconPath = statusIcon(status);
  item.contextValue = context;
  // What has parts opens and closes them.
  if (parts < 2) item.command = opening(node);
  const word = status === 'running' ? vscode.l10n.t('running') : statusWord(status);
  item.accessibilityInformation = { label: `${label}, ${word}, ${description}` };
  return item;
}

/** What there is to read when the mouse rests on it. */
export function runNodeTooltip(node: RunNode): vscode.MarkdownString | string | undefined {
  switch (node.kind) {
    case 'active':
      return undefined;
    case 'activeRun':
      return describeImage(node.run.spec);
    case 'past': {
      const run = decisiveRun(node.past);
      return run && runTooltip(run);
    }
    case 'pastRun':
      return runTooltip(node.run);
  }
}

/** What a click on it, or Enter, does: its output is what a person looks for first. */
function opening(node: RunNode): vscode.Command {
  return node.kind === 'active' || node.kind === 'activeRun'
    ? { command: commands.showOutput, title: vscode.l10n.t('Show Output'), arguments: [node] }
    : { command: commands.openLog, title: vscode.l10n.t('Open Log'), arguments: [node] };
}

interface Described {
  readonly label: string;
  readonly status: RunStatus;
  readonly description: string;
  readonly context: string;
  readonly parts: number;
}

function describe(node: RunNode): Described {
  switch (node.kind) {
    case 'active': {
      const { task } = node;
      const description = describeActive(task);
      return {
        label: task.label,
        status: 'running',
        description,
        context: 'run.active',
        parts: task.runs.length,
      };
    }
    case 'activeRun': {
      const { spec, status, startedAt, endedAt, result } = node.run;
      const task = { label: spec.label, startedAt, isStopping: node.run.stopping, running: [node.run] };
      const end = {
        exitCode: result?.exitCode,
        milliseconds: (endedAt ?? 0) - startedAt,
        endedAt: endedAt ?? 0,
      };
      const description = status === 'running' ? describeActive(task) : describeEnd({ status, ...end });
      return { label: spec.label, status, description, context: 'run.active.part', parts: 0 };
    }
    case 'past': {
      const { plan, status, runs } = node.past;
      const exitCode = decisiveRun(node.past)?.result.exitCode;
      const description = describeEnd({ ...node.past, exitCode });
      return { label: plan.label, status, description, context: 'run.past', parts: runs.length };
    }
    case 'pastRun': {
      const { spec, result, startedAt, endedAt } = node.run;
      const { status, exitCode } = result;
      const description = describeEnd({ status, exitCode, milliseconds: endedAt - startedAt, endedAt });
      return { label: spec.label, status, description, context: 'run.past.part', parts: 0 };
    }
  }
}
