import { parseImage } from '../../../core/image.ts';

/**
 * The registries of the images that a Dockerfile builds on, each once; '' is Docker Hub. Variables are those of the
 * Dockerfile's first ARG lines, with the values that the build is given. What stays unknown is left out: the engine then
 * pulls as nobody.
 */
export function baseRegistries(
  dockerfile: string,
  given: Readonly<Record<string, string>>,
): readonly string[] {
  const variables = new Map<string, string>();
  const registries = new Set<string>();
  let hasStage = false;
  for (const line of dockerfile.replace(/\\[ \t]*\r?\n/g, ' ').split(/\r?\n/)) {
    const [, name = '', value = ''] = /^\s*ARG\s+(\w+)(?:=(\S*))?/i.exec(line) ?? [];
    if (name !== '' && !hasStage) variables.set(name, given[name] ?? value.replace(/^(["'])(.*)\1$/, '$2'));
    const [, written] = /^\s*FROM\s+(?:--\S+\s+)*(\S+)/i.exec(line) ?? [];
    if (written === undefined) continue;
    hasStage = true;
    const reference = parseImage(expand(written, variables));
    if (!('error' in reference)) registries.add(reference.registry);
  }
  return [...registries];
}

function expand(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$(?:(\w+)|\{(\w+)(?::-([^}]*))?\})/g,
    (_, plain: string | undefined, braced: string | undefined, otherwise = '') =>
      variables.get(plain ?? braced ?? '') || String(otherwise),
  );
}
