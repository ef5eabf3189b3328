import * as l10n from '@vscode/l10n';
import { either, refined } from '../kinds/compound-kinds.ts';
import { object, optional, required } from '../kinds/object.ts';
import { text } from '../kinds/simple-kinds.ts';
import { variableName } from './value-kinds.ts';

const name = text(variableName);

/** A secret under another name. */
export const secretObject = object(
  {
    env: required(name, 'The name of the variable in the container.', { examples: ['TOKEN'] }),
    from: optional(
      name,
      'The variable of this machine that it comes from. Default: the one of the same name.',
      {
        examples: ['CI_TOKEN'],
      },
    ),
  },
  { takes: () => l10n.t('an object with `env` and `from`') },
);

/** A variable of this machine that is a secret of the container. */
export const secret = refined(either(name, secretObject), (value) => ({
  value:
    typeof value === 'string'
      ? { env: value, from: value }
      : { env: value.env, from: value.from ?? value.env },
}));
