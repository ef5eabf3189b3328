import { closure } from '../core/plan/closure.ts';
import { findMistakes, plan } from '../core/plan/plan.ts';
import { distinctReaches } from '../core/reach.ts';
import type { Reach } from '../core/reach.ts';
import { describeTask } from '../core/report.ts';
import type { TaskDefinition } from '../core/tasks-file/definition.ts';
import { askedVariables } from '../core/tasks-file/resolve.ts';
import type { Driver } from '../driver/driver.ts';
import { reachesOf } from './consent.ts';
import { findSecrets } from './find-secrets.ts';
import type { Host } from './host-files.ts';
import type { PlanRequest } from './start-plan.ts';

/** What would run. */
export interface PlanPreview {
  /** Of each job one line, without its secrets, in the order of the plan: label, image, command and limits. */
  readonly lines: readonly string[];
  /** By what they reach past the workspace; undefined: no engine answers, which knows of volumes. */
  readonly reaches: readonly Reach[] | undefined;
}

/**
 * Says what a task would run, with all that it depends on, and asks nobody: what a person or a command would be asked for stands
 * as its variable. Undefined where nothing would run, or it cannot be known before.
 */
export async function previewPlan(
  { file, label, variables, resolver }: PlanRequest,
  host: Host,
  loadDriver: () => Promise<Driver>,
  signal: AbortSignal,
): Promise<PlanPreview | undefined> {
  if (findMistakes(file, label).length > 0) return undefined;
  const asked = new Map<string, string>();
  for (const name of askedVariables(closure(file.tasks, label))) {
    const value = name.startsWith('config:')
      ? await resolver.config(name.slice('config:'.length))
      : undefined;
    asked.set(name, typeof value === 'string' ? value : `\${${name}}`);
  }
  const planned = plan(file, label, { ...variables, asked });
  if ('problems' in planned) return undefined;
  const jobs = planned.plan.jobs.flatMap(({ job: { id, definition } }) =>
    definition ? [{ ...definition, label: id }] : [],
  );
  return {
    lines: jobs.map((definition) => describeTask({ ...definition, secrets: secretsOf(definition, host) })),
    reaches: await reachesOfAll(jobs, host, loadDriver, signal),
  };
}

function secretsOf({ secrets, env }: TaskDefinition, host: Host): readonly string[] {
  return findSecrets(secrets, [], env, host.env, () => undefined).values;
}

async function reachesOfAll(
  jobs: readonly TaskDefinition[],
  { workspaceFolder }: Host,
  loadDriver: () => Promise<Driver>,
  signal: AbortSignal,
): Promise<readonly Reach[] | undefined> {
  try {
    const driver = await loadDriver();
    const wanting = jobs.flatMap((job) => [job, ...job.services]);
    const found = await Promise.all(wanting.map((each) => reachesOf(each, workspaceFolder, driver, signal)));
    return distinctReaches(found.flat());
  } catch {
    return undefined;
  }
}
