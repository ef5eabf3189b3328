import { existsSync } from 'node:fs';
import * as l10n from '@vscode/l10n';

import type { Volume } from '../../../core/container-task.ts';
import { DriverError } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';

/**
 * Refuses the mounts of which Podman would make something else than Docker: it creates a missing source on the host, and
 * reads each mount as one line of comma-separated values.
 *
 * @throws {DriverError} there is such a mount.
 */
export function checkPodmanMounts(engine: Engine, volumes: readonly Volume[]): void {
  for (const volume of volumes) {
    const source = volume.type === 'tmpfs' ? '' : volume.source;
    const misread = [source, volume.target].find((path) => /[,"\n]/.test(path));
    if (misread !== undefined) {
      throw new DriverError(
        l10n.t(
          'Podman cannot mount "{0}", as it takes a comma or a quotation mark in a path for something else.',
          misread,
        ),
        l10n.t('Rename the folder, or mount one above it.'),
        { remedy: { in: 'file', field: 'mounts', value: misread } },
      );
    }
    if (volume.type === 'bind' && seesOurFiles(engine) && !existsSync(source)) {
      throw new DriverError(
        l10n.t('The source "{0}" of a mount does not exist.', source),
        l10n.t('Create the folder, or correct "mounts".'),
        { remedy: { in: 'file', field: 'mounts', value: source } },
      );
    }
  }
}

/** Elsewhere than on Linux, Podman runs in a virtual machine with files of its own. */
function seesOurFiles({ endpoint }: Engine): boolean {
  return endpoint.local && process.platform === 'linux';
}
