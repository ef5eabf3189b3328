import * as l10n from '@vscode/l10n';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';

/** What {@link parseUser} takes, up to the size of the numbers. */
export const userPattern = '^[A-Za-z0-9_][A-Za-z0-9_.\\-]*\\$?(:[A-Za-z0-9_][A-Za-z0-9_.\\-]*)?$';

const user = new RegExp(userPattern, 'u');

/**
 * Reads whom a container runs as: `host` as it is, `image` as '', `uid[:gid]`, or names of the image's. Numbers go up to
 * 2147483647, as Docker has it.
 */
export function parseUser(text: string): Parsed<string> {
  if (text === 'image') return { value: '' };
  if (!user.test(text))
    return {
      problem: l10n.t(
        '{0} is not a user: write "host", "image", or a user like "1000:1000" or "node".',
        quote(text),
      ),
    };
  const tooBig = text.split(':').find((id) => /^\d+$/u.test(id) && Number(id) > 2_147_483_647);
  if (tooBig !== undefined)
    return { problem: l10n.t('{0} is too big for a user or group: the biggest is 2147483647.', tooBig) };
  return { value: text };
}
