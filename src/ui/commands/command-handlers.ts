import * as vscode from 'vscode';

import type { Driver } from '../../driver/driver.ts';
import type { History } from '../../runner/history/history.ts';
import type { PlanRuns } from '../../runner/plan-runs.ts';
import type { RememberedConsent } from '../../runner/remembered-consent.ts';
import type { TaskRunner } from '../../runner/task-runner.ts';
import type { Charts } from '../chart/charts.ts';
import type { LatePart } from '../late-part.ts';
import { activeTasks, cancelRun } from '../run/active-tasks.ts';
import { convertDockerRun } from '../docker-run/convert-docker-run.ts';
import { attachShell } from '../shell/attach-shell.ts';
import { createTasksFile } from '../tasks-file/create-tasks-file.ts';
import { pickRun } from '../run/pick-run.ts';
import { openLog } from '../output/open-log.ts';
import { checkShownTask, pickTask } from '../run/pick-task.ts';
import type { StartOptions } from '../run/start-task.ts';
import type { TaskRuns } from '../run/task-runs.ts';
import type { TaskStates } from '../run/task-states.ts';
import { openTask } from '../tasks-file/open-task.ts';
import { taskKey } from '../tasks-file/workspace-tasks.ts';
import { isViewNode } from '../views/nodes.ts';
import type { ViewNode } from '../views/nodes.ts';
import { cancelCommand } from './cancel-command.ts';
import { cleanUpCommand } from './clean-up-command.ts';
import { commands } from './command-ids.ts';
import { findRun } from './find-run.ts';
import { clearHistory, openLogCommand, removeRuns, twoRuns } from './history-commands.ts';
import { revokeConsentCommand } from './revoke-consent-command.ts';
import { rerunLast, runNodeAgain } from './run-again.ts';

/** What the commands on tasks and their runs act on. */
export interface CommandsSource {
  readonly plans: PlanRuns;
  readonly runner: TaskRunner;
  readonly history: History;
  readonly states: TaskStates;
  readonly runs: TaskRuns;
  readonly charts: LatePart<Charts>;
  readonly consent: RememberedConsent;
  /** Waits until it is known which containers are of this window. */
  readonly loadSettledDriver: () => Promise<Driver>;
}

/** What each command on tasks and their runs does: from the palette, from a view with what was clicked, or with a label. */
export function commandHandlers(source: CommandsSource): Handlers {
  return {
    ...runHandlers(source),
    ...showHandlers(source),
    ...historyHandlers(source),
    ...fileHandlers,
    [commands.cleanUp]: () => cleanUpCommand(source.loadSettledDriver),
    [commands.revokeConsent]: () => revokeConsentCommand(source.consent),
  };
}

/** By the ids of the commands. VS Code gives what was clicked, and all that is selected. */
type Handlers = Readonly<Record<string, (clicked?: unknown, selected?: unknown) => unknown>>;

/** Each runs the task of a label or of a view, or one that is chosen, and resolves with what became of it. */
function runHandlers({ plans, runner, history, states, runs }: CommandsSource): Handlers {
  const run = async (what: unknown, options?: StartOptions): Promise<unknown> => {
    const task =
      isViewNode(what) && what.kind === 'task'
        ? await checkShownTask(what.task)
        : await pickTask(typeof what === 'string' ? what : undefined);
    return task && runs.run(task, options);
  };
  return {
    [commands.run]: (what?: unknown) => run(what),
    [commands.runWithoutCache]: (what?: unknown) => run(what, { withoutCache: true }),
    [commands.runAgain]: (node?: unknown) => isViewNode(node) && runNodeAgain(node, runs),
    [commands.rerunLast]: () => rerunLast(plans, history, runs),
    [commands.cancel]: async (what?: unknown) => {
      if (isViewNode(what)) cancelNode(what, plans, runner, states);
      else await cancelCommand(activeTasks(plans, runner));
    },
    [commands.stopAll]: async () => {
      const active = activeTasks(plans, runner);
      for (const task of active) task.cancel();
      if (active.length === 0) await cancelCommand([]); // It says that nothing runs.
    },
  };
}

function showHandlers({ runner, runs, charts, ...known }: CommandsSource): Handlers {
  const find = (node: ViewNode): ReturnType<typeof findRun> => findRun(node, { runner, ...known });
  return {
    [commands.openTask]: (node?: unknown) => openTask(node),
    [commands.showOutput]: async (node?: unknown) => {
      const found = isViewNode(node) ? find(node) : undefined;
      if (found && 'past' in found) return openLog(found.past);
      const run =
        found?.live ??
        (await pickRun(runner.latest, vscode.l10n.t('The container task whose output to show')));
      if (run) runs.showOutput(run);
    },
    [commands.showChart]: async (node?: unknown) => {
      const found = isViewNode(node) ? find(node) : undefined;
      if (found && 'past' in found) return charts.use((all) => all.showPast(found.past));
      const run =
        found?.live ??
        (await pickRun(runner.latest, vscode.l10n.t('The container task whose chart to show')));
      if (run) {
        await charts.use((all) => {
          all.show(run);
        });
      }
    },
    [commands.attachShell]: (target?: unknown) => {
      const found = isViewNode(target) ? find(target) : undefined;
      const id = found && 'live' in found ? found.live.id : '';
      return attachShell(isViewNode(target) ? id : target, runner);
    },
    [commands.compareCharts]: async (clicked?: unknown, selected?: unknown) => {
      const two = twoRuns(clicked, selected);
      if (two) await charts.use((all) => all.compare(...two));
    },
  };
}

function historyHandlers({ history, plans }: CommandsSource): Handlers {
  return {
    [commands.openLog]: (node?: unknown) => openLogCommand(node, history),
    [commands.removeRun]: (clicked?: unknown, selected?: unknown) =>
      removeRuns(clicked, selected, history, plans),
    [commands.clearHistory]: () => clearHistory(history, plans),
  };
}

const fileHandlers: Handlers = {
  [commands.createTasksFile]: createTasksFile,
  [commands.convertDockerRun]: convertDockerRun,
};

/** Stops all of what a person started; asked again, ends it at once. */
function cancelNode(node: ViewNode, plans: PlanRuns, runner: TaskRunner, states: TaskStates): void {
  switch (node.kind) {
    case 'task': {
      const state = states.of(taskKey(node.task));
      if (state.kind === 'running') state.active.cancel();
      break;
    }
    case 'active':
      node.task.cancel();
      break;
    case 'activeRun':
      cancelRun(node.run.id, plans, runner);
      break;
    case 'past':
    case 'pastRun':
    case 'heading':
      break;
  }
}
