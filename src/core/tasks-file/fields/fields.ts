import * as l10n from '@vscode/l10n';
import { checked, list, map, unread } from '../kinds/compound-kinds.ts';
import { object, optional, required } from '../kinds/object.ts';
import { choice } from '../kinds/simple-kinds.ts';
import { problemOfPorts } from '../formats/network.ts';
import { conflicts } from './conflicts.ts';
import { commandRules } from './command-fields.ts';
import { containerFields } from './container-fields.ts';
import { flowFields, graphFields } from './flow-fields.ts';
import { input } from './input.ts';
import { problemOfTargets } from './mount-targets.ts';
import { serviceName } from './network-kinds.ts';
import { runFields } from './run-fields.ts';
import { service } from './service.ts';
import { showFields } from './show-fields.ts';
import { anyText, plainText } from './value-kinds.ts';

/** The fields of a task that `defaults` may have too. */
const sharedFields = { ...showFields, ...containerFields, ...runFields, ...flowFields };

const taskRules = [
  ...commandRules(() => l10n.t('A task runs either `command` or `script`: remove one of them.')),
  ...conflicts,
];

const override = object(sharedFields, {
  takes: () => l10n.t('an object with fields of a task'),
  rules: taskRules,
});

const systemFields = {
  windows: optional(override, 'Fields that hold on Windows alone. They win over those beside them.', {
    examples: [{ envFile: '.env.windows' }],
  }),
  osx: optional(override, 'Fields that hold on macOS alone. They win over those beside them.', {
    examples: [{ user: 'host' }],
    synonyms: ['macos', 'mac', 'darwin'],
  }),
  linux: optional(override, 'Fields that hold on Linux alone. They win over those beside them.', {
    examples: [{ user: 'host' }],
  }),
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
  ...graphFields,
  ...systemFields,
};

/** A task. Its `image` may come from `defaults`, which this does not know of. */
export const task = checked(
  object(taskFields, {
    takes: () => l10n.t('a task'),
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
      {
        label: 'Container task: with a service',
        description: 'Runs beside a database or a server',
        body: {
          label: '${1:test}',
          image: '${2:node:24}',
          services: ['${3:db}'],
          script: '${4:npm test}',
        },
      },
      {
        label: 'Container task: matrix',
        description: 'Runs once for each combination of values',
        body: {
          label: '${1:test}',
          matrix: { '${2:version}': ['${3:22}', '${4:24}'] },
          // What begins with ^ goes into the text as it is: quoted, its escapes would be escaped.
          image: '^"${5:node}:\\${matrix:${2:version}\\}"',
          script: '${6:npm test}',
        },
      },
      {
        label: 'Container task: after others',
        description: 'Runs when the tasks that it depends on have succeeded',
        body: {
          label: '${1:test}',
          dependsOn: ['${2:build}'],
          image: '${3:node:24}',
          script: '${4:npm test}',
        },
      },
      {
        label: 'Container task: problem matcher',
        description: 'Finds problems in its output',
        body: {
          label: '${1:compile}',
          image: '${2:node:24}',
          script: '${3:npx tsc --noEmit}',
          problemMatcher: '^"${4:\\$tsc}"',
        },
      },
    ],
  }),
  (values, json) => problemOfTargets(values, json) ?? problemOfPorts(values, json),
);

/** What is merged under every task. */
const defaults = object(
  { ...sharedFields, ...systemFields },
  { takes: () => l10n.t('an object with fields of a task'), rules: taskRules },
);

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
    inputs: optional(
      list(input, () => l10n.t('a list of inputs')),
      'What is asked for when a task runs that has `${input:id}` in it, once a run.',
      { examples: [[{ id: 'suite', type: 'pickString', options: ['unit', 'e2e'], default: 'unit' }]] },
    ),
    services: optional(
      map(serviceName, unread(service), () => l10n.t('an object of services')),
      'Containers that tasks need while they run, such as a database, by the name under which a task reaches them. `defaults` are not for them.',
      { examples: [{ db: { image: 'postgres:17' } }] },
    ),
    tasks: required(
      list(unread(task), () => l10n.t('a list of tasks')),
      'The tasks.',
    ),
  },
  {
    takes: () => l10n.t('a tasks file'),
    snippets: [
      {
        label: 'Container tasks',
        description: 'A file with one task',
        body: {
          version: '1',
          tasks: [{ label: '${1:hello}', image: '${2:alpine:3}', command: '${3:echo hello}' }],
        },
      },
      {
        label: 'Container tasks: build and test',
        description: 'A file with two tasks, of which one depends on the other',
        body: {
          version: '1',
          defaults: { image: '${1:node:24}' },
          tasks: [
            { label: 'build', group: 'build', script: '${2:npm ci && npm run build}' },
            { label: 'test', group: 'test', dependsOn: ['build'], script: '${3:npm test}' },
          ],
        },
      },
    ],
  },
);
