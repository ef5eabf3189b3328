import { Mask } from '../core/mask/mask.ts';
import type { Job } from '../core/plan/job.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import type { ProblemMatcher } from '../core/problem-matcher/problem-matcher.ts';
import type { RunError, RunResult } from '../core/run-result.ts';
import type { TaskDefinition } from '../core/tasks-file/definition.ts';
import type { Driver } from '../driver/driver.ts';
import { allow } from './consent.ts';
import type { JobContext } from './job-context.ts';
import { maskResult } from './mask-run.ts';
import { settle } from './run-task.ts';
import type { ServiceSpec } from './running-service.ts';
import type { TaskSpec } from './task-runner.ts';
import { toServiceSpec } from './to-service-spec.ts';
import { toTaskSpec } from './to-task-spec.ts';
import { checkUpToDate } from './up-to-date/check-up-to-date.ts';
import type { Freshness } from './up-to-date/check-up-to-date.ts';

/** A job that is to run. */
export interface PreparedJob extends Ready {
  /** Takes that it has succeeded. */
  readonly freshness: Freshness & { upToDate: false };
}

/** What a job runs, with what belongs to this machine found. */
interface Ready {
  readonly spec: TaskSpec;
  readonly services: readonly ServiceSpec[];
  readonly matchers: readonly ProblemMatcher[];
}

/**
 * Makes a job ready to run: finds what it needs of this machine, asks whether it may, and looks whether it has to. Gives how
 * it ended instead, without its secrets, where it is not to run. Never rejects.
 */
export async function prepareJob(
  job: Job,
  context: JobContext,
  signal: AbortSignal,
): Promise<PreparedJob | Outcome> {
  if (!job.definition) return ran({ status: 'success', exitCode: 0 });
  const definition = { ...job.definition, label: job.id };
  const ready = await makeReady(definition, context);
  if ('message' in ready) return ran({ status: 'error', error: ready }, context.secrets);
  const decided = await settle(signal, () => decide(job, definition, ready, context, signal));
  if ('spec' in decided) return decided;
  await closeAll(ready);
  return 'kind' in decided ? decided : ran(decided, ready.spec.secrets);
}

/** Whether it may run, and has to. */
async function decide(
  job: Job,
  definition: TaskDefinition,
  ready: Ready,
  context: JobContext,
  signal: AbortSignal,
): Promise<PreparedJob | Outcome | RunResult> {
  const { spec, services } = ready;
  // Once more, as what the job depends on may have changed where its mounts lead.
  const wanting = [spec, ...services.map((service) => service.spec)];
  const refusal = await allow(wanting, job.label, context, signal);
  if (refusal) return { status: 'error', error: refusal };
  const freshness = await check(job, definition, ready, context, signal);
  signal.throwIfAborted();
  return freshness.upToDate ? { kind: 'upToDate' } : { ...ready, freshness };
}

/** How it ended before it ran: what is in the way may have a secret in its name. */
function ran(result: RunResult, secrets: readonly string[] = []): Outcome {
  return { kind: 'ran', result: maskResult(result, new Mask(secrets)) };
}

async function makeReady(
  definition: TaskDefinition,
  { host, secrets, matchers: registry }: JobContext,
): Promise<Ready | RunError> {
  const spec = await toTaskSpec(definition, host, secrets);
  const services = await Promise.all(definition.services.map((service) => toServiceSpec(service, host)));
  const matching = registry.resolve(definition.problemMatcher);
  const unknown = 'problems' in matching ? matching.problems.map((message) => ({ message })) : [];
  const found = services.flatMap((each) => ('problems' in each ? [] : [each]));
  const problems = [spec, ...services].flatMap((each) => ('problems' in each ? each.problems : []));
  if (!('problems' in spec) && !('problems' in matching) && problems.length === 0)
    return { ...sharingSecrets(spec, found), matchers: matching.matchers };
  if (!('problems' in spec)) await spec.close();
  await Promise.all(found.map((each) => each.spec.close()));
  return { message: [...problems, ...unknown].map(({ message }) => message).join(' ') };
}

/** A task may print what its services keep secret, and they what it does. */
function sharingSecrets(spec: TaskSpec, services: readonly ServiceSpec[]): Omit<Ready, 'matchers'> {
  const secrets = [...new Set([spec, ...services.map((each) => each.spec)].flatMap((each) => each.secrets))];
  return {
    spec: { ...spec, secrets },
    services: services.map((each) => ({ ...each, spec: { ...each.spec, secrets } })),
  };
}

async function closeAll({ spec, services }: Ready): Promise<void> {
  await Promise.all([spec, ...services.map((service) => service.spec)].map((each) => each.close()));
}

async function check(
  job: Job,
  definition: TaskDefinition,
  { spec }: Ready,
  { host, path, stateFolder, withoutCache, loadDriver }: JobContext,
  signal: AbortSignal,
): Promise<Freshness> {
  const { files, output, stdin, services } = definition;
  return checkUpToDate(
    {
      id: `${path}\n${job.id}`,
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
