import * as vscode from 'vscode';

import type { TaskRun } from '../../api.ts';
import type { ActivePlan, PlanRuns } from '../../runner/plan-runs.ts';
import type { Run, TaskRunner } from '../../runner/task-runner.ts';
import { observePlan, observeRun } from './observed-run.ts';
import type { ObservedRun } from './observed-run.ts';

/** How many runs that have ended can still be asked for. */
const kept = 100;

/** The runs of this window as other programs see them: each is one object from its start to its end, and a while after. */
export class RunRegistry implements vscode.Disposable {
  readonly #plans: PlanRuns;
  readonly #runner: TaskRunner;
  /** By id, oldest first. */
  readonly #active = new Map<string, ObservedRun>();
  readonly #ended = new Map<string, ObservedRun>();
  /** What was told of a run last. */
  readonly #told = new WeakMap<TaskRun, string>();
  readonly #started = new vscode.EventEmitter<TaskRun>();
  readonly #changed = new vscode.EventEmitter<TaskRun>();
  readonly #over = new vscode.EventEmitter<TaskRun>();
  readonly #subscriptions: readonly { dispose(): void }[];
  #next: NodeJS.Immediate | undefined;

  readonly onDidStart = this.#started.event;
  readonly onDidChange = this.#changed.event;
  readonly onDidEnd = this.#over.event;

  constructor(plans: PlanRuns, runner: TaskRunner) {
    this.#plans = plans;
    this.#runner = runner;
    this.#look(); // Nobody can have asked for events yet.
    const soon = (): void => {
      this.#lookSoon();
    };
    this.#subscriptions = [
      this.#started,
      this.#changed,
      this.#over,
      plans.onDidChange(soon),
      runner.onDidChange((_run, change) => {
        if (change !== 'stats') soon();
      }),
    ];
  }

  /** What runs now, oldest first. */
  get active(): readonly TaskRun[] {
    return [...this.#active.values()].map(({ told }) => told);
  }

  /** Those that have ended, newest first. */
  get ended(): readonly TaskRun[] {
    return [...this.#ended.values()].map(({ told }) => told).reverse();
  }

  /** The run of this id, or the one that has a container of this id. */
  find(id: string): TaskRun | undefined {
    return this.#find(id)?.told;
  }

  /** The run of a container: of this id, or the main one of the run of this id. */
  container(id: string): Run | undefined {
    const found = this.#find(id);
    return found && (found.runs.find((run) => run.id === id) ?? mainContainer(found));
  }

  /** The run of a plan that has been started. */
  of(plan: ActivePlan): TaskRun {
    return (this.#active.get(plan.id) ?? this.#ended.get(plan.id) ?? this.#add(observePlan(plan))).told;
  }

  dispose(): void {
    clearImmediate(this.#next);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #find(id: string): ObservedRun | undefined {
    const all = [...this.#active.values(), ...this.#ended.values()];
    return (
      this.#active.get(id) ?? this.#ended.get(id) ?? all.find(({ runs }) => runs.some((run) => run.id === id))
    );
  }

  /** Many changes come at once, and a run belongs to its plan only when that has been told of it. */
  #lookSoon(): void {
    this.#next ??= setImmediate(() => {
      this.#next = undefined;
      this.#look();
      for (const { told } of this.#active.values()) this.#tellChange(told);
    });
  }

  #tellChange(run: TaskRun): void {
    const state = stateOf(run);
    if (this.#told.get(run) === state) return;
    this.#told.set(run, state);
    this.#changed.fire(run);
  }

  #look(): void {
    for (const plan of this.#plans.active) if (!this.#isKnown(plan.id)) this.#add(observePlan(plan));
    for (const run of this.#runner.running)
      if (!this.#isKnown(run.id) && !this.#plans.planOf(run.id)) this.#add(observeRun(run, this.#runner));
  }

  #isKnown(id: string): boolean {
    return this.#active.has(id) || this.#ended.has(id);
  }

  #add(run: ObservedRun): ObservedRun {
    const { told } = run;
    this.#active.set(told.id, run);
    this.#told.set(told, stateOf(told));
    this.#started.fire(told);
    void told.ended.then(() => {
      this.#active.delete(told.id);
      this.#ended.set(told.id, run);
      for (const id of [...this.#ended.keys()].slice(0, -kept)) this.#ended.delete(id);
      this.#over.fire(told);
    });
    return run;
  }
}

function stateOf({ state, containers }: TaskRun): string {
  return [state, ...containers.map(({ id, phase }) => `${id} ${phase}`)].join('\n');
}

/** That of its own task, in its last attempt; else the last of all. */
function mainContainer({ told, runs }: ObservedRun): Run | undefined {
  return runs.findLast(({ spec }) => spec.label === told.label) ?? runs.at(-1);
}
