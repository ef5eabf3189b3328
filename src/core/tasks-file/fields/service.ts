import * as l10n from '@vscode/l10n';
import type { Healthcheck } from '../../container-task.ts';
import { either, refined } from '../kinds/compound-kinds.ts';
import { argv, containerPath, count, duration, script } from './value-kinds.ts';
import { defaulted, exclusive, object, optional } from '../kinds/object.ts';
import type { Values } from '../kinds/object.ts';
import { boolean } from '../kinds/simple-kinds.ts';
import type { Parsed } from '../parsed.ts';
import { commandFields, commandRules } from './command-fields.ts';
import { containerFields } from './container-fields.ts';

/** How the engine finds out whether a service is ready. */
export const healthcheckObject = object(
  {
    test: optional(
      either(script, argv),
      'What tells that the service is healthy by ending with 0: a line for the shell of the container, or `["CMD", "pg_isready"]`, `["CMD-SHELL", "pg_isready || exit 1"]`, `["NONE"]`. Default: the image\'s.',
      { examples: [['CMD', 'pg_isready'], 'curl -f http://localhost || exit 1'] },
    ),
    interval: defaulted(
      duration,
      0,
      'The time between two tests: `"2s"`, or a number of seconds. 0: the image\'s, or the engine\'s, 30 seconds.',
      {
        examples: ['2s'],
      },
    ),
    timeout: defaulted(
      duration,
      0,
      "How long a test may take. 0: the image's, or the engine's, 30 seconds.",
      { examples: ['5s'] },
    ),
    startPeriod: defaulted(
      duration,
      0,
      "How long after the start tests may fail without counting. 0: the image's, or none.",
      { examples: ['30s'], synonyms: ['start_period'] },
    ),
    retries: defaulted(
      count,
      0,
      "How many tests have to fail one after the other until the service is unhealthy. 0: the image's, or the engine's, 3.",
      {
        examples: [15],
      },
    ),
    disable: defaulted(boolean(), false, "Whether the image's health check is switched off."),
  },
  {
    takes: () => l10n.t('an object with `test`, `interval`, `timeout`, `startPeriod` and `retries`'),
    rules: [
      exclusive('test', 'disable', () =>
        l10n.t('A health check has either a `test` or `disable`: remove one of them.'),
      ),
    ],
  },
);

const healthcheck = refined(healthcheckObject, toHealthcheck);

/** The fields of a service. */
export const serviceFields = {
  ...containerFields,
  cwd: optional(
    containerPath,
    "The folder in the container that the command runs in. Default: the image's.",
    {
      examples: ['/srv'],
      synonyms: commandFields.cwd.synonyms ?? [],
    },
  ),
  healthcheck: optional(
    healthcheck,
    "How the engine finds out whether the service is ready. Default: the image's; where that has none, a service is ready when it has started.",
    { examples: [{ test: ['CMD', 'pg_isready'], interval: '2s', retries: 15 }], synonyms: ['healthCheck'] },
  ),
};

/** A container that tasks need while they run. */
export const service = object(serviceFields, {
  takes: () => l10n.t('a service'),
  snippets: [
    {
      label: 'Service: with a health check',
      description: 'Awaited until it is ready',
      body: {
        image: '${1:postgres:17}',
        env: { '${2:POSTGRES_PASSWORD}': '${3:test}' },
        healthcheck: { test: ['CMD', '${4:pg_isready}'], interval: '2s', retries: 15 },
      },
    },
  ],
  rules: [
    ...commandRules(() => l10n.t('A service runs either `command` or `script`: remove one of them.')),
    {
      message: () => l10n.t('A service needs `image` or `build`: add one.'),
      schema: { anyOf: [{ required: ['image'] }, { required: ['build'] }] },
      broken: (json) =>
        json.properties.some(({ name }) => name === 'image' || name === 'build') ? undefined : 'image',
    },
  ],
});

function toHealthcheck(values: Values<typeof healthcheckObject.fields>): Parsed<Healthcheck> {
  const { interval, timeout, startPeriod, retries, disable } = values;
  const test = disable ? ['NONE'] : testOf(values.test);
  const [form] = test;
  if (form !== undefined && !['NONE', 'CMD', 'CMD-SHELL'].includes(form))
    return {
      problem: l10n.t('a list for `test` begins with "CMD", "CMD-SHELL" or "NONE": write one of them first.'),
    };
  if (form === 'NONE' && test.length > 1)
    return { problem: l10n.t('the `test` has words after "NONE": remove them.') };
  if (form !== 'NONE' && test.length === 1)
    return { problem: l10n.t('the `test` has no command: write one.') };
  if (form === 'CMD-SHELL' && test.length > 2)
    return {
      problem: l10n.t(
        'a `test` with "CMD-SHELL" has one text after it: write the line for the shell as one.',
      ),
    };
  return { value: { test, interval, timeout, startPeriod, retries } };
}

function testOf(test: string | readonly string[] | undefined): readonly string[] {
  return typeof test === 'string' ? ['CMD-SHELL', test] : (test ?? []);
}
