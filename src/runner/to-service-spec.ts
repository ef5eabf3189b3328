import * as l10n from '@vscode/l10n';
import type { ServiceDefinition } from '../core/tasks-file/definition.ts';
import type { ServiceSpec } from './running-service.ts';
import { toTaskSpec } from './to-task-spec.ts';
import type { Host } from './host-files.ts';
import type { HostProblem } from './to-task-spec.ts';

/** Makes a service ready to run, as {@link toTaskSpec} does with a task. It has no input, timeout or workspace folder. */
export async function toServiceSpec(
  definition: ServiceDefinition,
  host: Host,
): Promise<ServiceSpec | { readonly problems: readonly HostProblem[] }> {
  const { name, healthcheck } = definition;
  const nothing = { timeout: 0, network: '', stdin: undefined, output: [] };
  const none = { ...nothing, workspace: false, tty: false } as const;
  const spec = await toTaskSpec({ ...definition, ...none, label: name }, host);
  if (!('problems' in spec)) return { name, spec: { ...spec, healthcheck } };
  return {
    problems: spec.problems.map(({ message }) => ({
      message: l10n.t('The service "{0}": {1}', name, message),
    })),
  };
}
