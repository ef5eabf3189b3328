import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';

/** What an engine answered. */
export interface EngineAnswer {
  readonly status: number;
  readonly body: string;
}

/** A request's body and limit. */
export interface EngineRequest {
  /** A stream is sent as a tar archive, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** In ms; default 60 s. */
  readonly timeout?: number;
}

/** The engine's socket where the Docker CLI looks for it when nothing is set. */
export const defaultDockerHost = 'unix:///var/run/docker.sock';

/**
 * One call of the engine's API, independent of the product's own client.
 *
 * @param dockerHost as in the variable DOCKER_HOST: unix://, tcp://, http:// or https://; with DOCKER_TLS_VERIFY and
 * DOCKER_CERT_PATH tcp:// speaks TLS
 * @throws Error when the engine cannot be reached or does not answer in time; a status of 400 or more does not throw.
 */
export async function callEngine(
  dockerHost: string,
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  { body, headers: more, timeout = 60_000 }: EngineRequest = {},
): Promise<EngineAnswer> {
  const { secure, ...target } = toTarget(dockerHost);
  const type = body instanceof Readable ? 'application/x-tar' : 'application/json';
  const headers = { 'Content-Type': type, ...more };
  const signal = AbortSignal.timeout(timeout);
  const request = (secure ? https : http).request({ ...target, method, path: url, headers, signal });
  const answer = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject);
  });
  const source = body instanceof Readable ? body : body === undefined ? [] : [JSON.stringify(body)];
  const [response] = await Promise.all([answer, pipeline(source, request)]);
  return { status: response.statusCode ?? 0, body: await text(response) };
}

/** As {@link callEngine}, for a call that has to succeed; resolves with the answer's JSON, unread. */
export async function askEngine(
  dockerHost: string,
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  request: EngineRequest = {},
): Promise<unknown> {
  const { status, body } = await callEngine(dockerHost, method, url, request);
  if (status >= 400) throw new Error(`The engine answered ${status} to ${method} ${url}: ${body}`);
  return body === '' ? undefined : JSON.parse(body);
}

/** Whether an engine answers there. */
export async function engineAnswers(dockerHost: string): Promise<boolean> {
  try {
    return (await callEngine(dockerHost, 'GET', '/_ping', { timeout: 3_000 })).status === 200;
  } catch {
    return false;
  }
}

function toTarget(dockerHost: string): https.RequestOptions & { readonly secure: boolean } {
  const url = new URL(dockerHost);
  if (url.protocol === 'unix:') return { socketPath: url.pathname, secure: false };
  const address = { host: url.hostname, port: url.port === '' ? 2375 : url.port };
  if (url.protocol !== 'https:' && !process.env['DOCKER_TLS_VERIFY']) return { ...address, secure: false };
  const folder = process.env['DOCKER_CERT_PATH'] ?? '';
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map((name) =>
    fs.readFileSync(path.join(folder, name)),
  );
  return { ...address, ca, cert, key, secure: true };
}
