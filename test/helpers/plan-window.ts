import path from 'node:path';

import { MatcherRegistry } from '../../src/core/problem-matcher/matcher-registry.ts';
import { parse } from '../../src/core/tasks-file/parse.ts';
import { nobody } from '../../src/runner/consent.ts';
import type { History } from '../../src/runner/history/history.ts';
import { hostVariables } from '../../src/runner/host-variables.ts';
import { Launcher } from '../../src/runner/launcher.ts';
import { PlanRuns } from '../../src/runner/plan-runs.ts';
import type { ActivePlan } from '../../src/runner/plan-runs.ts';
import { TaskRunner } from '../../src/runner/task-runner.ts';
import { givenVariables } from '../../src/runner/variable-resolver.ts';
import { TaskStates } from '../../src/ui/run/task-states.ts';
import { FakeDriver } from './fake-driver.ts';
import { FakeHistory } from './past-run.ts';

/** What runs tasks in a window, without the window: the keys of tasks and jobs are their labels and ids. */
export class PlanWindow {
  readonly driver = new FakeDriver();
  readonly runner = new TaskRunner(() => Promise.resolve(this.driver));
  readonly plans = new PlanRuns();
  readonly history: History;
  readonly states: TaskStates;
  readonly #folder: string;
  readonly #launcher: Launcher;

  /** @param folder gets logs and what is kept of the tasks */
  constructor(folder: string, history: History = new FakeHistory()) {
    this.#folder = folder;
    this.#launcher = new Launcher(this.runner, path.join(folder, 'logs'));
    this.history = history;
    this.states = new TaskStates(this.plans, this.runner, history);
  }

  /** Starts a task of these. @throws where nothing runs */
  async start(tasks: readonly object[], label: string): Promise<ActivePlan> {
    const started = await this.plans.start(
      label,
      {
        file: parse(JSON.stringify({ version: '1', tasks })),
        label,
        variables: hostVariables(this.#folder),
        resolver: givenVariables(new Map(), (variable) => variable),
      },
      {
        ...{ runner: this.runner, launcher: this.#launcher, consent: nobody, limit: 4, withoutCache: false },
        loadDriver: () => Promise.resolve(this.driver),
        host: { workspaceFolder: this.#folder, env: {} },
        stateFolder: path.join(this.#folder, 'state'),
        path: 'tasks.container.json',
        matchers: new MatcherRegistry(),
        keyOf: ({ id }) => id,
        views: { job: () => nowhere, service: () => nowhere, tell: () => undefined },
      },
    );
    if ('kind' in started) throw new Error(JSON.stringify(started));
    return started;
  }

  /** Runs a task of these to its end. @throws where nothing runs */
  async run(tasks: readonly object[], label: string): Promise<void> {
    const { run } = await this.start(tasks, label);
    await run.ended;
  }
}

const nowhere = { begin: () => undefined, add: () => undefined, end: () => undefined };
