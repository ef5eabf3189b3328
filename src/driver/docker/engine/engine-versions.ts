import type { Endpoint } from './endpoint.ts';
import { EngineError, openResponse, readText } from './http.ts';
import { within } from './within.ts';

/**
 * What the engine that was asked last has said of its version. For that the Docker Engine runs other programs, which takes
 * as long as to create a container; but the headers of each answer name its release, so that a ping tells whether it is
 * the same still.
 */
export class EngineVersions {
  #known: Known | undefined;

  /**
   * What the engine answers to `GET /version`, or has answered while it was of the release that it is of now.
   *
   * @param deadline for each call, in ms
   */
  async ask(endpoint: Endpoint, deadline: number, signal: AbortSignal): Promise<unknown> {
    const known = this.#known;
    const key = JSON.stringify(endpoint);
    if (known?.key === key && known.release === (await ping(endpoint, deadline, signal)))
      return known.version;
    const { release, body } = await get(endpoint, '/version', deadline, signal);
    const version: unknown = JSON.parse(body);
    this.#known = release === '' ? undefined : { key, release, version };
    return version;
  }
}

interface Known {
  /** Where, and with which certificates. */
  readonly key: string;
  /** As in {@link Answer}. */
  readonly release: string;
  readonly version: unknown;
}

interface Answer {
  /** `Docker/28.2.2 (linux)` and the like; '' where it is not told. */
  readonly release: string;
  readonly body: string;
}

/** The engine's release; '' where it is not told, or something between does not let the call through. */
async function ping(endpoint: Endpoint, deadline: number, signal: AbortSignal): Promise<string> {
  try {
    return (await get(endpoint, '/_ping', deadline, signal)).release;
  } catch (error) {
    if (error instanceof EngineError) return '';
    throw error;
  }
}

async function get(
  { connection }: Endpoint,
  path: string,
  deadline: number,
  signal: AbortSignal,
): Promise<Answer> {
  const read = async (either: AbortSignal): Promise<Answer> => {
    const response = await openResponse(connection, { method: 'GET', path }, either);
    return { release: String(response.headers['server'] ?? ''), body: await readText(response) };
  };
  return within(deadline, read, signal);
}
