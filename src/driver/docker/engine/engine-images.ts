import type { IncomingMessage } from 'node:http';

import { absorbing } from './engine-api.ts';
import type { EngineApi } from './engine-api.ts';

/** What we ask an engine about its images. Errors are those of {@link EngineApi}. */
export class EngineImages {
  readonly #api: EngineApi;

  constructor(api: EngineApi) {
    this.#api = api;
  }

  /** Whether the engine has the image. */
  async has(reference: string, signal: AbortSignal): Promise<boolean> {
    return absorbing(this.#api.getJson(`/images/${reference}/json`, signal), [404]);
  }

  /**
   * Asks for an image to be pulled: newline-separated JSON, one value for each step of each layer.
   *
   * @param registryAuth the value of the header X-Registry-Auth; undefined pulls as nobody
   */
  async pull(
    image: string,
    tag: string,
    registryAuth: string | undefined,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const headers = registryAuth === undefined ? {} : { 'X-Registry-Auth': registryAuth };
    const query = { fromImage: image, tag };
    return this.#api.open({ method: 'POST', path: '/images/create', query, headers }, signal);
  }
}
