import type { Duplex } from 'node:stream';

import type { TerminalSize } from '../../../core/container-task.ts';
import { jsonBody } from './engine-api.ts';
import type { EngineApi } from './engine-api.ts';
import { within } from './within.ts';

/** A process to start beside a container's own, as its user and in its folder. */
export interface ExecOptions {
  readonly command: readonly string[];
  /** `NAME=value`, beside the container's own. */
  readonly env: readonly string[];
  /** The size of the terminal that it gets; undefined: it has none, no input, and its output comes in frames. */
  readonly terminal: TerminalSize | undefined;
}

/** What we ask an engine about processes that run beside a container's own. Errors are those of {@link EngineApi}. */
export class EngineExecs {
  readonly #api: EngineApi;

  constructor(api: EngineApi) {
    this.#api = api;
  }

  /**
   * Prepares a process, and resolves with its id.
   *
   * @throws {SyntaxError} the engine's answer has no id, besides the errors of all calls.
   */
  async create(
    containerId: string,
    { command, env, terminal }: ExecOptions,
    signal: AbortSignal,
  ): Promise<string> {
    const body = {
      ...{ AttachStdin: terminal !== undefined, AttachStdout: true, AttachStderr: true },
      ...{ Tty: terminal !== undefined, Env: env, Cmd: command, ...this.#sized(terminal) },
    };
    const path = `/containers/${containerId}/exec`;
    const answer: unknown = JSON.parse(
      await this.#api.postJson({ path }, body, this.#api.deadlines.call, signal),
    );
    if (!isCreateAnswer(answer)) throw new SyntaxError('An engine would tell the id of what it creates.');
    return answer.Id;
  }

  /** Starts it, and resolves with its streams when the engine is about to; aborting closes them, and the process goes on. */
  async start(id: string, { terminal }: ExecOptions, signal: AbortSignal): Promise<Duplex> {
    const body = { Detach: false, Tty: terminal !== undefined, ...this.#sized(terminal) };
    const request = { method: 'POST', path: `/exec/${id}/start`, ...jsonBody(body) } as const;
    return within(this.#api.deadlines.creation, (either) => this.#api.upgrade(request, either), signal);
  }

  /** Gives the terminal of a process that runs another size. */
  async resize(id: string, { columns, rows }: TerminalSize, signal: AbortSignal): Promise<void> {
    const request = { path: `/exec/${id}/resize`, query: { w: columns, h: rows } };
    await this.#api.postJson(request, {}, this.#api.deadlines.call, signal);
  }

  /** How the process is; the exit code counts only when it does not run any more. */
  async inspect(id: string, signal: AbortSignal): Promise<ExecInspection> {
    // The engine's word is trusted here.
    return (await this.#api.getJson(`/exec/${id}/json`, signal)) as ExecInspection;
  }

  /** Engines from API 1.42 on take the size of a terminal with it. */
  #sized(terminal: TerminalSize | undefined): object {
    return terminal && this.#api.speaks('1.42') ? { ConsoleSize: [terminal.rows, terminal.columns] } : {};
  }
}

/** What we read of an exec's inspection. */
interface ExecInspection {
  readonly Running: boolean;
  /** Docker has none while it runs. */
  readonly ExitCode: number | null;
}

function isCreateAnswer(value: unknown): value is { readonly Id: string } {
  return typeof value === 'object' && value !== null && 'Id' in value && typeof value.Id === 'string';
}
