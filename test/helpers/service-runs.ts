import { defaultSettings } from '../../src/core/container-task.ts';
import type { Healthcheck } from '../../src/core/container-task.ts';
import type { RunResult } from '../../src/core/run-result.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { runIdLabel } from '../../src/driver/docker/ownership/labels.ts';
import { besideServices } from '../../src/runner/beside-services.ts';
import type { ServiceSpec } from '../../src/runner/running-service.ts';
import { openServiceLog } from '../../src/runner/service-log.ts';
import { TaskRunner } from '../../src/runner/task-runner.ts';
import type { Run, TaskSpec } from '../../src/runner/task-runner.ts';
import { containersWith, networksWith, uniqueName } from './engine-context.ts';
import { eventually } from './eventually.ts';
import { image, recordedTask } from './task.ts';
import { makeTemporaryFolder, removeFolder } from './temporary-folder.ts';

/** A run beside services, with all that is shown of it. */
export interface ServiceRun {
  readonly run: Run;
  readonly runner: TaskRunner;
  readonly result: Promise<RunResult>;
  readonly stdout: () => string;
  /** What the run was waiting for, one after the other. */
  readonly waited: readonly string[];
  /** What a service printed, by its name, in its log; with the headline, and the line on its end, of its view. */
  readonly shown: (name: string) => string;
  /** Cancels it. */
  readonly cancel: () => void;
}

/** Starts a task beside services, as the runner does. */
export function startBeside(
  docker: string,
  services: readonly ServiceSpec[],
  settings: Partial<TaskSpec> = {},
): ServiceRun {
  const folder = makeTemporaryFolder();
  const shown = new Map<string, string>();
  const waited: string[] = [];
  const recorded = recordedTask({ label: uniqueName('test'), ...settings });
  const runner = new TaskRunner(() => Promise.resolve(createDockerDriver({ docker })));
  runner.onDidChange((run) => {
    if (run.progress.phase !== 'waiting') return;
    const names = run.progress.services.join(', ');
    if (names !== waited.at(-1)) waited.push(names);
  });
  const prepare = besideServices(services, ({ name, spec }) => {
    const add = (text: string): void => {
      shown.set(name, (shown.get(name) ?? '') + text);
    };
    return openServiceLog(folder, spec, {
      begin: (headline) => {
        add(`${headline}\n`);
      },
      add,
      end: add,
    });
  });
  const run = runner.start('key', recorded.task, recorded.task.logger, { prepare });
  return {
    ...{ run, runner, waited },
    result: run.ended.finally(() => {
      removeFolder(folder);
    }),
    stdout: () => recorded.stdout().toString(),
    shown: (name) => shown.get(name) ?? '',
    cancel: () => {
      runner.cancel(run.id);
    },
  };
}

/** A service of the tests' image that stops at once, unless it is told otherwise. */
export function service(name: string, settings: Partial<TaskSpec> = {}): ServiceSpec {
  const stop = { signal: '', grace: 1000 };
  const close = (): Promise<void> => Promise.resolve();
  return { name, spec: { ...defaultSettings, label: name, image, stop, close, ...settings } };
}

/** A check each 200 ms. */
export function check(line: string, settings: Partial<Healthcheck> = {}): Pick<TaskSpec, 'healthcheck'> {
  const times = { interval: 200, timeout: 10_000, startPeriod: 0, retries: 20 };
  return { healthcheck: { test: ['CMD-SHELL', line], ...times, ...settings } };
}

/** Containers and networks that the engine has of a run. */
export async function leftOf({ run }: ServiceRun, docker: string): Promise<readonly string[]> {
  const containers = await containersWith(runIdLabel, docker);
  const networks = await networksWith(runIdLabel, docker);
  return [
    ...containers.map(({ Names, Labels }) => ({ name: `container ${Names[0] ?? ''}`, Labels })),
    ...networks.map(({ Name, Labels }) => ({ name: `network ${Name}`, Labels })),
  ]
    .filter(({ Labels }) => Labels[runIdLabel]?.startsWith(run.id))
    .map(({ name }) => name);
}

/** Resolves with how it ends, and nothing is left of it: what was killed on a busy machine is removed soon after. */
export async function ends(started: ServiceRun, docker: string): Promise<RunResult> {
  const result = await started.result;
  const isGone = async (): Promise<boolean> => (await leftOf(started, docker)).length === 0;
  if (result.warning === undefined && !(await isGone())) throw new Error('Something is left of it.');
  await eventually('nothing left of it', isGone);
  return result;
}

/** For what happens within seconds where few containers start at the same time, in ms. */
export const patience = 45_000;

/** Resolves when the task's container has printed the text. */
export async function hasPrinted({ stdout }: ServiceRun, text: string): Promise<void> {
  await eventually(`"${text}" on stdout`, () => stdout().includes(text), patience);
}
