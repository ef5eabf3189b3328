import * as l10n from '@vscode/l10n';
import { isMaskable } from '../core/mask/mask.ts';
import { shortestSecret } from '../core/mask/secret-forms.ts';
import type { Secret } from '../core/tasks-file/definition.ts';

/** What a task keeps secret. */
interface FoundSecrets {
  /** The task's variables, with those that come from this machine. */
  readonly envVars: Readonly<Record<string, string>>;
  /** Each once. */
  readonly values: readonly string[];
}

/**
 * Finds the values of a task's secrets. A variable that the task sets itself keeps its value, which is secret then.
 *
 * @param asked what a person was asked for in secret
 */
export function findSecrets(
  named: readonly Secret[],
  asked: readonly string[],
  envVars: Readonly<Record<string, string>>,
  hostEnv: NodeJS.ProcessEnv,
  report: (message: string) => void,
): FoundSecrets {
  const all = { ...envVars };
  const values = new Set(asked);
  if (!asked.every(isMaskable))
    report(
      l10n.t(
        'A secret that was asked for is too short to be masked in the output: it needs at least {0} characters, or has to be passed in "env" where it may be seen.',
        shortestSecret,
      ),
    );
  for (const { env, from } of named) {
    const value = envVars[env] ?? hostEnv[from];
    if (value === undefined) {
      report(
        l10n.t(
          'The secret "{0}" is not there: set that variable where VS Code is started, or correct "secrets".',
          from,
        ),
      );
      continue;
    }
    if (!isMaskable(value))
      report(
        l10n.t(
          'The secret "{0}" is too short to be masked in the output: it needs at least {1} characters, or has to be passed in "env" where it may be seen.',
          env,
          shortestSecret,
        ),
      );
    all[env] = value;
    values.add(value);
  }
  return { envVars: all, values: [...values].filter((value) => value.trim() !== '') };
}
