import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { installPackages } from './apt.ts';
import { eventually } from './eventually.ts';
import { findProgram } from './find-program.ts';
import { readCommand } from './run-command.ts';

/** A registry that wants a user and a password. The engine has to run on this machine. */
export interface Registry extends AsyncDisposable {
  /** `127.0.0.1:PORT`, as at the beginning of an image's name. */
  readonly host: string;
  /** Method and path of each request, in order, those that are held back too. */
  readonly requests: readonly string[];
  /** Holds back every request from now on, until what this returns is called. */
  hold(): () => void;
  /** Sends the layers through this from now on, an error of which cuts the connection; undefined: as they are. */
  disturb(how: Disturbance | undefined): void;
}

/** What becomes of the bytes of a layer on their way. */
export type Disturbance = (bytes: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;

/** Installs what {@link startRegistry} needs. */
export async function installRegistry(): Promise<void> {
  const programs = { 'docker-registry': 'docker-registry', htpasswd: 'apache2-utils' };
  const missing = Object.entries(programs).flatMap(([name, from]) => (findProgram(name) ? [] : [from]));
  await installPackages(missing, 'for a registry');
}

/**
 * Starts a registry that one user may use, on a free port of 127.0.0.1, where engines take plain HTTP.
 *
 * @throws Error that says what to install, or what the registry said when it did not start.
 */
export async function startRegistry(user: string, password: string): Promise<Registry> {
  await installRegistry();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'container-tasks-registry-'));
  const program = await startProgram(folder, user, password);
  const requests: string[] = [];
  let released = Promise.resolve();
  let disturbance: Disturbance | undefined;
  const server = http.createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const how = request.url?.includes('/blobs/') ? disturbance : undefined;
    released.then(() => forward(socketIn(folder), request, response, how)).catch(() => response.destroy()); // One of the two has gone away.
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    hold: () => {
      const held = Promise.withResolvers<undefined>();
      released = held.promise.then(() => undefined);
      return () => {
        held.resolve(undefined);
      };
    },
    disturb: (how) => {
      disturbance = how;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      program.kill();
      await once(program, 'exit');
      fs.rmSync(folder, { recursive: true });
    },
  };
}

/** It listens on a socket, which is never taken by another. */
async function startProgram(folder: string, user: string, password: string): Promise<ChildProcess> {
  const users = path.join(folder, 'users');
  fs.writeFileSync(users, await readCommand(findProgram('htpasswd') ?? '', ['-Bbn', user, password]));
  const configuration = {
    version: 0.1,
    storage: { filesystem: { rootdirectory: path.join(folder, 'data') } },
    http: { net: 'unix', addr: socketIn(folder) },
    auth: { htpasswd: { realm: 'test', path: users } },
  };
  const file = path.join(folder, 'config.json'); // JSON is YAML.
  fs.writeFileSync(file, JSON.stringify(configuration));
  const logFile = path.join(folder, 'log');
  const log = fs.openSync(logFile, 'a');
  const program = spawn(findProgram('docker-registry') ?? '', ['serve', file], {
    stdio: ['ignore', log, log],
  });
  fs.closeSync(log);
  await eventually('the registry', () => program.exitCode !== null || fs.existsSync(socketIn(folder)));
  if (program.exitCode === null) return program;
  throw new Error(`docker-registry does not start here:\n${fs.readFileSync(logFile, 'utf8').slice(-1000)}`);
}

function socketIn(folder: string): string {
  return path.join(folder, 'registry.sock');
}

async function forward(
  socketPath: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  disturbance: Disturbance = (bytes) => bytes,
): Promise<void> {
  const { method, url, headers } = request;
  const onward = http.request({ socketPath, method, path: url, headers });
  const answer = once(onward, 'response') as Promise<[http.IncomingMessage]>;
  const [[answered]] = await Promise.all([answer, pipeline(request, onward)]);
  response.writeHead(answered.statusCode ?? 502, answered.headers);
  await pipeline(answered, disturbance, response);
}
