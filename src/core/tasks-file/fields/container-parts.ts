import * as l10n from '@vscode/l10n';
import {
  argument,
  containerFolder,
  count,
  cpus,
  duration,
  hostPath,
  signal,
  size,
  variableName,
  workspaceTarget,
} from './value-kinds.ts';
import { either, map, refined } from '../kinds/compound-kinds.ts';
import { boolean, choice, number } from '../kinds/simple-kinds.ts';
import { mountRules } from './mount-object.ts';
import { defaulted, object, optional, required } from '../kinds/object.ts';
import { parseUlimitName, toUlimits, ulimitNamePattern } from '../formats/ulimit.ts';

/** A mount as an object. */
export const mount = object(
  {
    type: required(
      choice(['bind', 'volume', 'tmpfs']),
      '`bind`: a folder or file of this machine. `volume`: a volume of the engine, made where it is missing. `tmpfs`: a folder in memory, gone with the container.',
    ),
    source: optional(
      hostPath,
      'Of a `bind`: a path on this machine; a relative one is relative to the workspace folder. Of a `volume`: its name. Not for a `tmpfs`.',
      { examples: ['./data', '${workspaceFolder}/data', 'cache'], synonyms: ['src', 'host'] },
    ),
    target: required(containerFolder, 'An absolute path in the container.', {
      examples: ['/data'],
      synonyms: ['destination', 'dst', 'container'],
    }),
    readonly: optional(
      boolean(),
      'Whether the container can only read it. Default: false. Not for a `tmpfs`.',
      {
        synonyms: ['read_only', 'ro'],
      },
    ),
  },
  {
    takes: () => l10n.t('a mount'),
    rules: mountRules,
    snippets: [{ label: 'bind', body: { type: 'bind', source: './$1', target: '/$2' } }],
  },
);

/** How an image is built. */
export const build = object(
  {
    context: defaulted(
      hostPath,
      '.',
      'The folder whose files the Dockerfile can copy, less what `.dockerignore` leaves out; a relative path is relative to the workspace folder.',
      { examples: ['./docker'], synonyms: ['path'] },
    ),
    dockerfile: defaulted(
      hostPath,
      'Dockerfile',
      'The Dockerfile; a relative path is relative to `context`.',
      {
        examples: ['docker/Dockerfile.test'],
        synonyms: ['dockerFile', 'file'],
      },
    ),
    target: optional(argument, 'The stage to build, by the name after its `AS`. Default: the last.', {
      examples: ['test'],
      synonyms: ['stage'],
    }),
    args: defaulted(
      map(variableName, argument, () => l10n.t('an object of arguments')),
      {},
      "Values for the Dockerfile's `ARG` instructions. They stay in the image: no place for secrets.",
      { examples: [{ NODE_VERSION: '24' }], synonyms: ['buildArgs', 'buildargs', 'build_args'] },
    ),
  },
  { takes: () => l10n.t('an object with `context`, `dockerfile`, `target` and `args`') },
);

/** A file for stdin. */
export const stdin = object(
  {
    file: required(hostPath, 'A file on this machine; a relative path is relative to the workspace folder.', {
      examples: ['./input.txt'],
    }),
  },
  { takes: () => l10n.t('an object with `file`') },
);

/** Where the workspace folder is in the container. */
export const workspace = object(
  {
    target: defaulted(
      workspaceTarget,
      '/workspace',
      'Where the workspace folder is in the container: an absolute path, which `${containerWorkspaceFolder}` stands for.',
      { examples: ['/workspaces/${localWorkspaceFolderBasename}'] },
    ),
    mode: defaulted(
      choice(['bind', 'readonly', 'copy']),
      'bind',
      '`bind`: what the task writes there is in the workspace folder at once. `readonly`: the task can only read it. `copy`: the folder is copied to the engine, and what matches `output` comes back: for an engine on another machine.',
    ),
  },
  { takes: () => l10n.t('an object with `target` and `mode`') },
);

const ulimitValue = number({
  takes: () => l10n.t('a whole number, -1 for no limit'),
  integer: true,
  minimum: -1,
  maximum: Number.MAX_SAFE_INTEGER,
  parse: (value) => ({ value }),
});

const ulimit = either(
  ulimitValue,
  object(
    {
      soft: required(ulimitValue, 'Where the limit is at first; a process may raise it up to `hard`.'),
      hard: required(ulimitValue, 'The most that a process may raise the limit to. -1: no limit.'),
    },
    { takes: () => l10n.t('an object with `soft` and `hard`') },
  ),
);

const ulimitName = {
  takes: () => l10n.t('the name of a limit'),
  parse: parseUlimitName,
  pattern: ulimitNamePattern,
};

const ulimits = refined(
  map(ulimitName, ulimit, () => l10n.t('an object of limits')),
  toUlimits,
);

/** The limits of a container. */
export const resources = object(
  {
    cpus: defaulted(cpus, 0, 'How many cores the container may use, such as `1.5`. 0: no limit.', {
      examples: [1, 1.5],
      synonyms: ['cpu'],
    }),
    memory: defaulted(
      size,
      0,
      'How much memory the container may use: `"512m"`, `"2g"` (1024-based, as Docker reads them), or bytes. It is killed when it needs more. 0: no limit.',
      { examples: ['512m', '2g'], synonyms: ['mem', 'mem_limit', 'memoryLimit'] },
    ),
    pids: defaulted(count, 0, 'How many processes and threads the container may have. 0: no limit.', {
      examples: [256],
      synonyms: ['pids_limit', 'pidsLimit'],
    }),
    shmSize: defaulted(
      size,
      0,
      'How much shared memory (`/dev/shm`) the container has, such as `"1g"`: browsers and databases want more than the engine\'s default, which is 64 MiB as a rule. 0: that default.',
      { examples: ['1g'], synonyms: ['shm_size', 'shm'] },
    ),
    ulimits: defaulted(
      ulimits,
      {},
      'Limits of each process by name, a number or `{ "soft": 1024, "hard": 4096 }`; -1: no limit. Default: the engine\'s.',
      { examples: [{ nofile: 65536 }, { nofile: { soft: 1024, hard: 4096 } }], synonyms: ['ulimit'] },
    ),
    gpus: defaulted(
      either(count, choice(['all'])),
      0,
      'How many GPUs the container gets: a number, or `"all"`. 0: none. On Linux the engine needs the NVIDIA Container Toolkit for it.',
      { examples: ['all', 1], synonyms: ['gpu', 'devices'] },
    ),
  },
  { takes: () => l10n.t('an object of limits') },
);

/** How a container is stopped. */
export const stop = object(
  {
    signal: optional(
      signal,
      'The signal that asks it to stop: `"SIGINT"`, `"INT"` or `2`. Default: the image\'s, or SIGTERM.',
      { examples: ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGKILL'], synonyms: ['stop_signal'] },
    ),
    grace: defaulted(
      duration,
      '10s',
      'How long it may take to stop before it is killed: `"30s"`, or a number of seconds.',
      {
        examples: ['30s'],
        synonyms: ['stop_grace_period', 'timeout'],
      },
    ),
  },
  { takes: () => l10n.t('an object with `signal` and `grace`') },
);
