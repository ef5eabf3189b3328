import { parseMount } from './formats/mount.ts';
import { valueOf } from './json/json.ts';
import type { Json, JsonObject } from './json/json.ts';
import type { TasksFile } from './parse.ts';
import type { Place } from './problem.ts';

/** A path of this machine that a tasks file names, where it is written. */
export type HostPath = Place & { readonly path: string } & (
    | { readonly use: 'envFile' | 'mount' | 'input' }
    /** Of a build: the path is that of its context. */
    | { readonly use: 'build'; readonly dockerfile: string }
  );

/** The paths of this machine that tasks and services name without variables, which only a run has values for: each place once. */
export function hostPathsOf({ tasks, services }: TasksFile): readonly HostPath[] {
  const objects = new Set([...tasks.flatMap(({ layers }) => layers), ...services.map(({ json }) => json)]);
  return [...objects].flatMap(pathsIn).filter(({ path }) => path.trim() !== '' && !path.includes('${'));
}

function pathsIn(object: JsonObject): readonly HostPath[] {
  return [
    ...listed(valueOf(object, 'envFile')).flatMap((json) => plain('envFile', json)),
    ...listed(valueOf(object, 'mounts')).flatMap(ofMount),
    ...ofBuild(valueOf(object, 'build')),
    ...plain('input', valueOf(valueOf(object, 'stdin'), 'file')),
  ];
}

function plain(use: 'envFile' | 'mount' | 'input', json: Json | undefined): readonly HostPath[] {
  return json?.type === 'string' ? [{ use, path: json.value, offset: json.offset, length: json.length }] : [];
}

function ofMount(json: Json): readonly HostPath[] {
  if (json.type !== 'string') {
    const type = valueOf(json, 'type');
    return type?.type === 'string' && type.value === 'bind' ? plain('mount', valueOf(json, 'source')) : [];
  }
  const mount = parseMount(json.value);
  if ('problem' in mount || mount.value.type !== 'bind') return [];
  return [{ use: 'mount', path: mount.value.source, offset: json.offset, length: json.length }];
}

/** Of an object that is merged with another, the context may be in that one: then nothing is known. */
function ofBuild(json: Json | undefined): readonly HostPath[] {
  const context = json?.type === 'string' ? json : valueOf(json, 'context');
  if (context?.type !== 'string') return [];
  const file = valueOf(json, 'dockerfile');
  const dockerfile = file?.type === 'string' ? file.value : 'Dockerfile';
  if (dockerfile.includes('${')) return [];
  return [{ use: 'build', path: context.value, dockerfile, offset: context.offset, length: context.length }];
}

function listed(json: Json | undefined): readonly Json[] {
  if (!json) return [];
  return json.type === 'array' ? json.items : [json];
}
