import { defaultDockerHost, engineAnswers } from './engine-api.ts';
import { startPrivateEngine } from './private-engine.ts';

/** The engine that the tests talk to. Disposing it ends it if it is ours, and leaves it alone otherwise. */
export interface Engine extends AsyncDisposable {
  /** As in the variable DOCKER_HOST. */
  readonly dockerHost: string;
  /** Whether it was started for the tests alone. */
  readonly isPrivate: boolean;
}

/**
 * The engine that answers already, at DOCKER_HOST or at the default socket, else one of our own.
 *
 * @throws Error that says what to do where there is none and none can be started.
 */
export async function openEngine(): Promise<Engine> {
  const dockerHost = process.env['DOCKER_HOST'] || defaultDockerHost;
  if (await engineAnswers(dockerHost)) {
    console.log(`Using the engine at ${dockerHost}.`);
    return { dockerHost, isPrivate: false, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const engine = await startPrivateEngine();
  console.log(`No engine answers at ${dockerHost}: using one of the tests’ own at ${engine.dockerHost}.`);
  return {
    dockerHost: engine.dockerHost,
    isPrivate: true,
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}
