import type { EngineApi } from './engine-api.ts';
import { absorbing } from './engine-api.ts';
import { within } from './within.ts';

/** What we ask an engine about networks alone. Errors are those of {@link EngineApi}. */
export class EngineNetworks {
  readonly #api: EngineApi;

  constructor(api: EngineApi) {
    this.#api = api;
  }

  /** Makes a bridge network. This is not to be aborted: a creation that is given up on may still happen. */
  async create(name: string, labels: Readonly<Record<string, string>>): Promise<void> {
    // Before API 1.44 there may be several of a name, unless asked not to.
    const body = { Name: name, Driver: 'bridge', CheckDuplicate: true, Labels: labels };
    await this.#post('/networks/create', body, this.#api.deadlines.creation);
  }

  /** The ids of the containers on a network; with Podman, those that do not run too. */
  async attached(name: string, signal: AbortSignal): Promise<readonly string[]> {
    // The engine's word is trusted here.
    const { Containers } = (await this.#api.getJson(`/networks/${name}`, signal)) as {
      readonly Containers?: Readonly<Record<string, unknown>> | null;
    };
    return Object.keys(Containers ?? {});
  }

  /** Takes a container off a network, which may run on. One that is not there is fine. */
  async detach(name: string, id: string): Promise<void> {
    const body = { Container: id, Force: true };
    await absorbing(this.#post(`/networks/${name}/disconnect`, body, this.#api.deadlines.call), [404]);
  }

  /** Whether Podman gives the containers on a network names: where it does not say so, it probably does. */
  async podmanResolvesNames(name: string, signal: AbortSignal): Promise<boolean> {
    const ask = (either: AbortSignal): Promise<unknown> =>
      this.#api.getLibpod(`/networks/${name}/json`, either);
    const network = (await within(this.#api.deadlines.call, ask, signal)) as {
      readonly dns_enabled?: boolean;
    };
    return network.dns_enabled !== false;
  }

  async #post(path: string, json: unknown, deadline: number): Promise<void> {
    await this.#api.postJson({ path }, json, deadline, new AbortController().signal);
  }
}
