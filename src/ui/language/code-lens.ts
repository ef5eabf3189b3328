import * as vscode from 'vscode';

import type { TaskEntry } from '../../core/tasks-file/parse.ts';
import { commands } from '../commands/command-ids.ts';
import type { TaskState, TaskStates } from '../run/task-states.ts';
import { readSettings } from '../settings.ts';
import { toRange } from '../tasks-file/ranges.ts';
import { tasksDocument } from '../tasks-file/tasks-document.ts';
import { taskKey } from '../tasks-file/workspace-tasks.ts';
import type { WorkspaceTask } from '../tasks-file/workspace-tasks.ts';
import { statusIcon } from '../views/icons.ts';
import { describeEnd } from '../views/words.ts';

/** How many changes are shown at once, in ms: a task of many jobs has many. */
const pause = 100;

/** How often "5 minutes ago" is put right, in ms. */
const minute = 60_000;

/** Shows over each task what can be done with it, and how it ended last. */
export class CodeLensProvider implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #states: TaskStates;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: readonly { dispose(): void }[];
  #timer: NodeJS.Timeout | undefined;

  constructor(states: TaskStates) {
    this.#states = states;
    const soon = (): void => {
      this.#fireIn(pause);
    };
    this.#subscriptions = [
      this.#changed,
      states.onDidChange(soon),
      vscode.workspace.onDidGrantWorkspaceTrust(soon),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('containerTasks.codeLens')) soon();
      }),
    ];
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const content = readSettings().codeLens ? await tasksDocument(document) : undefined;
    if (!content || !folder) return [];
    const file = { folder, uri: document.uri, text: content.text, content: content.file };
    const labels = new Set<string>();
    return content.file.tasks.flatMap((entry) => {
      // A label belongs to the first task that has it.
      if (labels.has(entry.label)) return [];
      labels.add(entry.label);
      const range = toRange(document, { offset: entry.offset, length: 1 });
      return this.#commandsOf({ file, entry }).map((command) => new vscode.CodeLens(range, apart(command)));
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #commandsOf(task: WorkspaceTask): vscode.Command[] {
    const key = taskKey(task);
    const state = this.#states.of(key);
    const node = { kind: 'task', id: key, task };
    const last = resultOf(state);
    if (state.kind === 'ended') this.#fireIn(minute);
    return [
      ...(state.kind === 'running' ? [{ ...stop(), arguments: [node] }] : []),
      ...(state.kind !== 'running' && canRun(task.entry) ? [{ ...start(), arguments: [node] }] : []),
      ...(last === undefined ? [] : [{ ...show(last), arguments: [node] }]),
    ];
  }

  /** What comes sooner wins. */
  #fireIn(milliseconds: number): void {
    if (this.#timer && milliseconds === minute) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#changed.fire();
    }, milliseconds);
  }
}

/** A blank behind an icon is not shown, but one that does not break. */
function apart(command: vscode.Command): vscode.Command {
  return { ...command, title: command.title.replace(') ', ')\u00a0') };
}

/** What is wrong with a task is marked beside it. */
function canRun({ problems }: TaskEntry): boolean {
  return vscode.workspace.isTrusted && problems.length === 0;
}

function start(): vscode.Command {
  return { title: vscode.l10n.t('$(play) Run'), command: commands.run };
}

function stop(): vscode.Command {
  return { title: vscode.l10n.t('$(debug-stop) Stop'), command: commands.cancel };
}

function show(title: string): vscode.Command {
  return { title, tooltip: vscode.l10n.t('Show its output'), command: commands.showOutput };
}

function resultOf(state: TaskState): string | undefined {
  switch (state.kind) {
    case 'idle':
      return undefined;
    case 'running':
      return vscode.l10n.t('$(loading~spin) Running');
    case 'ended':
      return `$(${statusIcon(state.status).id}) ${describeEnd(state)}`;
  }
}
