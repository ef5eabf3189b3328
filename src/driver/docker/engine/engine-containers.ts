import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type Dockerode from 'dockerode';

import type { TerminalSize } from '../../../core/container-task.ts';
import { absorbing, callDeadline, rest, within } from './engine-api.ts';
import type { EngineApi } from './engine-api.ts';
import { longestTimer } from './longest-timer.ts';

/** What we ask an engine about its containers. Errors are those of {@link EngineApi}. */
export class EngineContainers {
  readonly #api: EngineApi;

  constructor(api: EngineApi) {
    this.#api = api;
  }

  /** Creates a container and returns its id. This is not to be aborted: a creation that is given up on may still happen. */
  async create(name: string, options: Dockerode.ContainerCreateOptions): Promise<string> {
    // As one argument the options would be repeated in the URL, environment and all.
    const request = { _query: { name }, _body: options, abortSignal: AbortSignal.timeout(2 * callDeadline) };
    const container = await rest(() => this.#api.docker.createContainer(request));
    return container.id;
  }

  /** Resolves when the engine has attached the streams: nothing printed from then on is lost. */
  async attach(id: string, stdin: boolean, signal: AbortSignal): Promise<Duplex> {
    const query = { stream: 1, stdout: 1, stderr: 1, stdin: stdin ? 1 : undefined };
    return this.#api.upgrade({ method: 'POST', path: `/containers/${id}/attach`, query }, signal);
  }

  /** Resolves when the engine waits; the response's body comes when the container has exited. */
  async wait(id: string, signal: AbortSignal): Promise<IncomingMessage> {
    const query = { condition: 'next-exit' };
    return this.#api.open({ method: 'POST', path: `/containers/${id}/wait`, query }, signal);
  }

  /** About one JSON value a second while the container runs. */
  async stats(id: string, signal: AbortSignal): Promise<IncomingMessage> {
    const query = { stream: true };
    return this.#api.open({ method: 'GET', path: `/containers/${id}/stats`, query }, signal);
  }

  async start(id: string, signal: AbortSignal): Promise<void> {
    await rest(() => this.#container(id).start({ abortSignal: signal }));
  }

  /** Gives the terminal of a container that runs another size. */
  async resize(id: string, { columns, rows }: TerminalSize): Promise<void> {
    const size = { w: columns, h: rows, abortSignal: AbortSignal.timeout(callDeadline) };
    await rest(() => this.#container(id).resize(size));
  }

  async inspect(id: string): Promise<Dockerode.ContainerInspectInfo> {
    return rest(() => this.#container(id).inspect({ abortSignal: AbortSignal.timeout(callDeadline) }));
  }

  /** Every container that has the label, whatever its state. */
  async list(label: string, signal: AbortSignal): Promise<readonly Dockerode.ContainerInfo[]> {
    // The signal is none of the query, where dockerode would put it otherwise.
    const request = {
      _query: { all: true, filters: { label: [label] } },
      abortSignal: within(callDeadline, signal),
    };
    return rest(() => this.#api.docker.listContainers(request));
  }

  /** Asks the container to stop and kills it after `seconds`. One that has stopped or is gone is fine. */
  async stop(id: string, seconds: number): Promise<void> {
    const abortSignal = AbortSignal.timeout(Math.min(seconds * 1000 + callDeadline, longestTimer));
    await absorbing(
      rest(() => this.#container(id).stop({ t: seconds, abortSignal })),
      [304, 404],
    );
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
    return this.#api.docker.getContainer(id);
  }
}
