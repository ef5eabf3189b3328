import * as l10n from '@vscode/l10n';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';

/** What {@link parsePlatform} takes. */
export const platformPattern = '^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$';

const platform = new RegExp(platformPattern, 'u');

/** Reads a platform: `os/arch` or `os/arch/variant`. Which of them there are, the engine knows. */
export function parsePlatform(text: string): Parsed<string> {
  if (platform.test(text)) return { value: text };
  return {
    problem: l10n.t(
      '{0} is not a platform: write os/arch, like "linux/amd64" or "linux/arm64".',
      quote(text),
    ),
  };
}
