import type { ContainerDefinition, ServiceDefinition, TaskDefinition } from './definition.ts';
import type { taskFields } from './fields/fields.ts';
import type { containerFields } from './fields/container-fields.ts';
import type { serviceFields } from './fields/service.ts';
import type { Values } from './kinds/object.ts';

/** A task from what its fields have been read as. */
export function toTaskDefinition(
  values: Values<typeof taskFields>,
  services: readonly ServiceDefinition[],
): TaskDefinition {
  const { label, detail, icon, hide, group, isBackground, timeout, network = '', tty, interactive } = values;
  const { workspace, retry, files, output, always, problemMatcher, presentation, runOptions, stdin } = values;
  return {
    ...toContainer(values),
    label,
    ...{ detail, icon: icon && { id: icon.id, color: icon.color }, hide, group, isBackground },
    cwd: values.cwd ?? (workspace === false ? '' : workspace.target),
    stdin: typeof stdin === 'string' ? { text: stdin } : stdin,
    ...{ workspace, network, timeout, tty, interactive, retry, services, files, output, always },
    ...{ problemMatcher, presentation, runOptions },
  };
}

/** A service from what its fields have been read as. */
export function toServiceDefinition(name: string, values: Values<typeof serviceFields>): ServiceDefinition {
  return { name, ...toContainer(values), healthcheck: values.healthcheck };
}

type ContainerValues = Values<typeof containerFields>;

function toContainer(values: ContainerValues): ContainerDefinition {
  const { image = '', platform = '', pull, cwd = '', env, secrets, user, init, mounts, stop } = values;
  const { ports, extraHosts, privileged, capAdd, capDrop, securityOpt, resources } = values;
  return {
    ...{ image, build: toBuild(values.build), platform, pull },
    ...toArgv(values),
    ...{ cwd, env, envFile: toList(values.envFile), secrets, user, init, mounts, ports, extraHosts },
    ...{ privileged, capAdd, capDrop, securityOpt },
    ...resources,
    stop: { signal: stop.signal ?? '', grace: stop.grace },
  };
}

/** A script's shell takes the place of the image's entrypoint, which would get the shell as its arguments. */
function toArgv(values: ContainerValues): Pick<ContainerDefinition, 'command' | 'entrypoint'> {
  const { script, shell, command = [], args = [], entrypoint } = values;
  if (script !== undefined) return { command: [...shell, script], entrypoint: entrypoint ?? [] };
  return { command: [...command, ...args], entrypoint };
}

/** A path is the context, as in Compose. */
function toBuild(build: ContainerValues['build']): ContainerDefinition['build'] {
  if (build === undefined) return undefined;
  if (typeof build === 'string') return { context: build, dockerfile: 'Dockerfile', target: '', args: {} };
  return { ...build, target: build.target ?? '' };
}

function toList(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : (value ?? []);
}
