import { currentContext } from './docker-context.ts';
import { parseEndpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';

/**
 * The endpoint at an address where an engine was found before; where that was the Docker context's, with its certificates.
 *
 * @throws {DriverError} as {@link parseEndpoint} does.
 */
export function knownEndpoint(url: string, env: NodeJS.ProcessEnv): Endpoint {
  return parseEndpoint(url, env, contextTls(url, env));
}

function contextTls(url: string, env: NodeJS.ProcessEnv): Parameters<typeof parseEndpoint>[2] {
  try {
    const context = currentContext(env);
    return context?.host === url ? context.tls : undefined;
  } catch {
    return undefined; // The engine may have come from elsewhere: a context that is not there is no matter.
  }
}
