import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';

/** What a fake engine answers; whatever is not there is a 404. */
export interface FakeAnswers {
  /** By method and path, without the version and the query: `POST /images/create`. */
  readonly routes?: Readonly<Record<string, Route>>;
  /** Takes the connection of an attach after the engine has agreed to it; by default it is left open. */
  readonly attach?: (socket: Duplex) => void;
  /** With it, an attach is refused with a status of 409 and this message. */
  readonly attachRefusal?: string;
  /** Where to listen: a socket (the default), or a port on 127.0.0.1. */
  readonly on?: 'socket' | 'port';
}

/** Answers one request. */
export type Route = (response: http.ServerResponse, request: http.IncomingMessage) => void;

/** An engine that says what a test tells it to, for what a real one does not do on demand. */
export interface FakeEngine extends AsyncDisposable {
  /** As in the variable DOCKER_HOST. */
  readonly dockerHost: string;
  /** Method and path with its query of each request, in order. */
  readonly requests: readonly string[];
  readonly openConnections: () => number;
}

/** Starts a {@link FakeEngine}, of API version 1.41 unless `GET /version` says otherwise. */
export async function startFakeEngine(answers: FakeAnswers): Promise<FakeEngine> {
  const requests: string[] = [];
  const connections = new Set<Socket>();
  const routes = { 'GET /version': json({ ApiVersion: '1.41' }), ...answers.routes };
  const server = http.createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const route = Object.entries(routes).find(([name]) => name === nameOf(request))?.[1];
    (route ?? failure(404, 'page not found'))(response, request);
  });
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.on('error', () => undefined).on('close', () => connections.delete(socket));
  });
  server.on('upgrade', (request: http.IncomingMessage, socket: Duplex) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    if (answers.attachRefusal === undefined) {
      socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
      answers.attach?.(socket);
    } else {
      const body = JSON.stringify({ message: answers.attachRefusal });
      socket.end(`HTTP/1.1 409 Conflict\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    }
  });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'container-tasks-fake-'));
  const dockerHost = await listen(server, answers.on ?? 'socket', folder);
  return {
    dockerHost,
    requests,
    openConnections: () => connections.size,
    [Symbol.asyncDispose]: async () => {
      for (const socket of connections) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Answers with JSON. */
export function json(value: unknown, status = 200): Route {
  return (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  };
}

/** Answers as an engine does when it refuses. */
export function failure(status: number, message: string): Route {
  return json({ message }, status);
}

function nameOf({ method = '', url = '' }: http.IncomingMessage): string {
  const path = url.replace(/\?.*$/, '').replace(/^\/v[0-9.]+(?=\/)/, '');
  return `${method} ${path}`;
}

async function listen(server: http.Server, on: 'socket' | 'port', folder: string): Promise<string> {
  const socketPath = path.join(folder, 'docker.sock');
  await new Promise<void>((resolve) => {
    if (on === 'socket') server.listen(socketPath, resolve);
    else server.listen(0, '127.0.0.1', resolve);
  });
  if (on === 'socket') return `unix://${socketPath}`;
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
