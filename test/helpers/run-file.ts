import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { hostFiles } from '../../src/core/container-paths.ts';
import type { Job } from '../../src/core/plan/job.ts';
import type { FoundProblem } from '../../src/core/problem-matcher/find-problem.ts';
import { MatcherRegistry } from '../../src/core/problem-matcher/matcher-registry.ts';
import type { Outcome } from '../../src/core/plan/outcome.ts';
import { parse } from '../../src/core/tasks-file/parse.ts';
import type { Variables } from '../../src/core/tasks-file/variables/variables.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import type { Driver } from '../../src/driver/driver.ts';
import { nobody } from '../../src/runner/consent.ts';
import type { Consent } from '../../src/runner/consent.ts';
import { hostSystem } from '../../src/runner/host-system.ts';
import { hostVariables } from '../../src/runner/host-variables.ts';
import type { ContainerPaths, JobViews } from '../../src/runner/job-context.ts';
import { Launcher } from '../../src/runner/launcher.ts';
import type { RunView } from '../../src/runner/launcher.ts';
import type { PlanRun } from '../../src/runner/run-plan.ts';
import { startPlan } from '../../src/runner/start-plan.ts';
import type { NotStarted } from '../../src/runner/start-plan.ts';
import { TaskRunner } from '../../src/runner/task-runner.ts';
import { givenVariables } from '../../src/runner/variable-resolver.ts';
import type { VariableResolver } from '../../src/runner/variable-resolver.ts';
import { containersWith, dockerHost } from './engine-context.ts';
import type { ListedContainer } from './engine-context.ts';
import { makeTemporaryFolder, removeFolder } from './temporary-folder.ts';

/** A workspace folder of a test's own, in which tasks of a file are run. */
export class FileWorkspace implements AsyncDisposable {
  readonly #top = makeTemporaryFolder();
  readonly folder = join(this.#top, 'ws');

  constructor() {
    mkdirSync(this.folder);
  }

  /** The absolute path of something in the folder. */
  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  /** Writes files, by their paths from the folder. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(this.path(path)), { recursive: true });
      writeFileSync(this.path(path), text);
    }
  }

  /** Runs a task of a file, as {@link runFile}. */
  run(file: object | string, label: string, settings: Omit<FileSettings, 'folder'> = {}): Promise<FileRun> {
    return runFile(file, label, { ...settings, folder: this.folder });
  }

  /** Those of the tasks that are run here, which are there now. */
  containers(): Promise<readonly ListedContainer[]> {
    const workspace = createHash('sha256').update(this.folder).digest('hex').slice(0, 16);
    return containersWith(`com.container-tasks.workspace=${workspace}`);
  }

  /** @throws where a container is left of a task that was run here. */
  async [Symbol.asyncDispose](): Promise<void> {
    removeFolder(this.#top);
    const left = await this.containers();
    if (left.length > 0)
      throw new Error(`Left on the engine: ${left.map(({ Names }) => Names[0]).join(', ')}.`);
  }
}

/** What a file's task is run with. */
export interface FileSettings {
  /** Default: that of the suite's engine. */
  readonly driver?: Driver;
  /** The workspace folder, which has to be there. */
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly variables?: Partial<Variables>;
  /** Values of inputs and settings by their variables' names: `input:suite`. */
  readonly given?: Readonly<Record<string, string>>;
  /** Whoever is asked for them instead. */
  readonly resolver?: VariableResolver;
  readonly consent?: Consent;
  readonly limit?: number;
  readonly withoutCache?: boolean;
  /** Is called when a container of a task runs: from then on a cancel stops it. */
  readonly onRunning?: () => void;
  /** Is told the run when it has begun. */
  readonly onStarted?: (run: PlanRun) => void;
}

/** What became of it, by the jobs' ids. */
export interface FileRun {
  /** Of the task that was asked for. */
  readonly outcome: Outcome;
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** What each job printed; of a service under `job/service`. */
  readonly output: (id: string) => string;
  /** The lines that tell what runs and how it ended. */
  readonly lines: readonly string[];
  /** What the problem matchers found, in the order of the output. */
  readonly problems: readonly FileProblem[];
}

/** A problem in the output of a task. */
interface FileProblem extends Pick<FoundProblem, 'severity' | 'message'> {
  /** Where the file is on this machine; `undefined`: it is none of this machine's. */
  readonly path: string | undefined;
  readonly line: number | undefined;
}

/**
 * Runs a task of a tasks file as an editor and a terminal do.
 *
 * @param file as JSON, or its text
 * @throws where nothing runs, with why
 */
export async function runFile(
  file: object | string,
  label: string,
  settings: FileSettings,
): Promise<FileRun> {
  const text = typeof file === 'string' ? file : JSON.stringify(file);
  const driver = settings.driver ?? createDockerDriver({ docker: dockerHost });
  await using runner = new TaskRunner(() => Promise.resolve(driver));
  runner.onDidChange(({ progress }) => {
    if (progress.phase === 'running') settings.onRunning?.();
  });
  await using launcher = new Launcher(runner, join(settings.folder, '..', 'logs'));
  const { views, ...recorded } = recordingViews();
  const { folder, env = {}, given = {}, consent = nobody, limit = 4, withoutCache = false } = settings;
  const started = await startPlan(
    {
      file: parse(text, hostSystem),
      label,
      variables: { ...hostVariables(folder), env: (name) => env[name], ...settings.variables },
      resolver: settings.resolver ?? givenVariables(new Map(Object.entries(given)), (variable) => variable),
    },
    {
      ...{ runner, launcher, views, consent, limit, withoutCache },
      loadDriver: () => Promise.resolve(driver),
      host: { workspaceFolder: folder, env },
      stateFolder: join(folder, '..', 'state'),
      path: 'tasks.container.json',
      matchers: new MatcherRegistry(),
      keyOf: ({ id }) => id,
    },
  );
  if ('kind' in started) throw new Error(describe(started));
  settings.onStarted?.(started);
  const { outcome, outcomes } = await started.ended;
  return { outcome, outcomes, ...recorded };
}

function describe(reason: NotStarted): string {
  switch (reason.kind) {
    case 'mistakes':
      return reason.problems.map(({ message }) => message).join('\n');
    case 'prevented':
    case 'refused':
      return `${reason.error.message} ${reason.error.advice ?? ''}`;
    case 'given up':
      return 'given up';
  }
}

function recordingViews() {
  const texts = new Map<string, string>();
  const lines: string[] = [];
  const problems: FileProblem[] = [];
  const view = (name: string): RunView => ({
    begin: (headline) => lines.push(headline),
    add: (text) => texts.set(name, (texts.get(name) ?? '') + text),
    end: (line) => lines.push(line),
  });
  const views: JobViews = {
    job: ({ id }: Job) => ({
      ...view(id),
      problems: (paths) => ({
        onProblem: (problem) => problems.push(toFileProblem(problem, paths)),
        onBegin: () => undefined,
      }),
    }),
    service: ({ id }: Job, name) => view(`${id}/${name}`),
    tell: (_, line) => lines.push(line),
  };
  return { views, lines, problems, output: (id: string) => texts.get(id) ?? '' };
}

function toFileProblem(problem: FoundProblem, { folder, mapped }: ContainerPaths): FileProblem {
  const { file, matcher, place, severity, message } = problem;
  const [path] = hostFiles(file, matcher.fileLocation, folder, mapped);
  return { path, line: place?.line, severity, message };
}
