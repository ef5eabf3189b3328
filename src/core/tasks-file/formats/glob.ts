import * as l10n from '@vscode/l10n';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';

/** What {@link parseGlob} takes, roughly. */
export const globPattern = '^!?[^/!]';

/** Reads a pattern of files from the workspace folder; one that begins with `!` leaves files out. */
export function parseGlob(text: string): Parsed<string> {
  const path = text.replace(/^!/u, '');
  if (path.trim() === '' || path.startsWith('!') || path.includes('\0'))
    return { problem: l10n.t('{0} is not a pattern of files: write one like "src/**/*.ts".', quote(text)) };
  if (/^([/\\~]|[A-Za-z]:)/u.test(path))
    return {
      problem: l10n.t(
        '{0} does not begin in the workspace folder: write it from there, like "src/**".',
        quote(text),
      ),
    };
  return { value: text };
}
