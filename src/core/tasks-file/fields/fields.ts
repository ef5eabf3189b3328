import {
  anyText,
  argument,
  argv,
  capabilities,
  command,
  containerPath,
  duration,
  hostPath,
  image,
  mountText,
  plainText,
  platform,
  script,
  user,
  variableName,
} from './value-kinds.ts';
import { checked, either, list, map, refined, unread } from '../kinds/compound-kinds.ts';
import { boolean, choice, off } from '../kinds/simple-kinds.ts';
import { checkMount } from './mount-object.ts';
import { problemOfTargets } from './mount-targets.ts';
import { problemOfPorts } from '../formats/network.ts';
import { networkFields } from './network-fields.ts';
import { defaulted, exclusive, object, optional, required } from '../kinds/object.ts';
import { build, mount, resources, stdin, stop, workspace } from './task-parts.ts';

/** The fields of a task that `defaults` may have too. A new field is a new row here. */
const sharedFields = {
  detail: optional(plainText, 'One line about the task, shown beside its label.', {
    synonyms: ['description'],
  }),
  image: optional(
    image,
    'The image to run, such as `node:24` or `ghcr.io/owner/app@sha256:…`. A task needs one, or a `build`, of its own or from `defaults`. Beside a `build` it is the name that the built image gets.',
    { examples: ['alpine:3', 'node:24', 'python:3.13'] },
  ),
  build: optional(
    either(hostPath, build),
    'Builds the image before the task runs, instead of pulling one: the folder to build from, or `{ "context": ".", "dockerfile": "Dockerfile", "target": "test", "args": {} }`. The engine takes from its cache what has not changed.',
    { examples: ['.', { context: '.', dockerfile: 'docker/Dockerfile', target: 'test' }] },
  ),
  platform: optional(
    platform,
    'The platform of the image and the container, where it is not the engine\'s own: `"linux/amd64"`, `"linux/arm64/v8"`. The engine\'s machine has to be able to run it.',
    { examples: ['linux/amd64', 'linux/arm64'] },
  ),
  command: optional(
    command,
    'What to run. A list is passed on exactly: `["npm", "test"]`. A line is split into words as a shell quotes them, but no shell runs: operators (`&&`, `|`, `>`) and `$NAME` go into `script`. Default: the image\'s own command.',
    { examples: ['npm test', ['npm', 'test']], synonyms: ['cmd'] },
  ),
  args: optional(argv, "Words that are appended to `command`, or passed to the image's entrypoint.", {
    examples: [['--verbose']],
  }),
  script: optional(
    script,
    "A script that `shell` runs, instead of `command`. Write line breaks as `\\n`. The shell's own `${NAME}` and `${NAME:-default}` are left to the shell; the variables of this file, such as `${workspaceFolder}` and `${env:NAME}`, are replaced before. The image's entrypoint is not run unless `entrypoint` is there.",
    { examples: ['npm ci && npm test'] },
  ),
  shell: defaulted(
    argv,
    ['/bin/sh', '-c'],
    "What runs `script`: the shell's argv, to which the script is appended.",
    {
      examples: [['/bin/bash', '-eo', 'pipefail', '-c']],
    },
  ),
  entrypoint: optional(
    argv,
    "Replaces the image's entrypoint; `[]` clears it. Default: the image's own, and none for a `script`.",
    {
      examples: [[]],
    },
  ),
  cwd: optional(
    containerPath,
    "The folder in the container that the task runs in. Default: the workspace's (`${containerWorkspaceFolder}`); without a workspace the image's.",
    {
      examples: ['${containerWorkspaceFolder}/packages/app'],
      synonyms: ['workingDir', 'working_dir', 'workdir', 'workDir'],
    },
  ),
  env: defaulted(
    map(variableName, argument, 'an object of variables'),
    {},
    'Environment variables of the task, such as `{ "CI": "1", "TOKEN": "${env:TOKEN}" }`. They win over those of `envFile` and of the image.',
    { examples: [{ CI: '1' }], synonyms: ['environment', 'envVars', 'containerEnv'] },
  ),
  envFile: optional(
    either(hostPath, list(hostPath, 'a list of paths')),
    'One or more files of `NAME=value` lines, read as `docker run --env-file` does. A later file wins. Relative paths are relative to the workspace folder.',
    { examples: ['.env', ['.env', '.env.local']], synonyms: ['env_file'] },
  ),
  stdin: optional(
    either(anyText, stdin),
    'What the task reads from its standard input: a text, or `{ "file": "./input.txt" }`. Then the input ends. Default: there is none.',
    { examples: [{ file: './input.txt' }], synonyms: ['input'] },
  ),
  user: defaulted(
    user,
    'image',
    'Whom the task runs as. `"image"`: the image\'s user. `"host"`: yourself, so that files it makes in the workspace are yours and not root\'s (where the engine is local, rootful and on Linux). Or `"uid"`, `"uid:gid"`, or the name of a user in the image.',
    { examples: ['host', '1000:1000'], synonyms: ['containerUser'] },
  ),
  workspace: defaulted(
    either(workspace, off()),
    {},
    'Where the task sees the workspace folder: `{ "target": "/workspace", "mode": "bind" }` by default. `false`: nowhere.',
    { examples: [{ mode: 'readonly' }, false], synonyms: ['workspaceMount', 'workspaceFolder'] },
  ),
  mounts: defaulted(
    list(either(mountText, refined(mount, checkMount)), 'a list of mounts'),
    [],
    'More folders, files and volumes for the task: `"./data:/data:ro"`, `"cache:/root/.cache"`, or `{ "type": "tmpfs", "target": "/tmp" }`.',
    { examples: [['./data:/data:ro']], synonyms: ['volumes'] },
  ),
  ...networkFields,
  capDrop: defaulted(
    capabilities,
    [],
    'Linux capabilities that the task does without, such as `["NET_RAW"]`; `["ALL"]`: all of them.',
    { examples: [['ALL'], ['NET_RAW']], synonyms: ['cap_drop'] },
  ),
  resources: defaulted(resources, {}, 'What the task may use of the machine.', {
    examples: [{ cpus: 1.5, memory: '512m' }],
    synonyms: ['limits', 'deploy'],
  }),
  init: defaulted(
    boolean(),
    true,
    'Whether a tiny init runs as process 1, so that signals reach the task and no zombies are left.',
  ),
  timeout: defaulted(
    duration,
    0,
    'How long the task may run, not counting the pull of its image: `"90s"`, `"1h30m"`, `"1.5h"`, or a number of seconds. Then it is stopped. 0: no limit.',
    { examples: ['5m', '1h30m'] },
  ),
  stop: defaulted(stop, {}, 'How the task is stopped when it is cancelled or its time is up.', {
    examples: [{ grace: '30s' }, { signal: 'SIGINT' }],
  }),
  pull: defaulted(
    choice(['missing', 'always', 'never']),
    'missing',
    '`missing`: pull the image where the engine does not have it. `always`: pull it before each run. `never`: fail where it is missing.',
    { synonyms: ['pull_policy', 'pullPolicy'] },
  ),
};

