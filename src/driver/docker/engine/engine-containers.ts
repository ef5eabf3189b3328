import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type Dockerode from 'dockerode';

import type { TerminalSize } from '../../../core/container-task.ts';
import { absorbing, rest } from './engine-api.ts';
import type { EngineApi } from './engine-api.ts';
import { readText } from './http.ts';
import { longestTimer } from './longest-timer.ts';
import { within } from './within.ts';

/** A container that the engine has made, and what it said about it: its own sentences. */
interface CreatedContainer {
  readonly id: string;
  readonly warnings: readonly string[];
}

/** What we ask an engine about its containers. Errors are those of {@link EngineApi}. */
export class EngineContainers {
  readonly #api: EngineApi;

  constructor(api: EngineApi) {
    this.#api = api;
  }

  /**
   * Creates a container. This is not to be aborted: a creation that is given up on may still happen.
   *
   * @param platform `os/arch[/variant]`; '' is the engine's own, and all that an API before 1.41 knows
   * @throws {SyntaxError} the engine's answer has no id, besides the errors of all calls.
   */
  async create(
    name: string,
    platform: string,
    options: Dockerode.ContainerCreateOptions,
  ): Promise<CreatedContainer> {
    const request = { path: '/containers/create', query: { name, platform: platform || undefined } };
    const { creation } = this.#api.deadlines;
    // dockerode would keep the warnings to itself.
    const text = await this.#api.postJson(request, options, creation, new AbortController().signal);
    const answer: unknown = JSON.parse(text);
    if (!isCreateAnswer(answer)) throw new SyntaxError('An engine would tell the id of what it creates.');
    return { id: answer.Id, warnings: answer.Warnings ?? [] };
  }

