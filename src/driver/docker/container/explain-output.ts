import * as l10n from '@vscode/l10n';

import type { ContainerTask } from '../../../core/container-task.ts';
import { formatSize } from '../../../core/format.ts';
import { PlainText } from '../../../core/plain-text.ts';
import type { RunError } from '../../../core/run-result.ts';
import { raiseMemory } from './explain-memory.ts';

type Limited = Pick<
  ContainerTask,
  'user' | 'volumes' | 'network' | 'memory' | 'pids' | 'shmSize' | 'workDir'
>;

type Hint = Pick<RunError, 'advice' | 'remedy'>;

/**
 * Why a command failed that says so in its last lines, where a setting of its task is to blame; undefined: that is not known.
 * The line is the evidence, and is told.
 */
export function explainOutput(
  task: Limited,
  exitCode: number | undefined,
  errors: string,
): RunError | undefined {
  const plain = new PlainText();
  const lines = (plain.add(errors) + plain.end()).trim().split('\n').slice(-lastLines).reverse();
  for (const line of lines) {
    for (const [pattern, explain] of hints) {
      const hint = pattern.test(line) ? explain(task, line) : undefined;
      if (hint) return { message: describe(exitCode, line.trim()), ...hint };
    }
  }
  return undefined;
}

const lastLines = 15;

/** Characters of a line. */
const longest = 200;

function describe(exitCode: number | undefined, line: string): string {
  const said = line.length > longest ? `${line.slice(0, longest)}…` : line;
  return l10n.t('The command failed with exit code {0} after it had printed "{1}".', exitCode ?? '', said);
}

/** What is said, and what it comes from in a task with such settings; undefined: something else. */
const hints: readonly (readonly [
  pattern: RegExp,
  explain: (task: Limited, line: string) => Hint | undefined,
])[] = [
  [/permission denied|EACCES|operation not permitted|EPERM/i, notAllowed],
  [/read-only file system|EROFS/i, readOnly],
  [/no space left on device|ENOSPC/i, diskFull],
  [
    /could not resolve|name resolution|getaddrinfo|bad address|ENOTFOUND|EAI_AGAIN|network is unreachable|ENETUNREACH/i,
    noNetwork,
  ],
  [/can't fork|fork: |cannot fork|pthread_create|resource temporarily unavailable|EAGAIN/i, tooManyProcesses],
  [/cannot allocate memory|out of memory|outofmemory|bad_alloc|MemoryError|ENOMEM/i, noMemory],
  [/too many open files|EMFILE/i, tooManyFiles],
];

/** A folder of this machine belongs to somebody of this machine. */
function notAllowed({ user, volumes, workDir }: Limited, line: string): Hint | undefined {
  const path = /(?:^|[\s'"‘“(:=])(\/[^\s'":,)’”]+)/.exec(line)?.[1];
  const at = path ?? (/create|touch|open|write|mkdir|rename|remove|unlink/i.test(line) ? workDir : '');
  const bind = volumes.find((each) => each.type === 'bind' && isWithin(at, each.target));
  if (!bind || user === 'root' || /^0(?::|$)/.test(user)) return undefined;
  return {
    advice:
      user === ''
        ? l10n.t(
            'The image\'s user may not do this in "{0}", which is a folder of this machine: set "user" to "host", or let others write there.',
            bind.target,
          )
        : l10n.t(
            'The user "{0}" may not do this in "{1}", which is a folder of this machine: set "user" to "host", or let that user write there.',
            user,
            bind.target,
          ),
    remedy: { in: 'file', field: 'user' },
  };
}

function readOnly({ volumes }: Limited, line: string): Hint | undefined {
  const mounted = volumes.find(
    (each) => each.type !== 'tmpfs' && each.readonly && line.includes(each.target),
  );
  if (!mounted) return undefined;
  return {
    advice: l10n.t(
      'The task mounts "{0}" so that it can only read it: correct "workspace" or "mounts".',
      mounted.target,
    ),
    remedy: { in: 'file', field: 'mounts', value: mounted.target },
  };
}

function diskFull({ shmSize }: Limited, line: string): Hint {
  if (!line.includes('/dev/shm'))
    return { advice: l10n.t('Free disk space for the engine, for example with "docker system prune".') };
  const size = formatSize(Math.max(2 ** 30, 2 * shmSize));
  return {
    advice: l10n.t('Raise "resources.shmSize", for example to "{0}".', size),
    remedy: { in: 'file', field: 'resources.shmSize' },
  };
}

function noNetwork({ network }: Limited): Hint | undefined {
  if (network !== 'none') return undefined;
  return {
    advice: l10n.t('The task has no network: remove "network": "none" if it needs one.'),
    remedy: { in: 'file', field: 'network' },
  };
}

function tooManyProcesses({ pids }: Limited): Hint | undefined {
  if (pids === 0) return undefined;
  return {
    advice: l10n.t('It may have {0} processes: raise "resources.pids", for example to {1}.', pids, 2 * pids),
    remedy: { in: 'file', field: 'resources.pids' },
  };
}

function noMemory({ memory }: Limited): Hint | undefined {
  return memory === 0 ? undefined : raiseMemory(memory);
}

function tooManyFiles(): Hint {
  return {
    advice: l10n.t('Raise the limit "nofile" in "resources.ulimits", for example to 65536.'),
    remedy: { in: 'file', field: 'resources.ulimits' },
  };
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
