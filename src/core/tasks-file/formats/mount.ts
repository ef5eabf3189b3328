import * as l10n from '@vscode/l10n';
import type { Volume } from '../../container-task.ts';
import { parseContainerFolder } from './container-path.ts';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';

/** A volume whose host path is as written: absolute, relative to the workspace folder, or below `~`. */
export type Mount = Volume;

/** What {@link parseMount} takes, roughly: a source, a target, and `ro` or `rw`. */
export const mountPattern = '^([A-Za-z]:[\\\\/][^:]*|[^:]+):/[^:]*(:(ro|rw))?$';

const mount = /^(?<source>[A-Za-z]:[\\/][^:]*|[^:]+):(?<target>[^:]+)(:(?<option>[^:]*))?$/u;

/**
 * Reads `source:target`, `source:target:ro` or `source:target:rw` as
 * {@link https://docs.docker.com/reference/compose-file/services/#short-syntax-5 Compose} does: a source that begins with `.`, `/`, `~`,
 * `\\` or a drive letter is a path, any other the name of a volume.
 */
export function parseMount(text: string): Parsed<Mount> {
  const groups = mount.exec(text)?.groups;
  if (!groups)
    return {
      problem: l10n.t(
        '{0} is not a mount: write "source:/target" or "source:/target:ro", like "./data:/data:ro".',
        quote(text),
      ),
    };
  const { source = '', target = '', option = 'rw' } = groups;
  if (option !== 'ro' && option !== 'rw')
    return {
      problem: l10n.t('{0} is not an option of a mount: write "ro" or "rw", or leave it out.', quote(option)),
    };
  const folder = parseContainerFolder(target);
  if ('problem' in folder) return folder;
  const readonly = option === 'ro';
  if (isHostPath(source)) return { value: { type: 'bind', source, target, readonly } };
  const name = parseVolumeName(source);
  return 'problem' in name ? name : { value: { type: 'volume', source, target, readonly } };
}

/** Reads a volume's name as Docker restricts it. */
export function parseVolumeName(text: string): Parsed<string> {
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]+$/u.test(text)) return { value: text };
  return {
    problem: text.includes('/')
      ? l10n.t(
          '{0} is not the name of a volume: use two or more letters, digits, "_", "." and "-", or begin the path of a folder with "./".',
          quote(text),
        )
      : l10n.t(
          '{0} is not the name of a volume: use two or more letters, digits, "_", "." and "-".',
          quote(text),
        ),
  };
}

function isHostPath(source: string): boolean {
  return /^([./~]|\\\\|[A-Za-z]:)/u.test(source);
}
