import * as l10n from '@vscode/l10n';

import type { Draft } from './draft.ts';
import type { Flag } from './flags.ts';
import { addMount, addTmpfs, addVolume } from './mounts.ts';

/** What the flags that a task has a field for do to it; what is wrong with a value is found when the task is read. */
export const fieldSetters: Readonly<Record<string, (draft: Draft, value: string, flag: Flag) => void>> = {
  'add-host': into('extraHosts'),
  'cap-add': into('capAdd'),
  'cap-drop': into('capDrop'),
  cpus: (draft, value) => {
    draft.put('resources', 'cpus', numeric(value));
  },
  detach: switchFor('isBackground'),
  entrypoint: (draft, value) => {
    draft.set('entrypoint', value === '' ? [] : [value]);
  },
  env: (draft, value) => {
    const [, name = '', text] = /^([^=]*)(?:=([^]*))?$/u.exec(value) ?? [];
    draft.put('env', name, text ?? `\${env:${name}}`);
  },
  'env-file': into('envFile'),
  gpus: (draft, value) => {
    draft.put('resources', 'gpus', numeric(value));
  },
  // A task has an init unless it says otherwise.
  init: (draft, value) => {
    if (!isOn(value)) draft.set('init', false);
  },
  interactive: switchFor('interactive'),
  memory: (draft, value) => {
    draft.put('resources', 'memory', numeric(value));
  },
  'memory-swap': (draft, value, flag) => {
    const why = l10n.t('A task has no swap beside its memory.');
    draft.leaveOut(flag, value, why);
  },
  mount: (draft, value, flag) => {
    addMount(draft, flag, value);
  },
  name: as('label'),
  network: (draft, value, flag) => {
    const [name = '', ...others] = value.split(',');
    if (others.length > 0)
      draft.leaveOut(flag, others.join(','), l10n.t('Of a network a task has the name alone.'));
    draft.set('network', name.replace(/^name=/u, ''));
  },
  'pids-limit': (draft, value) => {
    draft.put('resources', 'pids', value === '-1' ? 0 : numeric(value));
  },
  platform: as('platform'),
  privileged: switchFor('privileged'),
  publish: into('ports'),
  pull: as('pull'),
  'security-opt': into('securityOpt'),
  'shm-size': (draft, value) => {
    draft.put('resources', 'shmSize', numeric(value));
  },
  'stop-signal': (draft, value) => {
    draft.put('stop', 'signal', value);
  },
  'stop-timeout': (draft, value) => {
    draft.put('stop', 'grace', numeric(value));
  },
  tmpfs: (draft, value, flag) => {
    addTmpfs(draft, flag, value);
  },
  tty: switchFor('tty'),
  ulimit: (draft, value, flag) => {
    const [, name, soft, hard] = /^([^=]+)=(-?\d+)(?::(-?\d+))?$/u.exec(value) ?? [];
    if (name === undefined) draft.leaveOut(flag, value, l10n.t('It is not a limit.'));
    else draft.putLimit(name, Number(soft), hard === undefined ? undefined : Number(hard));
  },
  user: (draft, value) => {
    const isHost = /^\$\{(?:env:)?UID\}(?::\$\{(?:env:)?(?:GID|UID|GROUPS)\})?$/u.test(value);
    draft.set('user', isHost ? 'host' : value);
  },
  volume: (draft, value, flag) => {
    addVolume(draft, flag, value);
  },
  workdir: as('cwd'),
};

type Setter = (typeof fieldSetters)[string];

function as(field: string): Setter {
  return (draft, value) => {
    draft.set(field, value);
  };
}

function into(field: string): Setter {
  return (draft, value) => {
    draft.add(field, value);
  };
}

function switchFor(field: string): Setter {
  return (draft, value) => {
    if (isOn(value)) draft.set(field, true);
    else draft.fields.delete(field);
  };
}

/** As Go reads a truth value. */
function isOn(value: string): boolean {
  return /^(?:1|t|true)$/iu.test(value);
}

/** What a tasks file has as a number where it is one. */
function numeric(value: string): string | number {
  return /^\d*\.?\d+$/u.test(value) ? Number(value) : value;
}