  /** Resolves when the engine has attached the streams: nothing printed from then on is lost. */
  async attach(id: string, stdin: boolean, signal: AbortSignal): Promise<Duplex> {
    const query = { stream: 1, stdout: 1, stderr: 1, stdin: stdin ? 1 : undefined };
    const request = { method: 'POST', path: `/containers/${id}/attach`, query } as const;
    return within(this.#api.deadlines.call, (either) => this.#api.upgrade(request, either), signal);
  }

  /**
   * Resolves when the engine waits; the response's body comes when the container has exited: `next-exit` for one that is
   * not started yet, `not-running` for one that may have exited already.
   */
  async wait(
    id: string,
    signal: AbortSignal,
    condition: 'next-exit' | 'not-running' = 'next-exit',
  ): Promise<IncomingMessage> {
    const query = { condition };
    const request = { method: 'POST', path: `/containers/${id}/wait`, query } as const;
    return within(this.#api.deadlines.call, (either) => this.#api.open(request, either), signal);
  }

  /**
   * What the engine has logged of the output: a frame for each message, which begins with the time when it was logged.
   *
   * @param since only what was logged then or later, in seconds since the epoch; '' is everything
   * @param follow whether to go on with what is logged from now on, until the container has exited
   */
  async logs(id: string, since: string, follow: boolean, signal: AbortSignal): Promise<IncomingMessage> {
    const query = { stdout: true, stderr: true, timestamps: true, since: since || undefined, follow };
    const request = { method: 'GET', path: `/containers/${id}/logs`, query } as const;
    if (follow) return this.#api.open(request, signal); // Nothing may come for long.
    return within(this.#api.deadlines.call, (either) => this.#api.open(request, either), signal);
  }

  /** About one JSON value a second while the container runs. */
  async stats(id: string, signal: AbortSignal): Promise<IncomingMessage> {
    const query = { stream: true };
    return this.#api.open({ method: 'GET', path: `/containers/${id}/stats`, query }, signal);
  }

  async start(id: string, signal: AbortSignal): Promise<void> {
    const { creation } = this.#api.deadlines;
    await this.#rest((abortSignal) => this.#container(id).start({ abortSignal }), creation, signal);
  }

  /** Gives the terminal of a container that runs another size. */
  async resize(id: string, { columns, rows }: TerminalSize): Promise<void> {
    await this.#rest((abortSignal) => this.#container(id).resize({ w: columns, h: rows, abortSignal }));
  }

  /** Gives a container another name; an {@link EngineError} where none has the old one, or another has the new one. */
  async rename(name: string, newName: string): Promise<void> {
    await this.#rest((abortSignal) => this.#container(name).rename({ name: newName, abortSignal }));
  }

  /**
   * What the engine knows of a container.
   *
   * @throws {SyntaxError} the engine's answer does not say how the container is, besides the errors of all calls.
   */
  async inspect(id: string, signal: AbortSignal): Promise<Inspection> {
    const answer = await this.#api.getJson(`/containers/${id}/json`, signal);
    if (!isInspection(answer)) throw new SyntaxError('An engine would tell the state of a container.');
    return answer;
  }

  /**
   * Has Podman check the container's health now; resolves when it has. Docker does so by itself.
   *
   * @param timeout of the check, in ms, for which Podman waits, and longer
   */
  async checkHealth(id: string, timeout: number, signal: AbortSignal): Promise<void> {
    const check = (either: AbortSignal): Promise<unknown> =>
      this.#api.getLibpod(`/containers/${id}/healthcheck`, either);
    await within(timeout + this.#api.deadlines.call, check, signal);
  }

  /**
   * The signals that somebody has had the engine send to a container, us included, oldest first: '' where the engine does not say
   * which. It remembers the last 256 events of all containers.
   *
   * @param since epoch ms, by the engine's clock, as `until`
   */
  async signals(id: string, since: number, until: number, signal: AbortSignal): Promise<readonly string[]> {
    const query = {
      since: since / 1000,
      until: until / 1000,
      filters: JSON.stringify({ container: [id], event: ['kill'] }),
    };
    const request = { method: 'GET', path: '/events', query } as const;
    const read = async (either: AbortSignal): Promise<string> =>
      readText(await this.#api.open(request, either));
    const text = await within(this.#api.deadlines.call, read, signal);
    return text.split('\n').filter(Boolean).map(signalOf);
  }

  /** Every container that has the label, whatever its state. */
  async list(label: string, signal: AbortSignal): Promise<readonly Dockerode.ContainerInfo[]> {
    const list = (abortSignal: AbortSignal): Promise<Dockerode.ContainerInfo[]> => {
      // The signal is none of the query, where dockerode would put it otherwise.
      const request = { _query: { all: true, filters: { label: [label] } }, abortSignal };
      return this.#api.docker.listContainers(request);
    };
    return this.#rest(list, this.#api.deadlines.call, signal);
  }

  /** The name of the container that has a port of the engine's machine; undefined: none that runs has it. */
  async holderOf(port: number, signal: AbortSignal): Promise<string | undefined> {
    // The engine's word is trusted here.
    const running = (await this.#api.getJson('/containers/json', signal)) as readonly {
      readonly Names?: readonly string[];
      readonly Ports?: readonly { readonly PublicPort?: number }[] | null;
    }[];
    const holder = running.find(({ Ports }) => Ports?.some(({ PublicPort }) => PublicPort === port));
    return holder?.Names?.[0]?.replace(/^\//, '');
  }

  /** Asks the container to stop and kills it after `seconds`. One that has stopped or is gone is fine. */
  async stop(id: string, seconds: number): Promise<void> {
    const deadline = Math.min(seconds * 1000 + this.#api.deadlines.call, longestTimer);
    const stop = (abortSignal: AbortSignal): Promise<unknown> =>
      this.#container(id).stop({ t: seconds, abortSignal });
    await absorbing(this.#rest(stop, deadline), [304, 404]);
  }

  /** Kills and removes the container with its anonymous volumes; `false`: there is none. */
  async remove(id: string): Promise<boolean> {
    const remove = (abortSignal: AbortSignal): Promise<unknown> =>
      this.#container(id).remove({ force: true, v: true, abortSignal });
    return absorbing(this.#rest(remove), [404]);
  }

  /** A call of dockerode's, given up after `deadline` ms. */
  async #rest<T>(
    call: (signal: AbortSignal) => Promise<T>,
    deadline = this.#api.deadlines.call,
    signal = new AbortController().signal,
  ): Promise<T> {
    return within(deadline, (either) => rest(() => call(either)), signal);
  }

  #container(id: string): Dockerode.Container {
    return this.#api.docker.getContainer(id);
  }
}

/** What we read of a container's inspection. */
interface Inspection {
  readonly State: {
    readonly Status?: string;
    readonly Running: boolean;
    readonly ExitCode: number;
    readonly OOMKilled: boolean;
    readonly Error: string;
    /** RFC 3339; the year 1 while there is none. */
    readonly StartedAt?: string;
    readonly FinishedAt?: string;
    /** Absent, or without a status, where there is no health check. */
    readonly Health?: {
      /** `starting`, `healthy`, `unhealthy`; `none` or '' where there is no check. */
      readonly Status?: string;
      /** The last checks, oldest first. */
      readonly Log?: readonly { readonly End: string; readonly Output?: string }[] | null;
    };
  };
  /** Engines write a slash before it, Podman does not. */
  readonly Name?: string;
  readonly Config?: {
    /** As it was asked for, else the image's. */
    readonly User?: string;
    /** `NAME=value`, with the image's. */
    readonly Env?: readonly string[] | null;
    readonly Labels?: Readonly<Record<string, string>> | null;
    /** In ns; 0: the engine's own. */
    readonly Healthcheck?: { readonly Interval?: number; readonly Timeout?: number } | null;
  };
  readonly HostConfig?: { readonly LogConfig?: { readonly Type?: string } };
}

function isInspection(value: unknown): value is Inspection {
  const { State } = (value ?? {}) as { State?: Partial<Inspection['State']> };
  return typeof State?.Running === 'boolean' && typeof State.ExitCode === 'number';
}

/** The engine's word is trusted here. */
function signalOf(line: string): string {
  const { Actor } = JSON.parse(line) as { Actor?: { Attributes?: { signal?: string } } };
  return Actor?.Attributes?.signal ?? '';
}

interface CreateAnswer {
  readonly Id: string;
  readonly Warnings?: readonly string[] | null;
}

function isCreateAnswer(value: unknown): value is CreateAnswer {
  return typeof value === 'object' && value !== null && 'Id' in value && typeof value.Id === 'string';
}
