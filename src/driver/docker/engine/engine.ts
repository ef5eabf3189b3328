import type { Endpoint } from './endpoint.ts';
import { EngineApi, getJson } from './engine-api.ts';
import { EngineContainers } from './engine-containers.ts';
import { EngineImages } from './engine-images.ts';

/** The newest API version this driver was written against; an older engine is spoken to in its own. */
const newestApiVersion = '1.51';

/** One engine and all that we ask of it. The files `engine-*.ts` and `http.ts` alone speak to the socket. */
export class Engine {
  readonly endpoint: Endpoint;
  readonly containers: EngineContainers;
  readonly images: EngineImages;
  readonly #api: EngineApi;
  #info: Promise<EngineInfo> | undefined;

  private constructor(endpoint: Endpoint, version: EngineVersion) {
    this.endpoint = endpoint;
    this.#api = new EngineApi(endpoint, older(version.ApiVersion, newestApiVersion));
    this.containers = new EngineContainers(this.#api);
    this.images = new EngineImages(this.#api);
  }

  /**
   * Asks the engine for its version and speaks the newest one that both know.
   *
   * @throws {SyntaxError} what answers is no engine.
   */
  static async connect(endpoint: Endpoint, signal: AbortSignal): Promise<Engine> {
    const version = await getJson(endpoint, '/version', signal);
    if (!isEngineVersion(version)) throw new SyntaxError('An engine would tell its version.');
    return new Engine(endpoint, version);
  }

  /** What kind of machine the engine runs on; asked once. */
  async info(signal: AbortSignal): Promise<EngineInfo> {
    this.#info ??= this.#api.getJson('/info', signal) as Promise<EngineInfo>;
    return this.#info;
  }
}

interface EngineVersion {
  readonly ApiVersion: string;
}

function isEngineVersion(value: unknown): value is EngineVersion {
  return (
    typeof value === 'object' &&
    value !== null &&
    'ApiVersion' in value &&
    typeof value.ApiVersion === 'string'
  );
}

/** What we read of the engine's `/info`. */
interface EngineInfo {
  readonly OperatingSystem: string;
  /** `name=rootless` among others. */
  readonly SecurityOptions?: readonly string[];
}

function older(a: string, b: string): string {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return aMajor < bMajor || (aMajor === bMajor && aMinor < bMinor) ? a : b;
}
