import * as l10n from '@vscode/l10n';
import type { Input } from '../input.ts';
import { valueOf } from '../json/json.ts';
import type { JsonObject } from '../json/json.ts';
import { anyValue, either, list, refined } from '../kinds/compound-kinds.ts';
import { object, optional, required } from '../kinds/object.ts';
import type { Rule, Values } from '../kinds/object.ts';
import { boolean, choice, text } from '../kinds/simple-kinds.ts';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';
import { plainText, reference } from './value-kinds.ts';

const fixedText = text({ takes: () => l10n.t('a string'), parse: (value) => ({ value }), variables: 'none' });

/** An option with a name of its own. */
export const pickOption = object(
  {
    label: required(plainText, 'What is shown.'),
    value: required(fixedText, 'What `${input:…}` stands for when it is chosen.'),
  },
  { takes: () => l10n.t('an object with `label` and `value`') },
);

const types = ['promptString', 'pickString', 'command'] as const;

/** Which fields belong to which type of input, beside `id` and `type`. */
const fieldsOfType: Readonly<Record<Input['type'], readonly string[]>> = {
  promptString: ['description', 'default', 'password'],
  pickString: ['description', 'default', 'options'],
  command: ['command', 'args'],
};

const neededFields = { pickString: 'options', command: 'command' } as const;

/** What is asked for once a run. */
export const inputFields = object(
  {
    id: required(reference, 'Its name: `${input:id}` stands for the answer.', { examples: ['suite'] }),
    type: required(
      choice(types, 'none'),
      '`promptString`: a text that a person types. `pickString`: one of the `options`. `command`: the result of a command of VS Code.',
    ),
    description: optional(plainText, 'What the person is asked. Of a `promptString` or a `pickString`.'),
    default: optional(
      fixedText,
      'The answer that is there beforehand. Of a `promptString` or a `pickString`.',
    ),
    password: optional(
      boolean(),
      'Whether the answer is hidden while it is typed, and wherever output is shown. Default: false. Of a `promptString`.',
    ),
    options: optional(
      list(either(fixedText, pickOption), () => l10n.t('a list of options')),
      'What there is to choose from: texts, or `{ "label": "Unit tests", "value": "unit" }`. Of a `pickString`.',
      { examples: [['unit', 'e2e']] },
    ),
    command: optional(reference, 'The id of the command of VS Code. Of a `command`.', {
      examples: ['extension.commandvariable.file.pickFile'],
    }),
    args: optional(
      anyValue(() => l10n.t('any value')),
      'What the command gets. Of a `command`.',
    ),
  },
  {
    takes: () => l10n.t('an input'),
    snippets: [
      {
        label: 'Input: a text',
        description: 'Asks for a text before the task runs',
        body: { id: '${1:name}', type: 'promptString', description: '${2:What to use}' },
      },
      {
        label: 'Input: a choice',
        description: 'Asks for one of some values before the task runs',
        body: {
          id: '${1:suite}',
          type: 'pickString',
          description: '${2:Which tests to run}',
          options: ['${3:unit}', '${4:e2e}'],
        },
      },
    ],
    rules: [...types.flatMap(foreignRules), ...Object.entries(neededFields).map(neededRule)],
  },
);

/** An input, as it is asked for. */
export const input = refined(inputFields, toInput);

function toInput(values: Values<typeof inputFields.fields>): Parsed<Input> {
  const { id, type, description = '', password = false, args } = values;
  if (type === 'command') return { value: { type, id, command: values.command ?? '', args } };
  if (type === 'promptString')
    return { value: { type, id, description, default: values.default ?? '', password } };
  const options = (values.options ?? []).map((each) =>
    typeof each === 'string' ? { label: each, value: each } : each,
  );
  if (options.length === 0) return { problem: l10n.t('there is nothing to choose from: add `options`.') };
  if (values.default !== undefined && !options.some(({ value }) => value === values.default))
    return {
      problem: l10n.t(
        'the default {0} is not the value of an option: write one of them.',
        quote(values.default),
      ),
    };
  return { value: { type, id, description, options, default: values.default } };
}

/** A field that another type of input has. */
function foreignRules(type: Input['type']): readonly Rule[] {
  const foreign = new Set(Object.values(fieldsOfType).flat());
  for (const name of fieldsOfType[type]) foreign.delete(name);
  return [...foreign].map((name) => ({
    message: () => l10n.t('A `{0}` has no `{1}`: remove it.', type, name),
    schema: when(type, { not: { required: [name] } }),
    broken: (json) => (isType(json, type) && valueOf(json, name) ? name : undefined),
  }));
}

function neededRule([type, name]: readonly [string, string]): Rule {
  return {
    message: () => l10n.t('A `{0}` needs `{1}`: add it.', type, name),
    schema: when(type, { required: [name] }),
    broken: (json) => (isType(json, type) && !valueOf(json, name) ? name : undefined),
  };
}

function when(type: string, then: Rule['schema']): Rule['schema'] {
  return { if: { required: ['type'], properties: { type: { const: type } } }, then };
}

function isType(json: JsonObject, name: string): boolean {
  const type = valueOf(json, 'type');
  return type?.type === 'string' && type.value === name;
}
