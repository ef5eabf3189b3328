import { resolve } from '../core/tasks-file/resolve.ts';
import { DriverError } from '../driver/driver.ts';
import type { Driver } from '../driver/driver.ts';
import { askConsent, reachesOf } from '../runner/consent.ts';
import type { Consent, Refusal } from '../runner/consent.ts';
import type { TaskSpec } from '../runner/task-runner.ts';
import { toTaskSpec } from '../runner/to-task-spec.ts';
import { mistakeAt } from './mistakes.ts';
import type { Mistake } from './mistakes.ts';
import { variablesOf } from './variables.ts';
import type { WorkspaceTask } from './workspace-tasks.ts';

/** Makes a task of the workspace ready to run; a person may refuse what it wants. */
export type Specify = (task: WorkspaceTask) => Promise<TaskSpec | Mistake | Refusal>;

/** As {@link Specify}, with the one who is asked for consent, and the driver that finds what it is asked for. */
export function specifying(consent: Consent, loadDriver: () => Promise<Driver>): Specify {
  return async (task) => {
    const spec = await specify(task);
    if ('message' in spec) return spec;
    const { fsPath } = task.file.folder.uri;
    try {
      const reaches = await reachesOf(spec, fsPath, await loadDriver(), new AbortController().signal);
      const refusal = await askConsent(consent, reaches, task.entry.label);
      if (!refusal) return spec;
      await spec.close();
      return refusal;
    } catch (error) {
      await spec.close();
      if (!(error instanceof DriverError)) throw error;
      return mistakeAt(task.file, `${error.message} ${error.advice}`, task.entry.offset);
    }
  };
}

async function specify(task: WorkspaceTask): Promise<TaskSpec | Mistake> {
  const { file, entry } = task;
  const workspaceFolder = file.folder.uri.fsPath;
  const resolved = resolve(entry, variablesOf(file.folder));
  if ('problems' in resolved) {
    const [first] = resolved.problems;
    return mistakeAt(file, first?.message ?? 'The task has a mistake.', first?.offset ?? entry.offset);
  }
  const spec = await toTaskSpec(resolved.definition, { workspaceFolder, env: process.env });
  if (!('problems' in spec)) return spec;
  return mistakeAt(file, spec.problems.map(({ message }) => message).join(' '), entry.offset);
}
