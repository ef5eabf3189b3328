import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import Dockerode from 'dockerode';

import { isOlder } from './api-version.ts';
import type { Deadlines } from './deadlines.ts';
import type { Endpoint } from './endpoint.ts';
import { EngineError, openResponse, openUpgrade, readText } from './http.ts';
import type { EngineRequest } from './http.ts';
import { within } from './within.ts';

/**
 * How calls reach one engine, in one version of its API. Plain REST calls go through dockerode; what streams (attach,
 * wait, statistics, pull) goes through `node:http`, for the reasons in ARCHITECTURE.md.
 *
 * Every call throws an {@link EngineError} when the engine refuses, and Node's own error when it cannot be reached.
 */
export class EngineApi {
  readonly endpoint: Endpoint;
  readonly deadlines: Deadlines;
  readonly docker: Dockerode;
  readonly #version: string;
  readonly #prefix: string;

  /** @param version of the API, such as `1.41` */
  constructor(endpoint: Endpoint, version: string, deadlines: Deadlines) {
    this.endpoint = endpoint;
    this.#version = version;
    this.deadlines = deadlines;
    this.#prefix = `/v${version}`;
    const { connection } = endpoint;
    // A connection for each call: one that was kept may turn out to be closed, for example by a restart of the engine.
    const agent =
      connection.protocol === 'https'
        ? new https.Agent({ rejectUnauthorized: connection.rejectUnauthorized ?? true })
        : new http.Agent();
    // dockerode describes each call, with the whole state of its agent, for a log that nobody asks for.
    Object.assign(agent, { [inspect.custom]: () => 'Agent' });
    // DOCKER_HOST in the environment beats a socket path, unless the host is spelled out as undefined.
    const options = { host: undefined, ...connection, version: `v${version}`, agent };
    this.docker = new Dockerode(options);
  }

  /** Whether we speak this version of the API, or a later one. */
  speaks(version: string): boolean {
    return !isOlder(this.#version, version);
  }

  /** Resolves with the response when its headers are there; its body is the caller's to read. */
  async open(request: EngineRequest, signal: AbortSignal): Promise<IncomingMessage> {
    return openResponse(this.endpoint.connection, this.#versioned(request), signal);
  }

  /** Resolves with the raw stream that the engine turns the connection into. */
  async upgrade(request: EngineRequest, signal: AbortSignal): Promise<Duplex> {
    return openUpgrade(this.endpoint.connection, this.#versioned(request), signal);
  }

  /** What the engine answers to a GET that has no reason to last. */
  async getJson(path: string, signal: AbortSignal): Promise<unknown> {
    return getJson(this.endpoint, `${this.#prefix}${path}`, this.deadlines.call, signal);
  }

  /** What the engine answers to a POST of JSON, within `deadline` ms. */
  async postJson(
    request: Pick<EngineRequest, 'path' | 'query'>,
    json: unknown,
    deadline: number,
    signal: AbortSignal,
  ): Promise<string> {
    const post = async (either: AbortSignal): Promise<string> =>
      readText(await this.open({ method: 'POST', ...request, ...jsonBody(json) }, either));
    return within(deadline, post, signal);
  }

  /** What Podman answers to a GET of its own API, which the Docker Engine does not have. This has no deadline of its own. */
  async getLibpod(path: string, signal: AbortSignal): Promise<unknown> {
    const request = { method: 'GET', path: `/v${libpodVersion}/libpod${path}` } as const;
    return JSON.parse(await readText(await openResponse(this.endpoint.connection, request, signal)));
  }

  #versioned(request: EngineRequest): EngineRequest {
    return { ...request, path: `${this.#prefix}${request.path}` };
  }
}

/** The part of a request that sends JSON. */
export function jsonBody(json: unknown): Pick<EngineRequest, 'headers' | 'body'> {
  const body = Buffer.from(JSON.stringify(json));
  const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };
  return { headers, body: Readable.from(body) };
}

/** Podman from 4.0 on takes it (pkg: version.APIVersion[version.Libpod][version.MinimalAPI]). */
const libpodVersion = '4.0.0';

/** What an engine answers to a GET that has no reason to last, at the whole path, within `deadline` ms. */
async function getJson(
  { connection }: Endpoint,
  path: string,
  deadline: number,
  signal: AbortSignal,
): Promise<unknown> {
  const read = async (either: AbortSignal): Promise<string> =>
    readText(await openResponse(connection, { method: 'GET', path }, either));
  return JSON.parse(await within(deadline, read, signal));
}

/** Runs a dockerode call and turns its errors into {@link EngineError}. */
export async function rest<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw fromDockerode(error);
  }
}

/** Resolves with `false` where the engine answers with one of the statuses, which mean that there is nothing to do. */
export async function absorbing(call: Promise<unknown>, statuses: readonly number[]): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof EngineError && statuses.includes(error.statusCode)) return false;
    throw error;
  }
}

function fromDockerode(error: unknown): unknown {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number')
    return error;
  const json: unknown = 'json' in error ? error.json : undefined;
  if (Buffer.isBuffer(json)) return new EngineError(error.statusCode, json.toString().trim());
  const said = typeof json === 'object' && json !== null && 'message' in json ? json.message : undefined;
  return new EngineError(error.statusCode, typeof said === 'string' ? said : error.message);
}