/** The fields of a task. */
export const taskFields = {
  label: required(
    plainText,
    'The name of the task: shown when it is run, and different from every other label in this file.',
    {
      synonyms: ['name', 'taskName', 'title'],
    },
  ),
  ...sharedFields,
};

const taskRules = [
  exclusive('script', 'command', 'A task runs either `command` or `script`: remove one of them.'),
  exclusive(
    'script',
    'args',
    '`args` belong to `command`: write them into the `script`, or remove one of them.',
  ),
];

/** A task. Its `image` may come from `defaults`, which this does not know of. */
export const task = checked(
  object(taskFields, {
    takes: 'a task',
    rules: taskRules,
    snippets: [
      {
        label: 'Container task: command',
        description: 'Runs one program in a container',
        body: { label: '${1:test}', image: '${2:alpine:3}', command: '${3:echo hello}' },
      },
      {
        label: 'Container task: script',
        description: 'Runs a shell script in a container',
        body: { label: '${1:build}', image: '${2:alpine:3}', script: '${3:echo one && echo two}' },
      },
    ],
  }),
  (values, json) => problemOfTargets(values, json) ?? problemOfPorts(values, json),
);

/** What is merged under every task. */
const defaults = object(sharedFields, { takes: 'the defaults', rules: taskRules });

/** The file. */
export const file = object(
  {
    $schema: optional(
      anyText,
      'The JSON schema of this file. VS Code needs none: it comes with the extension.',
    ),
    version: optional(choice(['1'], 'none'), 'The version of this file\'s form: `"1"`.'),
    defaults: optional(
      defaults,
      "Fields for every task. A task's own value wins; objects such as `env` are merged key by key.",
      { examples: [{ image: 'node:24' }] },
    ),
    tasks: required(list(unread(task), 'a list of tasks'), 'The tasks.'),
  },
  {
    takes: 'a tasks file',
    snippets: [
      {
        label: 'Container tasks',
        description: 'A file with one task',
        body: {
          version: '1',
          tasks: [{ label: '${1:hello}', image: '${2:alpine:3}', command: '${3:echo hello}' }],
        },
      },
    ],
  },
);
