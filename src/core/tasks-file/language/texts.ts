import { file as fileKind, task } from '../fields/fields.ts';
import { service } from '../fields/service.ts';
import { valueOf } from '../json/json.ts';
import type { Json, JsonObject, JsonString } from '../json/json.ts';
import type { Context, Kind } from '../kinds/kind.ts';
import { itemsOf } from '../reading/file-parts.ts';
import type { VariableUse } from '../variables/expand.ts';
import { anyScope } from '../variables/variables.ts';

/** A text of a tasks file in which variables may stand, or may not. */
export interface Text {
  readonly json: JsonString;
  readonly use: VariableUse;
  /** The task, service or defaults that it belongs to; else the file. */
  readonly owner: Json;
}

/** Every text that a field takes, by its offset. A file that is broken has those that can be made out. */
export function textsIn(root: Json | undefined): ReadonlyMap<number, Text> {
  const texts = new Map<number, Text>();
  if (!root) return texts;
  const defaults = valueOf(root, 'defaults');
  const isOfDefaults = ({ offset }: JsonString): boolean =>
    defaults !== undefined && offset > defaults.offset && offset < defaults.offset + defaults.length;
  read(fileKind, root, texts, (json) => (defaults && isOfDefaults(json) ? defaults : root));
  for (const each of objectsIn(valueOf(root, 'services'))) read(service, each, texts, () => each);
  for (const each of itemsOf(valueOf(root, 'tasks'))) read(task, each, texts, () => each);
  return texts;
}

function objectsIn(json: Json | undefined): readonly JsonObject[] {
  if (json?.type !== 'object') return [];
  return json.properties.flatMap(({ value }) => (value.type === 'object' ? [value] : []));
}

function read(
  kind: Kind<unknown>,
  json: Json,
  texts: Map<number, Text>,
  ownerOf: (text: JsonString) => Json,
): void {
  const see: Context['see'] = (text, use) => {
    // The words of a command line follow the whole of it.
    if (!texts.has(text.offset)) texts.set(text.offset, { json: text, use, owner: ownerOf(text) });
  };
  kind.read(json, { path: '', scope: anyScope, sureUntil: 0, report: () => undefined, see });
}
