import * as l10n from '@vscode/l10n';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';

/** What {@link parseSize} takes. */
export const sizePattern = '^\\d+(\\.\\d+)? ?([kKmMgGtTpP]?[iI]?[bB]?)$';

const size = /^(?<amount>\d+(\.\d+)?) ?(?<unit>[kmgtp]?)i?b?$/iu;

/**
 * Reads a size in bytes as Docker's
 * {@link https://pkg.go.dev/github.com/docker/go-units#RAMInBytes units.RAMInBytes} does: `512m`, `1.5gb` and `64MiB` are all
 * 1024-based, upper and lower case alike.
 */
export function parseSize(text: string): Parsed<number> {
  const groups = size.exec(text)?.groups;
  if (!groups)
    return {
      problem: l10n.t(
        '{0} is not a size: write bytes, or a number with k, m or g, like "512m" or "2g".',
        quote(text),
      ),
    };
  const power = ['', 'k', 'm', 'g', 't', 'p'].indexOf((groups['unit'] ?? '').toLowerCase());
  const bytes = Math.floor(Number(groups['amount']) * 1024 ** power);
  if (!Number.isSafeInteger(bytes))
    return { problem: l10n.t('{0} is too big: write 0 for no limit.', quote(text)) };
  return { value: bytes };
}
