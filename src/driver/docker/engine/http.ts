import http from 'node:http';
import https from 'node:https';
import type { Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Connection } from './endpoint.ts';

/** One request to the engine. Query values that are undefined are left out. */
export interface EngineRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: http.OutgoingHttpHeaders;
  /** Sent as fast as the engine takes it, and destroyed with the request. */
  readonly body?: Readable;
}

/** The engine answered, with an error. `message` is the engine's own. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    // Podman answers with 500 when the container went away while it looked at it.
    this.statusCode = /: no such container$/.test(message) ? 404 : statusCode;
  }
}

/**
 * Sends a request and resolves with the response as soon as its headers are there: the engine has acknowledged it. The
 * body is the caller's to read; aborting the signal later destroys it.
 *
 * @throws {EngineError} the engine answered with an error; a Node error when it cannot be reached; the signal's reason.
 */
export async function openResponse(
  connection: Connection,
  request: EngineRequest,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const sent = send(connection, request, signal, request.headers).on('response', resolve).on('error', reject);
  if (request.body) pipeline(request.body, sent).catch(reject);
  else sent.end();
  const response = await promise;
  await throwIfError(response);
  return response;
}

/**
 * Sends a request that turns its connection into a raw stream in both directions, and resolves when the engine has done
 * so. `end()` on the stream is the end of the container's stdin.
 *
 * @throws as {@link openResponse} does.
 */
export async function openUpgrade(
  connection: Connection,
  request: EngineRequest,
  signal: AbortSignal,
): Promise<Duplex> {
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  const upgrade = { ...request.headers, Connection: 'Upgrade', Upgrade: 'tcp' };
  const sent = send(connection, request, signal, upgrade)
    .on('upgrade', (_response, stream, head) => {
      if (head.length > 0) stream.unshift(head);
      resolve(stream);
    })
    .on('response', (response) => {
      throwIfError(response).then(() => {
        response.destroy();
        reject(new EngineError(response.statusCode ?? 0, 'the engine did not upgrade the connection'));
      }, reject);
    })
    .on('error', reject);
  if (request.body) pipeline(request.body, sent).catch(reject);
  else sent.end();
  return promise;
}

function send(
  connection: Connection,
  request: EngineRequest,
  signal: AbortSignal,
  headers: http.OutgoingHttpHeaders = {},
): http.ClientRequest {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  const options = {
    ...connection,
    protocol: `${connection.protocol}:`,
    method: request.method,
    path: query.size > 0 ? `${request.path}?${query.toString()}` : request.path,
    headers,
    agent: false,
    signal,
  } as const;
  return connection.protocol === 'https' ? https.request(options) : http.request(options);
}

async function throwIfError(response: http.IncomingMessage): Promise<void> {
  const { statusCode = 0 } = response;
  if (statusCode < 400) return;
  const body = await readText(response);
  throw new EngineError(statusCode, messageOf(body));
}

/** Reads a response's body to its end. */
export async function readText(response: http.IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
}

/** Engines wrap their message as `{"message": "..."}`, proxies in front of them do not. */
function messageOf(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    return typeof message === 'string' ? message : body.trim();
  } catch {
    return body.trim();
  }
}
