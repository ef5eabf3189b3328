import { valueOf } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import type { TasksFile } from '../parse.ts';
import type { Name } from './names.ts';

/**
 * The tasks, services and defaults in which an axis is the same one: a task's own, and, as services and defaults take values of
 * the tasks that they serve, all those that are tied by one that names it.
 */
export function groupOfAxis(
  { name, owner }: Name,
  file: TasksFile,
  names: readonly Name[],
): ReadonlySet<Json> {
  const named = new Set(
    names.filter((each) => each.kind === 'axis' && each.name === name).map((each) => each.owner),
  );
  const ties = tiesOf(file).filter((tie) => tie.every((each) => named.has(each)));
  const group = new Set([owner]);
  // Each round ties what was found in the one before: at the end nothing new is tied.
  for (let size = 0; size < group.size;) {
    size = group.size;
    for (const [one, other] of ties) if (group.has(one) || group.has(other)) group.add(one).add(other);
  }
  return group;
}

/** Each task with each service that it uses, and with the defaults. */
function tiesOf({ root, tasks }: TasksFile): readonly (readonly [Json, Json])[] {
  const defaults = valueOf(root, 'defaults');
  const byOffset = new Map(itemsByOffset(root));
  return tasks.flatMap(({ offset, services: used }) => {
    const task = byOffset.get(offset);
    if (!task) return [];
    const ties = used.map(({ json }) => [task, json] as const);
    return defaults ? [...ties, [task, defaults] as const] : ties;
  });
}

function itemsByOffset(root: Json | undefined): readonly (readonly [number, Json])[] {
  const tasks = valueOf(root, 'tasks');
  return tasks?.type === 'array' ? tasks.items.map((each) => [each.offset, each] as const) : [];
}
