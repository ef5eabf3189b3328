import { either } from '../kinds/compound-kinds.ts';
import { defaulted, optional } from '../kinds/object.ts';
import { boolean, off } from '../kinds/simple-kinds.ts';
import { stdin, workspace } from './container-parts.ts';
import { networkField } from './network-fields.ts';
import { inputText } from './value-kinds.ts';

/** The fields about how a task's container is tied to this machine and to a person. */
export const runFields = {
  workspace: defaulted(
    either(workspace, off()),
    {},
    'Where the task sees the workspace folder: `{ "target": "/workspace", "mode": "bind" }` by default. `false`: nowhere.',
    { examples: [{ mode: 'readonly' }, false], synonyms: ['workspaceMount', 'workspaceFolder'] },
  ),
  network: networkField,
  stdin: optional(
    either(inputText, stdin),
    'What the task reads from its standard input: a text, or `{ "file": "./input.txt" }`. Then the input ends. Default: there is none.',
    { examples: [{ file: './input.txt' }], synonyms: ['input'] },
  ),
  tty: defaulted(
    boolean(),
    false,
    'Whether the task has a terminal: many programs then print colours and progress bars.',
  ),
  interactive: defaulted(boolean(), false, 'Whether a person can type into the task while it runs.', {
    synonyms: ['stdin_open', 'stdinOpen'],
  }),
};
