import { toJson, valueOf } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import type { TasksDocument } from './tasks-document.ts';

/** What is said of the workspace folder in the container of a task, service or the defaults: `false`, where it has none. */
export function workspaceOf({ file, root }: TasksDocument, owner: Json): Json {
  if (file.services.some(({ json }) => json === owner)) return toJson(false);
  return valueOf(owner, 'workspace') ?? valueOf(valueOf(root, 'defaults'), 'workspace') ?? toJson({});
}
