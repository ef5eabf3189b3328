import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

import type { LocalImage } from '../../driver.ts';
import type { EngineApi } from './engine-api.ts';
import { EngineError } from './http.ts';
import type { Platform } from './platform.ts';

/** What we ask an engine about its images. Errors are those of {@link EngineApi}. */
export class EngineImages {
  readonly #api: EngineApi;

  constructor(api: EngineApi) {
    this.#api = api;
  }

  /** The image that the engine has under this reference, of this platform where it can have several; undefined: none. */
  async find(
    reference: string,
    platform: Platform | undefined,
    signal: AbortSignal,
  ): Promise<FoundImage | undefined> {
    // Since this version engines can have an image for several platforms, and be asked for one of them.
    const query =
      platform && this.#api.speaks('1.49') ? `?platform=${encodeURIComponent(toOci(platform))}` : '';
    try {
      const found = (await this.#api.getJson(`/images/${reference}/json${query}`, signal)) as ImageInspection;
      const { Id = '', Os = '', Architecture = '', Variant = '' } = found;
      return { id: Id, os: Os, architecture: Architecture, variant: Variant };
    } catch (error) {
      if (error instanceof EngineError && error.statusCode === 404) return undefined;
      throw error;
    }
  }

  /** Every image that is not only a layer of others. */
  async list(signal: AbortSignal): Promise<readonly LocalImage[]> {
    const images = (await this.#api.getJson('/images/json', signal)) as readonly ListedImage[];
    return images.map(({ Id, RepoTags, RepoDigests, Size, Created }) => ({
      id: Id,
      names: [...(RepoTags ?? []), ...(RepoDigests ?? [])].filter((name) => !name.includes('<none>')),
      size: Size,
      created: Created * 1000,
    }));
  }

  /**
   * Asks for an image to be pulled: newline-separated JSON, one value for each step of each layer.
   *
   * @param registryAuth the value of the header X-Registry-Auth; undefined pulls as nobody
   */
  async pull(
    { image, tag, platform }: { readonly image: string; readonly tag: string; readonly platform: string },
    registryAuth: string | undefined,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const headers = registryAuth === undefined ? {} : { 'X-Registry-Auth': registryAuth };
    const query = { fromImage: image, tag, platform: platform || undefined };
    return this.#api.open({ method: 'POST', path: '/images/create', query, headers }, signal);
  }

  /**
   * Asks for an image to be built by the classic builder: newline-separated JSON, as `build-step.ts` reads it.
   *
   * @param registryConfig the value of the header X-Registry-Config
   * @param context a tar archive, which is read as the engine takes it, and destroyed with the signal
   */
  async build(
    options: BuildOptions,
    registryConfig: string,
    context: Readable,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const query = {
      version: 1,
      dockerfile: options.dockerfile,
      t: options.name || undefined,
      target: options.target || undefined,
      buildargs: JSON.stringify(options.args),
      platform: options.platform || undefined,
      labels: JSON.stringify(options.labels),
      pull: options.pull || undefined,
      // No container of a step is left, whatever becomes of it.
      ...{ rm: true, forcerm: true },
    };
    const headers = { 'Content-Type': 'application/x-tar', 'X-Registry-Config': registryConfig };
    return this.#api.open({ method: 'POST', path: '/build', query, headers, body: context }, signal);
  }
}

/** An image, and what it is for. */
export interface FoundImage extends Platform {
  /** The engine's own id of it. */
  readonly id: string;
}

/** How an image is built. '' is none. */
export interface BuildOptions {
  /** From the context, with slashes. */
  readonly dockerfile: string;
  /** The name that the image gets. */
  readonly name: string;
  /** The last stage to build. */
  readonly target: string;
  readonly args: Readonly<Record<string, string>>;
  readonly platform: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether the images that it builds on are pulled though they are there. */
  readonly pull: boolean;
}

/** What we read of an image. */
interface ImageInspection {
  readonly Id?: string;
  readonly Os?: string;
  readonly Architecture?: string;
  readonly Variant?: string;
}

/** What we read of the list: the tags and digests of an image without any are null in some versions. */
interface ListedImage {
  readonly Id: string;
  readonly RepoTags?: readonly string[] | null;
  readonly RepoDigests?: readonly string[] | null;
  readonly Size: number;
  /** Epoch seconds. */
  readonly Created: number;
}

/** As JSON of https://github.com/opencontainers/image-spec/blob/main/specs-go/v1/descriptor.go. */
function toOci({ os, architecture, variant }: Platform): string {
  return JSON.stringify({ os, architecture, ...(variant !== '' && { variant }) });
}
