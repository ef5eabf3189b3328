import { findNodeAtOffset, getNodePath, parseTree } from 'jsonc-parser';

import { parse } from '../tasks-file/parse.ts';
import type { Parsed } from '../tasks-file/parsed.ts';
import type { Converted } from './convert.ts';
import type { JsonValue } from '../json-value.ts';
import type { LeftOut } from './draft.ts';

/**
 * Leaves out of a task what a tasks file does not take: the file's own reading says what, and why. A problem where the
 * image is at fault.
 */
export function keepWhatParses(task: Converted['task'], leftOut: readonly LeftOut[]): Parsed<Converted> {
  const text = JSON.stringify({ version: '1', tasks: [task] });
  const [problem] = parse(text).problems;
  if (!problem) return { value: { task, leftOut } };
  const tree = parseTree(text);
  const node = tree && findNodeAtOffset(tree, problem.offset);
  const [, , field, part] = node ? getNodePath(node) : [];
  if (typeof field !== 'string' || field === 'image' || field === 'label')
    return { problem: problem.message };
  const { [field]: value, ...others } = task;
  const [kept, lost] = value === undefined ? [] : without(value, part);
  const flag = `${field}: ${JSON.stringify(lost)}`;
  const rest = { ...others, label: task.label, ...(kept !== undefined && { [field]: kept }) };
  return keepWhatParses(rest, [...leftOut, { flag, why: problem.message }]);
}

/** A value without one of its parts, and what is left out; undefined: nothing is kept. */
function without(
  value: JsonValue,
  part: string | number | undefined,
): readonly [JsonValue | undefined, JsonValue] {
  if (Array.isArray(value) && typeof part === 'number') {
    const list = value as readonly JsonValue[];
    const kept = list.filter((_, index) => index !== part);
    return [kept.length === 0 ? undefined : kept, list[part] ?? value];
  }
  if (typeof value === 'object' && !Array.isArray(value) && typeof part === 'string') {
    const { [part]: lost, ...kept } = value as Readonly<Record<string, JsonValue>>;
    return [Object.keys(kept).length === 0 ? undefined : kept, lost === undefined ? value : { [part]: lost }];
  }
  return [undefined, value];
}
