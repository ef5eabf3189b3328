import * as l10n from '@vscode/l10n';
import { valueOf } from '../json/json.ts';
import type { JsonObject } from '../json/json.ts';
import { parseVolumeName } from '../formats/mount.ts';
import type { Mount } from '../formats/mount.ts';
import type { Rule } from '../kinds/object.ts';
import type { Parsed } from '../parsed.ts';

/** A mount as its object has it. */
interface MountObject {
  readonly type: 'bind' | 'volume' | 'tmpfs';
  readonly source: string | undefined;
  readonly target: string;
  readonly readonly: boolean | undefined;
}

/** What the type of a mount asks of its other fields. */
export const mountRules: readonly Rule[] = [
  {
    message: () => l10n.t('A bind or a volume needs `source`: add it.'),
    schema: when(['bind', 'volume'], { required: ['source'] }),
    broken: (object) =>
      isType(object, 'bind', 'volume') && !valueOf(object, 'source') ? 'source' : undefined,
  },
  ...['source', 'readonly'].map((name) => ({
    message: () => l10n.t('A tmpfs has no `{0}`: remove it.', name),
    schema: when(['tmpfs'], { not: { required: [name] } }),
    broken: (object: JsonObject) => (isType(object, 'tmpfs') && valueOf(object, name) ? name : undefined),
  })),
];

/** The mount of its object. */
export function checkMount({ type, source = '', target, readonly = false }: MountObject): Parsed<Mount> {
  if (type === 'tmpfs') return { value: { type, target } };
  const name = type === 'volume' ? parseVolumeName(source) : { value: source };
  return 'problem' in name ? name : { value: { type, source, target, readonly } };
}

function when(types: readonly string[], then: Rule['schema']): Rule['schema'] {
  return { if: { required: ['type'], properties: { type: { enum: types } } }, then };
}

function isType(object: JsonObject, ...types: readonly string[]): boolean {
  const type = valueOf(object, 'type');
  return type?.type === 'string' && types.includes(type.value);
}
