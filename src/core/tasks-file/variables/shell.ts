import { variableTable } from './table.ts';

/**
 * Tells which `${...}` of a shell's script are ours: our names, but for those that the script itself sets (`file=…`,
 * `for file in`, `read file`), what is nearly the workspace folder's, and VS Code's prefixes. All else is the shell's.
 */
export function isOurs(script: string): (name: string | undefined) => boolean {
  const set = namesSetBy(script);
  return (name) => {
    if (name === undefined || set.has(name)) return false;
    if (variableTable.has(name) && !name.endsWith(':')) return true;
    return (
      /workspacefold/iu.test(name) || /^(env|localEnv|config|command|input|matrix):[A-Za-z_]/u.test(name)
    );
  };
}

/** Only where one of our names is among them is it of interest; so that what looks like one in a text does no harm. */
function namesSetBy(script: string): ReadonlySet<string> {
  const assigned = [...script.matchAll(/(?<![\w$])([A-Za-z_]\w*)(?:\+?=|[ \t]+in[\s;])/gu)].map(
    ([, name = '']) => name,
  );
  const read = [...script.matchAll(/(?<![\w$])(?:read|for|select)[ \t]([^\n;|&<]*)/gu)].flatMap(
    ([, names = '']) => names.split(/[ \t]+/u),
  );
  return new Set([...assigned, ...read]);
}
