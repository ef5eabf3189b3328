import * as vscode from 'vscode';

import type { History, PastRun } from '../../runner/history/history.ts';
import type { PlanRuns } from '../../runner/plan-runs.ts';
import { openLog } from '../output/open-log.ts';
import { pickPastRun } from '../run/pick-run.ts';
import { decisiveRun, isViewNode } from '../views/nodes.ts';
import type { RunNode, ViewNode } from '../views/nodes.ts';

/** Opens the whole output of a run that has ended: of the node that was clicked, or of one that a person picks. */
export async function openLogCommand(argument: unknown, history: History): Promise<void> {
  const run = isViewNode(argument) ? pastRunsOf(argument)[0] : await pickPast(history);
  if (run) await openLog(run);
}

async function pickPast(history: History): Promise<PastRun | undefined> {
  return pickPastRun([{ runs: await history.read() }], vscode.l10n.t('The run whose log to open'));
}

/** Removes runs with their logs: those that are selected, if the one that was clicked is among them. */
export async function removeRuns(
  clicked: unknown,
  selected: unknown,
  history: History,
  plans: PlanRuns,
): Promise<void> {
  const nodes = selectedNodes(clicked, selected).flatMap((node) => (node.kind === 'past' ? [node.past] : []));
  plans.forget(new Set(nodes.map(({ plan }) => plan.id)));
  await history.remove(nodes.flatMap(({ runs }) => runs));
}

/** Removes all runs that have ended, once a person has confirmed it. */
export async function clearHistory(history: History, plans: PlanRuns): Promise<void> {
  const runs = await history.read();
  if (runs.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The history has no runs.'));
    return;
  }
  const clear = vscode.l10n.t('Clear History');
  const message =
    runs.length === 1
      ? vscode.l10n.t('Remove the run in the history with its log?')
      : vscode.l10n.t('Remove all {0} runs in the history with their logs?', runs.length);
  const detail = vscode.l10n.t('This cannot be undone.');
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, clear)) !== clear) return;
  plans.forget();
  await history.remove(runs);
}

/** The two runs whose charts are to be compared, the older one first; says so where there are not two. */
export function twoRuns(clicked: unknown, selected: unknown): readonly [PastRun, PastRun] | undefined {
  const runs = selectedNodes(clicked, selected).flatMap((node) => pastRunsOf(node)[0] ?? []);
  const [first, second] = runs.toSorted((a, b) => a.startedAt - b.startedAt);
  if (first && second && runs.length === 2) return [first, second];
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Select two runs that have ended to compare their charts.'),
  );
  return undefined;
}

/** Of a node that stands for several runs the most telling comes first. */
function pastRunsOf(node: ViewNode): readonly PastRun[] {
  if (node.kind === 'pastRun') return [node.run];
  if (node.kind !== 'past') return [];
  const first = decisiveRun(node.past);
  return first ? [first] : [];
}

function selectedNodes(clicked: unknown, selected: unknown): readonly RunNode[] {
  const several: readonly unknown[] =
    Array.isArray(selected) && selected.includes(clicked) ? selected : [clicked];
  return several.filter(isViewNode).filter((node) => node.kind !== 'task' && node.kind !== 'heading');
}
