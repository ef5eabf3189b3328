import * as l10n from '@vscode/l10n';
import { valueOf } from '../json/json.ts';
import type { JsonObject } from '../json/json.ts';
import type { Rule } from '../kinds/object.ts';

/** What of a task does not go together. */
export const conflicts: readonly Rule[] = [
  switchedOn('interactive', 'stdin', () =>
    l10n.t('`stdin` is fed to the task, so that nobody can type into it: remove `stdin`, or `interactive`.'),
  ),
  switchedOn('tty', 'stdin', () =>
    l10n.t('A terminal has no end of input, which `stdin` needs: remove `stdin`, or `tty`.'),
  ),
  {
    message: () =>
      l10n.t('A task with services is on a network of its own with them: remove `network`, or `services`.'),
    schema: { not: { required: ['network', 'services'], properties: { services: { minItems: 1 } } } },
    broken: (object) => (valueOf(object, 'network') && hasServices(object) ? 'network' : undefined),
  },
];

/** A field that cannot be true beside another. */
function switchedOn(name: string, other: string, message: () => string): Rule {
  return {
    message,
    schema: { not: { required: [name, other], properties: { [name]: { const: true } } } },
    broken(object) {
      const value = valueOf(object, name);
      return value?.type === 'boolean' && value.value && valueOf(object, other) ? name : undefined;
    },
  };
}

function hasServices(object: JsonObject): boolean {
  const services = valueOf(object, 'services');
  return services?.type === 'array' && services.items.length > 0;
}
