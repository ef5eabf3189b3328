import * as l10n from '@vscode/l10n';
import type { Json } from '../json/json.ts';
import { quote } from '../parsed.ts';
import type { Fix, Place, Problem } from '../problem.ts';
import type { Names } from '../variables/variables.ts';

/** A name that stands for something else in the file, where it is written. */
export interface Reference extends Place {
  readonly name: string;
}

/** The names in a list, or the one that stands in its place. */
export function referencesIn(json: Json | undefined): readonly Reference[] {
  const items = json?.type === 'array' ? json.items : json ? [json] : [];
  return items.flatMap((item) =>
    item.type === 'string' ? [{ name: item.value, offset: item.offset, length: item.length }] : [],
  );
}

/**
 * What is wrong with the names that stand for nothing.
 *
 * @param kind whose names they should be
 */
export function checkReferences(
  references: readonly Reference[],
  names: Names | undefined,
  kind: 'task' | 'service',
): readonly Problem[] {
  if (!names) return [];
  return references.flatMap(({ name, offset, length }) => {
    // A blank one is a mistake already.
    if (names.has(name) || name.trim() === '') return [];
    const near = names.near(name);
    const explain = near === undefined ? unknown[kind] : misspelt[kind];
    const define: Fix = { kind: 'define', what: kind, name };
    const fixes: readonly Fix[] = near === undefined ? [define] : [{ kind: 'replace', value: near }, define];
    return [{ message: explain(quote(name), quote(near ?? '')), offset, length, fixes }];
  });
}

const unknown = {
  task: (name: string) => l10n.t('There is no task {0} in this file: correct the name, or add it.', name),
  service: (name: string) =>
    l10n.t('There is no service {0} in this file: correct the name, or add it.', name),
};

const misspelt = {
  task: (name: string, near: string) =>
    l10n.t('There is no task {0} in this file: did you mean {1}?', name, near),
  service: (name: string, near: string) =>
    l10n.t('There is no service {0} in this file: did you mean {1}?', name, near),
};
