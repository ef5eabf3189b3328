import { absorbing } from './engine-api.ts';
import type { EngineApi } from './engine-api.ts';
import { EngineError, readText } from './http.ts';
import { within } from './within.ts';

/** What containers use and may leave behind. */
export type ResourceKind = 'network' | 'volume';

/** A network or volume as far as it matters here. */
export interface EngineResource {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What we ask an engine about its networks and volumes. Errors are those of {@link EngineApi}. */
export class EngineResources {
  readonly #api: EngineApi;

  constructor(api: EngineApi) {
    this.#api = api;
  }

  /** Every network or volume that has the label. */
  async list(kind: ResourceKind, label: string, signal: AbortSignal): Promise<readonly EngineResource[]> {
    const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
    // The engine's word is trusted here. It lists volumes in an object, and none as null.
    const answer = (await this.#api.getJson(`/${kind}s?filters=${filters}`, signal)) as
      readonly ListedResource[] | { readonly Volumes?: readonly ListedResource[] | null };
    const listed = 'Volumes' in answer ? (answer.Volumes ?? []) : (answer as readonly ListedResource[]);
    return listed.map(({ Name, Labels }) => ({ name: Name, labels: Labels ?? {} }));
  }

  /** How a volume was made; undefined where there is none of this name. */
  async volume(name: string, signal: AbortSignal): Promise<VolumeMaking | undefined> {
    try {
      const path = `/volumes/${encodeURIComponent(name)}`;
      const { Driver, Options } = (await this.#api.getJson(path, signal)) as InspectedVolume;
      return { driver: Driver, options: Options ?? {} };
    } catch (error) {
      if (error instanceof EngineError && error.statusCode === 404) return undefined;
      throw error;
    }
  }

  /** Removes a network or volume that no container uses; `false`: there is none. */
  async remove(kind: ResourceKind, name: string): Promise<boolean> {
    const request = { method: 'DELETE', path: `/${kind}s/${name}` } as const;
    const remove = async (either: AbortSignal): Promise<unknown> =>
      readText(await this.#api.open(request, either));
    return absorbing(within(this.#api.deadlines.call, remove, new AbortController().signal), [404]);
  }
}

/** How a volume was made. */
export interface VolumeMaking {
  readonly driver: string;
  /** As for mount(8): `type`, `o` and `device` among others. */
  readonly options: Readonly<Record<string, string>>;
}

interface InspectedVolume {
  readonly Driver: string;
  readonly Options?: Readonly<Record<string, string>> | null;
}

interface ListedResource {
  readonly Name: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
}
