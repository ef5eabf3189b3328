import * as l10n from '@vscode/l10n';
import { either, list } from '../kinds/compound-kinds.ts';
import { defaulted, object, optional } from '../kinds/object.ts';
import { boolean, choice } from '../kinds/simple-kinds.ts';
import { matrix } from './matrix.ts';
import { problemMatchers } from './problem-matchers.ts';
import { atLeastOne, count, duration, glob, reference } from './value-kinds.ts';

/** When a task runs once more. */
export const retry = object(
  {
    count: defaulted(count, 1, 'How many times more the task runs, at most.', {
      synonyms: ['max', 'attempts'],
    }),
    delay: defaulted(
      duration,
      0,
      'How long to wait before it runs once more: `"10s"`, or a number of seconds.',
      {
        examples: ['10s'],
      },
    ),
    on: defaulted(
      list(choice(['error', 'timeout', 'killed']), () => l10n.t('a list of statuses')),
      ['error', 'timeout', 'killed'],
      'After which ends it runs once more: `error` (it failed), `timeout` (its time was up), `killed` (it was out of memory).',
      { examples: [['error']] },
    ),
  },
  { takes: () => l10n.t('an object with `count`, `delay` and `on`') },
);

/** What holds for several runs of a task at once. */
export const runOptions = object(
  {
    instanceLimit: defaulted(atLeastOne, 1, 'How many runs of the task there may be at once.'),
    instancePolicy: defaulted(
      choice(['terminateNewest', 'terminateOldest', 'prompt', 'warn', 'silent']),
      'prompt',
      'What happens where there would be more: the newest or the oldest run is stopped, a person is asked, is told, or nothing happens.',
    ),
  },
  { takes: () => l10n.t('an object with `instanceLimit` and `instancePolicy`') },
);

/** The fields about when and how often a task runs that `defaults` may have too. */
export const flowFields = {
  timeout: defaulted(
    duration,
    0,
    'How long the task may run, not counting the pull of its image: `"90s"`, `"1h30m"`, `"1.5h"`, or a number of seconds. Then it is stopped. 0: no limit.',
    { examples: ['5m', '1h30m'] },
  ),
  retry: defaulted(retry, { count: 0 }, 'Runs the task once more when it has not succeeded.', {
    examples: [{ count: 2, delay: '10s' }],
  }),
  services: defaulted(
    list(reference, () => l10n.t('a list of names')),
    [],
    'What the task needs while it runs, by the names in `services`: started before, reachable from the task under these names, awaited until healthy (started, where there is no health check), and removed after.',
    { examples: [['db']], isCompleted: true },
  ),
  files: defaulted(
    list(glob, () => l10n.t('a list of patterns')),
    [],
    'The files that the task reads, as patterns from the workspace folder; `!` leaves out. With `output`, a task of which nothing has changed is not run again ("up to date").',
    { examples: [['src/**', '!src/**/*.test.ts', 'package.json']], synonyms: ['inputs', 'sources'] },
  ),
  output: defaulted(
    list(glob, () => l10n.t('a list of patterns')),
    [],
    'The files that the task writes, as patterns from the workspace folder.',
    { examples: [['dist/**']], synonyms: ['outputs', 'generates'] },
  ),
  always: defaulted(boolean(), false, 'Whether the task runs even where it is up to date.'),
  problemMatcher: defaulted(
    problemMatchers,
    [],
    'Finds problems in the output, as in tasks.json: the name of a matcher, such as `"$tsc"`, one of your own, or a list of them.',
    { examples: ['$tsc', ['$eslint-stylish']], isCompleted: true, synonyms: ['problemMatchers'] },
  ),
  isBackground: defaulted(
    boolean(),
    false,
    'Whether the task goes on for ever, such as a watcher: what depends on it starts when its problem matcher says that it is ready.',
  ),
  runOptions: defaulted(runOptions, {}, 'What happens when the task is run while it runs.', {
    examples: [{ instanceLimit: 2, instancePolicy: 'warn' }],
  }),
};

/** The fields about when and how often a task runs that are each task's own. */
export const graphFields = {
  dependsOn: optional(
    either(
      reference,
      list(reference, () => l10n.t('a list of labels')),
    ),
    'The labels of the tasks that have to succeed before. One that several depend on runs once.',
    {
      examples: ['build', ['build', 'lint']],
      isCompleted: true,
      synonyms: ['needs', 'depends_on', 'dependencies'],
    },
  ),
  dependsOrder: defaulted(
    choice(['parallel', 'sequence'], 'none'),
    'parallel',
    '`parallel`: the tasks that this one depends on run at once. `sequence`: each starts when the one before has succeeded.',
  ),
  matrix: optional(
    matrix,
    'Runs the task once for each combination of values: `{ "node": ["22", "24"], "db": ["postgres", "mysql"] }` makes four runs. `${matrix:node}` is the value of the run.',
    { examples: [{ node: ['22', '24'] }], synonyms: ['strategy'] },
  ),
};
