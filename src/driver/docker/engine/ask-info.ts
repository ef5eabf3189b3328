import * as l10n from '@vscode/l10n';
import type { Engine } from './engine.ts';
import { engineFailure } from './engine-failure.ts';

/**
 * What kind of machine the engine runs on.
 *
 * @throws {DriverError} the engine does not say; the signal's reason when it is aborted.
 */
export async function askInfo(engine: Engine, signal: AbortSignal): ReturnType<Engine['info']> {
  try {
    return await engine.info(signal);
  } catch (error) {
    signal.throwIfAborted();
    throw engineFailure(error, l10n.t('tell how it runs'));
  }
}
