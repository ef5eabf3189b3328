import type { Job } from '../core/plan/job.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import { describeOutcome } from '../core/plan/describe.ts';
import type { RunError, RunResult } from '../core/run-result.ts';
import type { TaskDefinition } from '../core/tasks-file/definition.ts';
import type { Driver } from '../driver/driver.ts';
import { besideServices } from './beside-services.ts';
import { askConsent, reachesOf } from './consent.ts';
import type { Consent } from './consent.ts';
import type { JobSignals, RunJob } from './job-run.ts';
import type { Launcher, RunView } from './launcher.ts';
import { onAbort } from './on-abort.ts';
import type { ServiceSpec } from './running-service.ts';
import { settle } from './run-task.ts';
import type { Run, TaskRunner, TaskSpec } from './task-runner.ts';
import { toServiceSpec } from './to-service-spec.ts';
import { toTaskSpec } from './to-task-spec.ts';
import type { Host } from './host-files.ts';
import { checkUpToDate } from './up-to-date/check-up-to-date.ts';
import type { Freshness } from './up-to-date/check-up-to-date.ts';

/** Where the jobs of a plan run, and what they may do there. */
export interface JobContext {
  readonly runner: TaskRunner;
  readonly launcher: Launcher;
  readonly loadDriver: () => Promise<Driver>;
  readonly host: Host;
  readonly consent: Consent;
  /** The answers that are secret. */
  readonly secrets: readonly string[];
  /** Keeps which jobs are up to date. */
  readonly stateFolder: string;
  /** Whether also those run that are. */
  readonly withoutCache: boolean;
  /** Tells a job of this file from all others, run after run. */
  readonly keyOf: (job: Job) => string;
  readonly views: JobViews;
}

/** Where the output of jobs and of their services is shown. */
export interface JobViews {
  job(job: Job): RunView;
  service(job: Job, name: string): RunView;
  /** Shows a line on a job that does not run, or not now. */
  tell(job: Job, line: string): void;
}

/** Runs jobs: each is made ready, allowed, found not to be up to date, and then runs beside its services. */
export function jobRunner(context: JobContext): RunJob {
  return async (job, _attempt, signals, onReady) => {
    const begun = await settle(signals.cancel, () => begin(job, context, signals.cancel));
    if (!('ready' in begun)) {
      const outcome: Outcome = 'kind' in begun ? begun : { kind: 'ran', result: begun };
      context.views.tell(job, describeOutcome(job, outcome, 0));
      return outcome;
    }
    return { kind: 'ran', result: await run(job, begun, context, signals, onReady) };
  };
}

/** What a job runs, with what belongs to this machine found. */
interface Ready {
  readonly spec: TaskSpec;
  readonly services: readonly ServiceSpec[];
}

/** A job that is to run, and the record of it once it has succeeded. */
interface Begun {
  readonly ready: Ready;
  readonly freshness: Freshness & { upToDate: false };
}

async function begin(
  job: Job,
  context: JobContext,
  signal: AbortSignal,
): Promise<Begun | Outcome | RunResult> {
  if (!job.definition) return { status: 'success', exitCode: 0 };
  const ready = await makeReady(job.definition, context);
  if ('message' in ready) return { status: 'error', error: ready };
  let begun: Begun | undefined;
  try {
    const refusal = await allow(job, ready, context, signal);
    if (refusal) return { status: 'error', error: refusal };
    const freshness = await check(job, job.definition, ready, context, signal);
    if (freshness.upToDate) return { kind: 'upToDate' };
    begun = { ready, freshness };
    return begun;
  } finally {
    if (!begun) await closeAll(ready);
  }
}

