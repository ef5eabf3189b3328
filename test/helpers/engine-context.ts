import { randomUUID } from 'node:crypto';
import { askEngine, defaultDockerHost } from './engine-api.ts';

/** The engine that the suite runs against, as in the variable DOCKER_HOST. See test/run.ts. */
export const dockerHost = process.env['DOCKER_HOST'] || defaultDockerHost;

/** A container as the engine lists it. */
export interface ListedContainer {
  readonly Id: string;
  /** Each begins with a slash. */
  readonly Names: readonly string[];
  readonly Image: string;
  readonly State: string;
  readonly Labels: Readonly<Record<string, string>>;
}

/**
 * The containers on the engine, running or not, that carry a label.
 *
 * @param label `name` or `name=value`
 * @param engine as in the variable DOCKER_HOST; default: the suite's
 */
export async function containersWith(
  label: string,
  engine = dockerHost,
): Promise<readonly ListedContainer[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
  // The engine's word is trusted here: a wrong shape fails the test that reads it.
  return (await askEngine(
    engine,
    'GET',
    `/containers/json?all=true&filters=${filters}`,
  )) as readonly ListedContainer[];
}

/** A network as the engine lists it. */
interface ListedNetwork {
  readonly Name: string;
  readonly Labels: Readonly<Record<string, string>>;
}

/** The networks on the engine that carry a label, as {@link containersWith} has it. */
export async function networksWith(label: string, engine = dockerHost): Promise<readonly ListedNetwork[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
  return (await askEngine(engine, 'GET', `/networks?filters=${filters}`)) as readonly ListedNetwork[];
}

/** A container as the engine describes it, as far as tests look at it. */
export interface InspectedContainer {
  readonly Id: string;
  readonly Config: Readonly<Record<string, unknown>>;
  readonly HostConfig: Readonly<Record<string, unknown>>;
  readonly NetworkSettings: {
    readonly Ports: Readonly<
      Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[]>
    >;
  };
}

/** @param name or id */
export async function inspectContainer(name: string): Promise<InspectedContainer> {
  return (await askEngine(dockerHost, 'GET', `/containers/${name}/json`)) as InspectedContainer;
}

/** A name that nothing on the engine has. */
export function uniqueName(start = 'container-tasks-test'): string {
  return `${start}-${randomUUID().slice(0, 8)}`;
}
