import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

import type { EngineApi } from './engine-api.ts';
import { EngineError } from './http.ts';
import { within } from './within.ts';

/**
 * What goes into a container's file system and comes out of it as tar archives, whether it runs or not. Errors are those of
 * {@link EngineApi}.
 */
export class EngineArchives {
  readonly #api: EngineApi;

  constructor(api: EngineApi) {
    this.#api = api;
  }

  /** Whether there is something at the path. */
  async has(id: string, path: string, signal: AbortSignal): Promise<boolean> {
    return (await this.stat(id, path, signal)) !== undefined;
  }

  /** What is at the path; undefined: nothing. */
  async stat(id: string, path: string, signal: AbortSignal): Promise<PathStat | undefined> {
    const request = { method: 'HEAD', path: `/containers/${id}/archive`, query: { path } } as const;
    const open = (either: AbortSignal): Promise<IncomingMessage> => this.#api.open(request, either);
    const answer = await absent(within(this.#api.deadlines.call, open, signal));
    answer?.resume();
    return answer && readStat(answer.headers['x-docker-container-path-stat']);
  }

  /** Unpacks an archive in a folder that is there. Owners are as in the archive. */
  async put(id: string, folder: string, body: Readable, signal: AbortSignal): Promise<void> {
    const headers = { 'Content-Type': 'application/x-tar' };
    const request = { method: 'PUT', path: `/containers/${id}/archive`, query: { path: folder } } as const;
    (await this.#api.open({ ...request, headers, body }, signal)).resume();
  }

  /** What is at the path, with all that is in it, under the last part of its name; undefined: nothing. */
  async get(id: string, path: string, signal: AbortSignal): Promise<IncomingMessage | undefined> {
    const request = { method: 'GET', path: `/containers/${id}/archive`, query: { path } } as const;
    const open = (either: AbortSignal): Promise<IncomingMessage> => this.#api.open(request, either);
    return absent(within(this.#api.deadlines.call, open, signal));
  }
}

/** What is at a path of a container. */
export interface PathStat {
  readonly isFolder: boolean;
  /** Whether anybody may execute it. */
  readonly isExecutable: boolean;
  /** Where a symlink leads, from the container's root; '': it is none. */
  readonly linkTarget: string;
}

/** Go's os.FileMode, as the engine sends it. What cannot be read is there, and no more is known of it. */
function readStat(header: string | string[] | undefined): PathStat {
  try {
    const text = Buffer.from(String(header), 'base64').toString();
    const { mode = 0, linkTarget = '' } = JSON.parse(text) as { mode?: number; linkTarget?: string };
    return { isFolder: mode >= 2 ** 31, isExecutable: (mode & 0o111) !== 0, linkTarget };
  } catch {
    return { isFolder: false, isExecutable: true, linkTarget: '' };
  }
}

async function absent(asked: Promise<IncomingMessage>): Promise<IncomingMessage | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof EngineError && error.statusCode === 404) return undefined;
    throw error;
  }
}
