import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from './paths.ts';

/** A file of the repository that is made from the tables: as it is kept, and as it should be. `npm run docs` writes it first. */
export async function generated(
  name: string,
  text: string,
): Promise<{ readonly kept: string; readonly made: string }> {
  const file = path.join(root, name);
  const made = await format(text, { ...(await resolveConfig(file)), filepath: file });
  if (process.env['UPDATE_GENERATED'] === '1') await writeFile(file, made);
  return { kept: await readFile(file, 'utf8'), made };
}
