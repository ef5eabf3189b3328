import http from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ContainerTask } from '../../src/core/container-task.ts';
import { createOptions } from '../../src/driver/docker/container/create-options.ts';
import { containerLabels, containerName } from '../../src/driver/docker/ownership/labels.ts';

/**
 * Runs a task with the calls that every client has to make, over `node:http`, in the driver's order and with the same
 * body, and nothing else: what the engine and Node.js take by themselves.
 *
 * @param dockerHost `unix://...`
 * @param onData takes the output's bytes, frames and all
 * @throws Error when the task does not end with 0
 */
export async function bareRun(
  dockerHost: string,
  task: ContainerTask,
  onData: (chunk: Uint8Array) => void = () => undefined,
): Promise<void> {
  using calls = new Calls(dockerHost);
  const body = createOptions(task, {
    cpuShares: 0,
    user: task.user,
    labels: containerLabels(task),
    logsLocally: true,
  });
  const created = await calls.send('POST', `/containers/create?name=${containerName(task.id)}`, body);
  const { Id } = JSON.parse(await text(created)) as { readonly Id: string };
  const path = `/containers/${Id}`;
  const socket = await calls.upgrade(`${path}/attach?stream=1&stdout=1&stderr=1`);
  const ended = new Promise((resolve) => socket.on('data', onData).once('end', resolve));
  const exit = text(await calls.send('POST', `${path}/wait?condition=next-exit`));
  await text(await calls.send('POST', `${path}/start`));
  await Promise.all([exit, ended]);
  const { State } = JSON.parse(await text(await calls.send('GET', `${path}/json`))) as Inspected;
  socket.destroy();
  await text(await calls.send('DELETE', `${path}?force=true&v=true`));
  if (State.ExitCode !== 0) throw new Error(`A bare run ended with ${State.ExitCode}.`);
}

interface Inspected {
  readonly State: { readonly ExitCode: number };
}

class Calls implements Disposable {
  private readonly agent = new http.Agent({ keepAlive: true });
  private readonly socketPath: string;

  constructor(dockerHost: string) {
    this.socketPath = dockerHost.replace(/^unix:\/\//, '');
  }

  async send(method: string, path: string, body?: unknown): Promise<http.IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
    const content = body === undefined ? '' : JSON.stringify(body);
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(content) };
    const { socketPath, agent } = this;
    http.request({ socketPath, agent, method, path, headers }, resolve).on('error', reject).end(content);
    const response = await promise;
    if ((response.statusCode ?? 0) < 400) return response;
    throw new Error(
      `The engine answered ${response.statusCode ?? 0} to ${method} ${path}: ${await text(response)}`,
    );
  }

  async upgrade(path: string): Promise<Duplex> {
    const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
    const headers = { Connection: 'Upgrade', Upgrade: 'tcp' };
    const { socketPath } = this;
    http
      .request({ socketPath, agent: false, method: 'POST', path, headers })
      .on('upgrade', (_response, socket, head) => {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
      })
      .on('error', reject)
      .end();
    return promise;
  }

  [Symbol.dispose](): void {
    this.agent.destroy();
  }
}
