import * as l10n from '@vscode/l10n';
import { either, list, map } from '../kinds/compound-kinds.ts';
import { defaulted, exclusive, optional } from '../kinds/object.ts';
import type { Rule } from '../kinds/object.ts';
import { boolean } from '../kinds/simple-kinds.ts';
import { secret } from './secret.ts';
import {
  containerArgument,
  argv,
  command,
  containerPath,
  hostPath,
  script,
  user,
  variableName,
} from './value-kinds.ts';

/** The fields about what runs in a container, and with what around it. */
export const commandFields = {
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
    { examples: [['/bin/bash', '-eo', 'pipefail', '-c']] },
  ),
  entrypoint: optional(
    argv,
    "Replaces the image's entrypoint; `[]` clears it. Default: the image's own, and none for a `script`.",
    { examples: [[]] },
  ),
  cwd: optional(
    containerPath,
    "The folder in the container that the command runs in. Default: the workspace's (`${containerWorkspaceFolder}`); without a workspace the image's.",
    {
      examples: ['${containerWorkspaceFolder}/packages/app'],
      synonyms: ['workingDir', 'working_dir', 'workdir', 'workDir'],
    },
  ),
  env: defaulted(
    map(variableName, containerArgument, () => l10n.t('an object of variables')),
    {},
    'Environment variables of the container, such as `{ "CI": "1", "LEVEL": "${env:LEVEL}" }`. They win over those of `envFile` and of the image.',
    { examples: [{ CI: '1' }], synonyms: ['environment', 'envVars', 'containerEnv'] },
  ),
  envFile: optional(
    either(
      hostPath,
      list(hostPath, () => l10n.t('a list of paths')),
    ),
    'One or more files of `NAME=value` lines, read as `docker run --env-file` does. A later file wins. Relative paths are relative to the workspace folder.',
    { examples: ['.env', ['.env', '.env.local']], isCompleted: true, synonyms: ['env_file'] },
  ),
  secrets: defaulted(
    list(secret, () => l10n.t('a list of secrets')),
    [],
    'Environment variables of this machine that the container gets, whose values are shown as `***` wherever output is shown or stored: `["NPM_TOKEN"]`, or `{ "env": "TOKEN", "from": "CI_TOKEN" }` where the container knows it by another name. The name of a variable that `env` or `envFile` sets keeps that value, and hides it.',
    { examples: [['NPM_TOKEN'], [{ env: 'TOKEN', from: 'CI_TOKEN' }]] },
  ),
  user: defaulted(
    user,
    'image',
    'Whom the container runs as. `"image"`: the image\'s user. `"host"`: yourself, so that files it makes in the workspace are yours and not root\'s (where the engine is local, rootful and on Linux). Or `"uid"`, `"uid:gid"`, or the name of a user in the image.',
    { examples: ['host', '1000:1000'], synonyms: ['containerUser'] },
  ),
  init: defaulted(
    boolean(),
    true,
    'Whether a tiny init runs as process 1, so that signals arrive and no zombies are left.',
  ),
};

/**
 * What must hold between them.
 *
 * @param explain that its owner runs one of the two
 */
export function commandRules(explain: () => string): readonly Rule[] {
  return [
    exclusive('script', 'command', explain),
    exclusive('script', 'args', () =>
      l10n.t('`args` belong to `command`: write them into the `script`, or remove one of them.'),
    ),
  ];
}
