import * as l10n from '@vscode/l10n';
import { didYouMean } from '../did-you-mean.ts';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';

/** What {@link parseSecurityOption} takes, roughly. */
export const securityOptionPattern =
  '^(no-new-privileges([:=](true|false))?|(apparmor|label|seccomp|systempaths)[:=].+)$';

const names = ['no-new-privileges', 'apparmor', 'label', 'seccomp', 'systempaths'];

/**
 * Reads a security option as {@link https://docs.docker.com/reference/cli/docker/container/run/#security-opt Docker} has it, but for
 * profiles in files: `no-new-privileges`, or `name=value`, also with a colon. The value has the equals sign.
 */
export function parseSecurityOption(text: string): Parsed<string> {
  const [, name = '', value] = /^([^:=]*)(?:[:=](.*))?$/su.exec(text) ?? [];
  if (!names.includes(name)) return { problem: notAnOption(text, name) };
  if (name === 'no-new-privileges') return readPrivileges(text, value);
  if (value === undefined || value === '')
    return { problem: l10n.t('{0} has no value: write one, like "{1}=unconfined".', quote(text), name) };
  if (name === 'systempaths' && value !== 'unconfined')
    return { problem: l10n.t('{0} is no value of it: write "systempaths=unconfined".', quote(text)) };
  if (name === 'seccomp' && !['unconfined', 'builtin'].includes(value))
    return {
      problem: l10n.t(
        '{0} names a profile in a file, which is not supported: write "seccomp=unconfined" or leave it out.',
        quote(text),
      ),
    };
  return { value: `${name}=${value}` };
}

function readPrivileges(text: string, value: string | undefined): Parsed<string> {
  if (value === undefined) return { value: text };
  if (value === 'true' || value === 'false') return { value: `no-new-privileges=${value}` };
  return { problem: l10n.t('{0} is no value of it: write "no-new-privileges".', quote(text)) };
}

function notAnOption(text: string, name: string): string {
  const near = didYouMean(name, names);
  return near === undefined
    ? l10n.t('{0} is not a security option: write one of {1}.', quote(text), names.join(', '))
    : l10n.t('{0} is not a security option: did you mean "{1}"?', quote(text), near);
}
