import * as l10n from '@vscode/l10n';

import type { JsonValue } from '../json-value.ts';
import type { Draft, Mount } from './draft.ts';
import type { Flag } from './flags.ts';

/** Reads `-v`: `source:target`, with options behind a colon; a target alone is a volume without a name. */
export function addVolume(draft: Draft, flag: Flag, value: string): void {
  const [, source, target = '', options = ''] =
    /^(?:(\$\{[^}]*\}[^:]*|[A-Za-z]:[\\/][^:]*|[^:]+):)?([^:]+)(?::([^:]*))?$/u.exec(value) ?? [];
  if (source === undefined || target === '') {
    draft.leaveOut(flag, value, target === '' ? l10n.t('It is not a mount.') : nameless());
    return;
  }
  const others = options
    .split(',')
    .filter((each) => !/^(?:|rw|ro|z|Z|cached|delegated|consistent)$/u.test(each));
  if (others.length > 0)
    draft.leaveOut(flag, others.join(','), l10n.t('A mount of a task is read and written, or only read.'));
  const type = /^(?:[./~]|\\\\|[A-Za-z]:|\$\{)/u.test(source) ? 'bind' : 'volume';
  draft.mounts.push({ type, source, target, readonly: options.split(',').includes('ro') });
}

/** Reads `--mount`: `type=bind,source=...,target=...`. */
export function addMount(draft: Draft, flag: Flag, value: string): void {
  const given = new Map(
    [...value.matchAll(/"((?:[^"]|"")*)"|[^,]+/gu)].map(([field, quoted]) => {
      const [, name = '', text] = /^([^=]*)(?:=([^]*))?$/u.exec(quoted?.replaceAll('""', '"') ?? field) ?? [];
      return [otherNames[name] ?? name, text ?? 'true'] as const;
    }),
  );
  const {
    type = 'volume',
    source = '',
    target = '',
    readonly = 'false',
    ...others
  } = Object.fromEntries(given);
  const isKnown = type === 'bind' || type === 'volume' || type === 'tmpfs';
  if (!isKnown || (type === 'volume' && source === '')) {
    draft.leaveOut(flag, value, isKnown ? nameless() : l10n.t('A task has no mounts of this type.'));
    return;
  }
  for (const [name, text] of Object.entries(others))
    draft.leaveOut(flag, `${name}=${text}`, l10n.t('A mount of a task does not have this.'));
  draft.mounts.push({ type, source, target, readonly: readonly === 'true' || readonly === '1' });
}

const otherNames: Readonly<Record<string, string | undefined>> = {
  ...{ src: 'source', dst: 'target', destination: 'target', ro: 'readonly' },
};

/** Reads `--tmpfs`: a target, with options behind a colon. */
export function addTmpfs(draft: Draft, flag: Flag, value: string): void {
  const [target = '', options] = value.split(':');
  if (options !== undefined)
    draft.leaveOut(
      flag,
      value,
      l10n.t('A folder in memory has no options in a task: it is mounted without.'),
    );
  draft.mounts.push({ type: 'tmpfs', source: '', target, readonly: false });
}

/**
 * Says where the workspace is: a mount of it is the task's workspace where the line names a working folder, as without one
 * the image's counts, and a task with a workspace runs there. Then all the others.
 */
export function placeMounts(draft: Draft): void {
  const workDir = draft.fields.get('cwd');
  const workspace = workDir === undefined ? undefined : draft.mounts.find(isWorkspace);
  if (workspace) {
    const { target, readonly } = workspace;
    draft.set('workspace', { target, ...(readonly && { mode: 'readonly' }) });
    if (workDir === target || workDir === `${target}/`) draft.fields.delete('cwd');
  } else {
    draft.set('workspace', false);
  }
  for (const mount of draft.mounts) if (mount !== workspace) draft.add('mounts', toValue(mount));
}

function isWorkspace({ type, source }: Mount): boolean {
  return type === 'bind' && /^(?:\$\{localWorkspaceFolder\}|\.)[\\/]?$/u.test(source);
}

function toValue({ type, source, target, readonly }: Mount): JsonValue {
  if (type === 'tmpfs') return { type, target };
  const path = type === 'bind' ? fromWorkspace(source) : source;
  // What has a colon in it, as most variables, cannot stand in one text.
  if (/^[^:$]*$/u.test(path + target)) return `${path}:${target}${readonly ? ':ro' : ''}`;
  return { type, source: path, target, ...(readonly && { readonly }) };
}

/** `.` and what begins with it is from the workspace folder in a tasks file. */
function fromWorkspace(source: string): string {
  const rest = /^\$\{localWorkspaceFolder\}[\\/]?(.*)$/su.exec(source)?.[1];
  if (rest === undefined) return source;
  return rest === '' ? '.' : `./${rest}`;
}

function nameless(): string {
  return l10n.t(
    'A volume without a name would be gone with the container, as what a task writes there is without it.',
  );
}
