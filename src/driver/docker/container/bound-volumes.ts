import * as l10n from '@vscode/l10n';
import { posix } from 'node:path';

import type { Engine } from '../engine/engine.ts';
import { engineFailure } from '../engine/engine-failure.ts';
import type { VolumeMaking } from '../engine/engine-resources.ts';

/**
 * The volumes among these that the engine binds to a path, or mounts from a device, of its machine; with that path. One
 * that is not there yet will be an empty one of the engine's own.
 *
 * @throws {DriverError} the engine does not say.
 */
export async function findBoundVolumes(
  engine: Engine,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  try {
    const bound = new Map<string, string>();
    for (const name of new Set(names)) {
      const volume = await engine.resources.volume(name, signal);
      const path = volume && boundPath(volume);
      if (path !== undefined) bound.set(name, path);
    }
    return bound;
  } catch (error) {
    signal.throwIfAborted();
    throw engineFailure(error, l10n.t('look at a volume'));
  }
}

/**
 * What a volume of the driver `local` is another name of: its options are those of mount(8), and a bind is one whatever
 * the type says. Memory and shares of other machines are none of this one's. Other types name their paths in ways of their
 * own (`lowerdir=`), so that they count for all of the machine.
 */
export function boundPath({ driver, options }: VolumeMaking): string | undefined {
  const { type = '', device = '', o = '' } = options;
  if (driver !== 'local' || (device === '' && type === '')) return undefined;
  // A path that is not absolute begins at the engine's own folder, which is the root.
  if (/(^|,)r?bind(,|$)/.test(o)) return posix.resolve('/', device);
  if (/^(tmpfs|nfs\d?|cifs|smb3?)$/.test(type)) return undefined;
  return device.startsWith('/') && type !== 'overlay' ? device : '/';
}