async function makeReady(
  definition: TaskDefinition,
  { host, secrets }: JobContext,
): Promise<Ready | RunError> {
  const spec = await toTaskSpec(definition, host, secrets);
  const services = await Promise.all(definition.services.map((service) => toServiceSpec(service, host)));
  const problems = [spec, ...services].flatMap((each) => ('problems' in each ? each.problems : []));
  const found = services.flatMap((each) => ('problems' in each ? [] : [each]));
  if (!('problems' in spec) && problems.length === 0) return sharingSecrets(spec, found);
  if (!('problems' in spec)) await spec.close();
  await Promise.all(found.map((each) => each.spec.close()));
  return { message: problems.map(({ message }) => message).join(' ') };
}

/** A task may print what its services keep secret, and they what it does. */
function sharingSecrets(spec: TaskSpec, services: readonly ServiceSpec[]): Ready {
  const secrets = [...new Set([spec, ...services.map((each) => each.spec)].flatMap((each) => each.secrets))];
  return {
    spec: { ...spec, secrets },
    services: services.map((each) => ({ ...each, spec: { ...each.spec, secrets } })),
  };
}

async function closeAll({ spec, services }: Ready): Promise<void> {
  await Promise.all([spec, ...services.map((service) => service.spec)].map((each) => each.close()));
}

/** Once more, as what the job depends on may have changed where its mounts lead. */
async function allow(
  job: Job,
  { spec, services }: Ready,
  { host, consent, loadDriver }: JobContext,
  signal: AbortSignal,
): Promise<RunError | undefined> {
  const driver = await loadDriver();
  const wanting = [spec, ...services.map((service) => service.spec)];
  const reaches = await Promise.all(
    wanting.map((each) => reachesOf(each, host.workspaceFolder, driver, signal)),
  );
  return askConsent(consent, reaches.flat(), job.label);
}

async function check(
  job: Job,
  definition: TaskDefinition,
  { spec }: Ready,
  { host, stateFolder, withoutCache, loadDriver, keyOf }: JobContext,
  signal: AbortSignal,
): Promise<Freshness> {
  const { files, output, stdin, services } = definition;
  return checkUpToDate(
    {
      id: keyOf(job),
      workspaceFolder: host.workspaceFolder,
      ...{ spec, files, output, stdin, services },
      always: definition.always || withoutCache,
    },
    stateFolder,
    async (either) => (await loadDriver()).imageId(unseen(spec), either),
    signal,
  );
}

/** A task of which only the image is wanted. */
function unseen(spec: TaskSpec): Parameters<Driver['imageId']>[0] {
  const nowhere = { write: () => undefined };
  return {
    ...spec,
    id: '',
    logger: { stdout: nowhere, stderr: nowhere },
    writeStat: () => undefined,
    writeProgress: () => undefined,
  };
}

async function run(
  job: Job,
  { ready, freshness }: Begun,
  { runner, launcher, keyOf, views }: JobContext,
  signals: JobSignals,
  onReady: () => void,
): Promise<RunResult> {
  const { spec, services } = ready;
  const prepare = besideServices(services, (service) =>
    launcher.openServiceLog(service.spec, views.service(job, service.name)),
  );
  const run = await launcher.launch(keyOf(job), spec, views.job(job), prepare);
  const passed = passOn(run, runner, signals, onReady);
  const result = await run.ended;
  passed.end();
  if (result.status === 'success' && run.imageId !== undefined)
    await freshness.record(run.imageId, new AbortController().signal);
  return result;
}

/** The plan's wish to stop it reaches the run, and the plan is told when the container runs. */
function passOn(
  { id }: Run,
  runner: TaskRunner,
  { cancel, kill }: JobSignals,
  onReady: () => void,
): { end(): void } {
  const cancelled = onAbort(cancel);
  const killed = onAbort(kill);
  // The second time it is removed at once.
  for (const { happened } of [cancelled, killed])
    void happened.then(() => {
      runner.cancel(id);
    });
  const subscription = runner.onDidChange((run) => {
    if (run.id === id && run.progress.phase === 'running') onReady();
  });
  return {
    end: () => {
      cancelled.forget();
      killed.forget();
      subscription.dispose();
    },
  };
}
