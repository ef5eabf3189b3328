import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import Dockerode from 'dockerode';

import type { Endpoint } from './endpoint.ts';
import { EngineError, openResponse, openUpgrade, readText } from './http.ts';
import type { EngineRequest } from './http.ts';
import { longestTimer } from './longest-timer.ts';

/** A call that has no reason to last is given up after this many ms: a frozen engine accepts calls and never answers. */
const callDeadline = 30_000;

/** The newest API version this driver was written against; an older engine is spoken to in its own. */
const newestApiVersion = '1.51';

/**
 * One engine and all that we ask of it; the only file that speaks to it. Plain REST calls go through dockerode; what
 * streams (attach, wait, statistics, pull) goes through `node:http`, for the reasons in ARCHITECTURE.md.
 *
 * Every method throws an {@link EngineError} when the engine refuses, and Node's own error when it cannot be reached.
 */
export class Engine {
  readonly endpoint: Endpoint;
  readonly #docker: Dockerode;
  readonly #prefix: string;
  #info: Promise<EngineInfo> | undefined;

  private constructor(endpoint: Endpoint, version: EngineVersion) {
    this.endpoint = endpoint;
    this.#prefix = `/v${older(version.ApiVersion, newestApiVersion)}`;
    // A connection for each call: one that was kept may turn out to be closed, for example by a restart of the engine.
    const agent = endpoint.connection.protocol === 'https' ? new https.Agent() : new http.Agent();
    // DOCKER_HOST in the environment beats a socket path, unless the host is spelled out as undefined.
    const options = { host: undefined, ...endpoint.connection, version: this.#prefix.slice(1), agent };
    this.#docker = new Dockerode(options);
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
    this.#info ??= getJson(this.endpoint, `${this.#prefix}/info`, signal) as Promise<EngineInfo>;
    return this.#info;
  }

  /** Whether the engine has the image. */
  async hasImage(reference: string, signal: AbortSignal): Promise<boolean> {
    return presence(getJson(this.endpoint, `${this.#prefix}/images/${reference}/json`, signal));
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
    const path = `${this.#prefix}/images/create`;
    const headers = registryAuth === undefined ? {} : { 'X-Registry-Auth': registryAuth };
    const query = { fromImage: image, tag };
    return openResponse(this.endpoint.connection, { method: 'POST', path, query, headers }, signal);
  }

  /**
   * Creates a container and returns its id. This is not to be aborted: a creation that is given up on may still happen.
   */
  async createContainer(name: string, options: Dockerode.ContainerCreateOptions): Promise<string> {
    // As one argument the options would be repeated in the URL, environment and all.
    const request = { _query: { name }, _body: options, abortSignal: AbortSignal.timeout(2 * callDeadline) };
    const container = await rest(() => this.#docker.createContainer(request));
    return container.id;
  }

  /** Resolves when the engine has attached the streams: nothing printed from then on is lost. */
  async attach(id: string, stdin: boolean, signal: AbortSignal): Promise<Duplex> {
    const query = { stream: 1, stdout: 1, stderr: 1, stdin: stdin ? 1 : undefined };
    return openUpgrade(this.endpoint.connection, this.#request('POST', id, '/attach', query), signal);
  }

  /** Resolves when the engine waits; the response's body comes when the container has exited. */
  async wait(id: string, signal: AbortSignal): Promise<IncomingMessage> {
    return openResponse(
      this.endpoint.connection,
      this.#request('POST', id, '/wait', { condition: 'next-exit' }),
      signal,
    );
  }

  /** About one JSON value a second while the container runs. */
  async stats(id: string, signal: AbortSignal): Promise<IncomingMessage> {
    return openResponse(
      this.endpoint.connection,
      this.#request('GET', id, '/stats', { stream: true }),
      signal,
    );
  }

  async start(id: string, signal: AbortSignal): Promise<void> {
    await rest(() => this.#container(id).start({ abortSignal: signal }));
  }

  async inspect(id: string): Promise<Dockerode.ContainerInspectInfo> {
    return rest(() => this.#container(id).inspect({ abortSignal: AbortSignal.timeout(callDeadline) }));
  }

  /** Every container that has the label, whatever its state. */
  async list(label: string, signal: AbortSignal): Promise<readonly Dockerode.ContainerInfo[]> {
    const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(callDeadline)]);
    // The signal is none of the query, where dockerode would put it otherwise.
    const request = { _query: { all: true, filters: { label: [label] } }, abortSignal };
    return rest(() => this.#docker.listContainers(request));
  }

  /** Asks the container to stop and kills it after `seconds`. One that has stopped or is gone is fine. */
  async stop(id: string, seconds: number): Promise<void> {
    const abortSignal = AbortSignal.timeout(Math.min(seconds * 1000 + callDeadline, longestTimer));
    await presence(rest(() => this.#container(id).stop({ t: seconds, abortSignal })));
  }

  /** Kills and removes the container with its anonymous volumes. One that is gone, or being removed, is fine. */
  async remove(id: string): Promise<void> {
    const options = { force: true, v: true, abortSignal: AbortSignal.timeout(callDeadline) };
    await absorbing(
      rest(() => this.#container(id).remove(options)),
      [404, 409],
    );
  }

  #container(id: string): Dockerode.Container {
    return this.#docker.getContainer(id);
  }

  #request(
    method: EngineRequest['method'],
    id: string,
    path: string,
    query: NonNullable<EngineRequest['query']>,
  ): EngineRequest {
    return { method, path: `${this.#prefix}/containers/${id}${path}`, query };
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

async function getJson(endpoint: Endpoint, path: string, signal: AbortSignal): Promise<unknown> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(callDeadline)]);
  return JSON.parse(
    await readText(await openResponse(endpoint.connection, { method: 'GET', path }, bounded)),
  );
}

function older(a: string, b: string): string {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return aMajor < bMajor || (aMajor === bMajor && aMinor < bMinor) ? a : b;
}

/** Runs a dockerode call and turns its errors into {@link EngineError}. */
async function rest<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw fromDockerode(error);
  }
}

function fromDockerode(error: unknown): unknown {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number')
    return error;
  const json: unknown = 'json' in error ? error.json : undefined;
  const said = typeof json === 'object' && json !== null && 'message' in json ? json.message : undefined;
  return new EngineError(error.statusCode, typeof said === 'string' ? said : error.message);
}

/** Whether the thing asked for is there: a 404 is `false`. */
async function presence(call: Promise<unknown>): Promise<boolean> {
  return absorbing(call, [304, 404]);
}

/** Resolves with `false` where the engine answers with one of the statuses, which mean that there is nothing to do. */
async function absorbing(call: Promise<unknown>, statuses: readonly number[]): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof EngineError && statuses.includes(error.statusCode)) return false;
    throw error;
  }
}
