import { parseArgs } from 'node:util';

import type { Parsed } from '../core/tasks-file/parsed.ts';
import { messageOf } from '../core/thrown.ts';

/** What a command line asks for. */
export type Request =
  { readonly kind: 'help' } | { readonly kind: 'list'; readonly folder: string } | RunRequest;

/** Runs a task and all that it depends on. */
export interface RunRequest {
  readonly kind: 'run';
  readonly label: string;
  /** The workspace folder, as written. */
  readonly folder: string;
  /** Values of the file's inputs by id. */
  readonly inputs: ReadonlyMap<string, string>;
  /** How many jobs run at once; 0: as many as there are cores. */
  readonly jobs: number;
  readonly withoutCache: boolean;
  /** The engine's address; '' finds it as the Docker CLI does. */
  readonly engine: string;
}

/** What `--help` prints. */
export const usage = `Usage: container-tasks run LABEL [options]
       container-tasks list [--folder PATH]

Runs a task of tasks.container.json and all that it depends on, in containers.

  --folder PATH       the workspace folder (default: this one)
  --input ID=VALUE    the value of an input of the file; may be there several times
  --jobs N            how many run at once (default: the number of cores)
  --without-cache     runs also what is up to date
  --engine URL        the engine (default: as the Docker CLI finds it)

Ctrl-C asks what runs to stop; a second one removes it at once. The exit code is the task's own; 124 after a timeout,
125 where it could not be run, 130 after Ctrl-C, 2 for a command line that is wrong.
`;

/** Reads a command line, without the program's name. */
export function readArguments(words: readonly string[]): Parsed<Request> {
  const parsed = parse(words);
  if (parsed.problem !== undefined) return { problem: parsed.problem };
  const { values, positionals } = parsed.value;
  const [command, label, ...rest] = positionals;
  const { folder } = values;
  if (values.help || command === undefined) return { value: { kind: 'help' } };
  if (command === 'list') {
    if (label !== undefined) return { problem: '"list" takes no label: it lists every task.' };
    return { value: { kind: 'list', folder } };
  }
  if (command !== 'run') return { problem: `"${command}" is not a command: write "run LABEL" or "list".` };
  if (label === undefined) return { problem: 'The label of the task is missing: write "run LABEL".' };
  if (rest.length > 0)
    return { problem: `"${rest.join(' ')}" is too much: put a label with blanks into quotes.` };
  const inputs = readInputs(values.input);
  if ('problem' in inputs) return inputs;
  if (!/^\d{1,4}$/u.test(values.jobs))
    return { problem: `--jobs takes a whole number, not "${values.jobs}".` };
  return {
    value: {
      kind: 'run',
      label,
      folder,
      inputs: inputs.value,
      jobs: Number(values.jobs),
      withoutCache: values['without-cache'],
      engine: values.engine,
    },
  };
}

const options = {
  help: { type: 'boolean', short: 'h', default: false },
  folder: { type: 'string', default: '.' },
  input: { type: 'string', multiple: true, default: [] as string[] },
  jobs: { type: 'string', default: '0' },
  'without-cache': { type: 'boolean', default: false },
  engine: { type: 'string', default: '' },
} as const;

function parse(words: readonly string[]) {
  try {
    return { value: parseArgs({ args: [...words], options, allowPositionals: true }) };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

function readInputs(given: readonly string[]): Parsed<ReadonlyMap<string, string>> {
  const wrong = given.find((each) => !/^[^=]+=/u.test(each));
  if (wrong !== undefined) return { problem: `--input takes ID=VALUE, not "${wrong}".` };
  return {
    value: new Map(
      given.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
    ),
  };
}
