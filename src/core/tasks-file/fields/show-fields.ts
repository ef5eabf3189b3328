import * as l10n from '@vscode/l10n';
import { either, refined } from '../kinds/compound-kinds.ts';
import { defaulted, object, optional } from '../kinds/object.ts';
import { boolean, choice } from '../kinds/simple-kinds.ts';
import { codicon, plainText } from './value-kinds.ts';

const kind = choice(['build', 'test', 'clean', 'rebuild', 'none'], 'none');

/** A group of tasks. */
export const group = object(
  {
    kind: defaulted(kind, 'none', 'The group; `none` is none.'),
    isDefault: defaulted(
      boolean(),
      false,
      'Whether the task is the one that "Run Build Task" or "Run Test Task" runs without asking.',
    ),
  },
  { takes: () => l10n.t('an object with `kind` and `isDefault`') },
);

/** What is shown before a task's name. */
export const icon = object(
  {
    id: defaulted(
      codicon,
      'tools',
      'The name of one of the [icons](https://code.visualstudio.com/api/references/icons-in-labels) of VS Code.',
      {
        examples: ['beaker', 'package', 'rocket'],
      },
    ),
    color: optional(
      choice(
        ['Black', 'Red', 'Green', 'Yellow', 'Blue', 'Magenta', 'Cyan', 'White'].map(
          (name) => `terminal.ansi${name}`,
        ),
        'none',
      ),
      'The colour of the icon. Default: that of the text.',
      { examples: ['terminal.ansiGreen'] },
    ),
  },
  { takes: () => l10n.t('an object with `id` and `color`') },
);

/** Where output goes. */
export const presentation = object(
  {
    output: defaulted(
      choice(['channel', 'terminal']),
      'channel',
      "`channel`: an output channel of the task's own. `terminal`: a terminal, in which colours and progress bars work.",
    ),
    reveal: defaulted(
      choice(['always', 'silent', 'never']),
      'always',
      'Whether the output is brought up: `always` when the task starts, `silent` when it fails, `never`.',
    ),
    focus: defaulted(boolean(), false, 'Whether the output takes the focus of the keyboard.'),
    clear: defaulted(boolean(), false, 'Whether the output of the run before is cleared.'),
    chart: defaulted(
      choice(['auto', 'always', 'never']),
      'auto',
      'Whether the chart of CPU, memory, network and disk is opened. `auto`: as the setting `containerTasks.openChart` says.',
    ),
  },
  { takes: () => l10n.t('an object with `output`, `reveal`, `focus`, `clear` and `chart`') },
);

/** The fields about how a task looks. */
export const showFields = {
  detail: optional(plainText, 'One line about the task, shown beside its label.', {
    synonyms: ['description'],
  }),
  icon: optional(icon, 'An icon for the task: `{ "id": "beaker", "color": "terminal.ansiGreen" }`.', {
    examples: [{ id: 'beaker', color: 'terminal.ansiGreen' }],
  }),
  hide: defaulted(
    boolean(),
    false,
    'Whether the task is left out where one is chosen: it runs when another depends on it, or is asked for by its label.',
  ),
  group: optional(
    refined(either(kind, group), (value) => ({
      value: typeof value === 'string' ? { kind: value, isDefault: false } : value,
    })),
    'Which group the task belongs to: `"build"`, `"test"`, `"clean"`, `"rebuild"`, or `{ "kind": "build", "isDefault": true }` for the one that "Run Build Task" runs.',
    { examples: ['build', { kind: 'test', isDefault: true }] },
  ),
  presentation: defaulted(presentation, {}, 'Where the output is shown.', {
    examples: [{ reveal: 'silent' }],
  }),
};
