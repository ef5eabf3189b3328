import * as vscode from 'vscode';

import type { Presentation } from '../../core/tasks-file/definition.ts';
import type { TaskEntry } from '../../core/tasks-file/parse.ts';
import { mistakesOf } from '../tasks-file/mistakes.ts';
import type { StartTask } from '../run/start-task.ts';
import type { TaskRuns } from '../run/task-runs.ts';
import { taskTerminal } from './task-terminal.ts';
import { displayPath, readTasksFiles, tasksOf } from '../tasks-file/workspace-tasks.ts';
import type { WorkspaceTask } from '../tasks-file/workspace-tasks.ts';

/** The `type` of our tasks in VS Code's own: Run Task, tasks.json, preLaunchTask. */
export const taskType = 'container';

/** What tasks.json has for one of our tasks: `{ "type": "container", "task": "build" }`. */
interface ContainerTaskDefinition extends vscode.TaskDefinition {
  /** The label. */
  readonly task: string;
  /** The tasks file, from its workspace folder; needed only where two files have a task of this name. */
  readonly file?: string;
}

/** Offers the tasks of the workspace as VS Code tasks. */
export class TaskProvider implements vscode.TaskProvider {
  readonly #runs: TaskRuns;
  readonly #start: StartTask;

  constructor(runs: TaskRuns, start: StartTask) {
    this.#runs = runs;
    this.#start = start;
  }

  async provideTasks(): Promise<vscode.Task[]> {
    const tasks = tasksOf(await readTasksFiles());
    return tasks
      .filter((task) => !task.entry.hide && mistakesOf(task).length === 0)
      .map((task) => this.#toTask(definitionOf(task, tasks), task));
  }

  /** A task of tasks.json. Undefined where no tasks file has it, which VS Code then says. */
  async resolveTask(given: vscode.Task): Promise<vscode.Task | undefined> {
    const definition = given.definition as Partial<ContainerTaskDefinition>;
    const task = tasksOf(await readTasksFiles()).find(
      (candidate) =>
        candidate.entry.label === definition.task &&
        (definition.file === undefined || definition.file === fileOf(candidate)) &&
        isInScope(candidate, given.scope),
    );
    return task && this.#toTask(given.definition, task, given.scope);
  }

  #toTask(
    definition: vscode.TaskDefinition,
    workspaceTask: WorkspaceTask,
    scope?: vscode.Task['scope'],
  ): vscode.Task {
    const { entry, file } = workspaceTask;
    const execution = new vscode.CustomExecution(() =>
      Promise.resolve(taskTerminal(workspaceTask, this.#runs, this.#start)),
    );
    const task = new vscode.Task(definition, scope ?? file.folder, entry.label, taskType, execution);
    if (entry.detail !== undefined) task.detail = entry.detail;
    const group = groupOf(entry);
    if (group) task.group = group;
    task.isBackground = entry.isBackground;
    task.presentationOptions = presentationOf(entry.presentation);
    return task;
  }
}

/**
 * VS Code's own group. Which task is its default is for the user's tasks.json to say, as far as the API goes; but VS Code
 * reads it of ours too, and "Run Build Task" asks nothing then.
 */
function groupOf({ group }: TaskEntry): vscode.TaskGroup | undefined {
  const { Build, Test, Clean, Rebuild } = vscode.TaskGroup;
  const known = { build: Build, test: Test, clean: Clean, rebuild: Rebuild, none: undefined };
  const found = known[group?.kind ?? 'none'];
  if (!found || !group?.isDefault) return found;
  return Object.create(found, { isDefault: { value: true, enumerable: true } }) as vscode.TaskGroup;
}

function presentationOf({ reveal, focus, clear }: Presentation): vscode.TaskPresentationOptions {
  const { Always, Silent, Never } = vscode.TaskRevealKind;
  return { reveal: { always: Always, silent: Silent, never: Never }[reveal], focus, clear };
}

/** The file is named only where the label alone is ambiguous, so that tasks.json stays short. */
function definitionOf(task: WorkspaceTask, all: readonly WorkspaceTask[]): ContainerTaskDefinition {
  const { entry, file } = task;
  const isAmbiguous = all.some(
    (other) => other !== task && other.file.folder === file.folder && other.entry.label === entry.label,
  );
  return { type: taskType, task: entry.label, ...(isAmbiguous && { file: fileOf(task) }) };
}

function fileOf({ file }: WorkspaceTask): string {
  return displayPath(file.uri, false);
}

/** A folder's tasks.json means the folder's task; one of the whole workspace, any. */
function isInScope({ file }: WorkspaceTask, scope: vscode.Task['scope']): boolean {
  return typeof scope !== 'object' || scope.uri.toString() === file.folder.uri.toString();
}
