import { isEngineVersion, isPodman, negotiate } from './api-version.ts';
import type { EngineVersion } from './api-version.ts';
import type { Deadlines } from './deadlines.ts';
import type { Endpoint } from './endpoint.ts';
import { EngineArchives } from './engine-archives.ts';
import { EngineApi } from './engine-api.ts';
import { EngineContainers } from './engine-containers.ts';
import { EngineExecs } from './engine-execs.ts';
import { EngineImages } from './engine-images.ts';
import { EngineNetworks } from './engine-networks.ts';
import { EngineResources } from './engine-resources.ts';
import type { EngineVersions } from './engine-versions.ts';

/** One engine and all that we ask of it. The files `engine-*.ts` and `http.ts` alone speak to the socket. */
export class Engine {
  readonly endpoint: Endpoint;
  /** As in {@link isPodman}. */
  readonly isPodman: boolean;
  readonly deadlines: Deadlines;
  readonly containers: EngineContainers;
  readonly execs: EngineExecs;
  readonly images: EngineImages;
  readonly networks: EngineNetworks;
  readonly resources: EngineResources;
  readonly archives: EngineArchives;
  readonly #api: EngineApi;
  #info: Promise<EngineInfo> | undefined;

  private constructor(endpoint: Endpoint, version: EngineVersion, deadlines: Deadlines) {
    this.endpoint = endpoint;
    this.deadlines = deadlines;
    this.isPodman = isPodman(version);
    this.#api = new EngineApi(endpoint, negotiate(version), deadlines);
    this.containers = new EngineContainers(this.#api);
    this.execs = new EngineExecs(this.#api);
    this.images = new EngineImages(this.#api);
    this.networks = new EngineNetworks(this.#api);
    this.resources = new EngineResources(this.#api);
    this.archives = new EngineArchives(this.#api);
  }

  /**
   * Asks the engine for its version and speaks the newest one that both know.
   *
   * @throws {SyntaxError} what answers is no engine; as {@link negotiate}.
   */
  static async connect(
    endpoint: Endpoint,
    signal: AbortSignal,
    deadlines: Deadlines,
    versions: EngineVersions,
  ): Promise<Engine> {
    const version = await versions.ask(endpoint, deadlines.call, signal);
    if (!isEngineVersion(version)) throw new SyntaxError('An engine would tell its version.');
    return new Engine(endpoint, version, deadlines);
  }

  /** Whether we speak this version of the API, or a later one. */
  speaks(version: string): boolean {
    return this.#api.speaks(version);
  }

  /** What kind of machine the engine runs on; asked once. */
  async info(signal: AbortSignal): Promise<EngineInfo> {
    this.#info ??= this.#api.getJson('/info', signal) as Promise<EngineInfo>;
    return this.#info;
  }
}

/** What we read of the engine's `/info`. */
interface EngineInfo {
  readonly OperatingSystem: string;
  /** `name=rootless` and `name=apparmor` among others. */
  readonly SecurityOptions?: readonly string[];
}
