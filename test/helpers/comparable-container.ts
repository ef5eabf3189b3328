import type { InspectedContainer } from './engine-context.ts';

/** A container's `Config` and `HostConfig` without what may differ. */
export interface ComparableContainer {
  readonly config: object;
  readonly hostConfig: object;
  readonly environment: object;
  readonly labels: object;
}

/**
 * Leaves out, or makes alike, what the driver and the Docker CLI may each have in their own way:
 *
 * - `Hostname` is the container's id
 * - our labels say whose a container is
 * - `LogConfig`: we limit what the engine keeps of the output
 * - `ConsoleSize`: the CLI's is the size of its own terminal
 * - `Env`: a variable that is there twice is the last
 * - capabilities: the CLI writes `net_raw` as `CAP_NET_RAW`, and sorts them; engines know both
 * - `Ulimits`: the CLI gives them in no order
 * - `NetworkMode`: `default` is the CLI's word for none, which newer engines call `bridge`
 * - `RestartPolicy`: the CLI's `no` is the empty name
 * - null, and a list or an object without anything in it, are the same to an engine
 */
export function comparable({ Config, HostConfig }: InspectedContainer): ComparableContainer {
  const { Env, Labels } = Config;
  const { CapAdd, CapDrop, Ulimits, NetworkMode, RestartPolicy } = HostConfig;
  return {
    config: withoutEmpty(without(Config, ['Hostname', 'Env', 'Labels'])),
    hostConfig: withoutEmpty({
      ...without(HostConfig, ['LogConfig', 'ConsoleSize']),
      CapAdd: capabilities(CapAdd),
      CapDrop: capabilities(CapDrop),
      Ulimits: list(Ulimits)
        .map((each) => JSON.stringify(each))
        .sort(),
      RestartPolicy: { ...(RestartPolicy as object), ...(hasName(RestartPolicy, 'no') && { Name: '' }) },
      NetworkMode: NetworkMode === 'bridge' ? 'default' : NetworkMode,
    }),
    environment: Object.fromEntries(list(Env).map((each) => String(each).split(/=(.*)/s, 2))) as object,
    labels: Object.fromEntries(
      Object.entries(Labels ?? {}).filter(([name]) => !/^(com\.)?container-tasks/.test(name)),
    ),
  };
}

function without(object: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

function hasName(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && 'Name' in value && value.Name === name;
}

function capabilities(value: unknown): readonly string[] {
  const names = list(value).map((each) => String(each).toUpperCase().replace(/^CAP_/, ''));
  return names.sort();
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function withoutEmpty(object: object): object {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]: [string, unknown]) => {
      if (value === null || (typeof value === 'object' && Object.keys(value).length === 0)) return [];
      if (Array.isArray(value)) return [[name, value.map(deep)]];
      return [[name, deep(value)]];
    }),
  );
}

function deep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deep);
  return typeof value === 'object' && value !== null ? withoutEmpty(value) : value;
}
