import { readFile, stat } from 'node:fs/promises';
import { posix, join, sep } from 'node:path';
import * as l10n from '@vscode/l10n';

import type { ImageBuild } from '../../../core/container-task.ts';
import { codeOf } from '../../../core/thrown.ts';
import { DriverError } from '../../driver.ts';
import { contextFiles } from './context-files.ts';
import type { ContextFile } from './context-files.ts';
import { IgnoreRules } from './ignore-rules.ts';

/** What a build is made from. */
export interface BuildContext {
  /** Path of the Dockerfile from the context, with slashes. */
  readonly dockerfile: string;
  /** The Dockerfile's text. */
  readonly text: string;
  /** What is sent to the engine. */
  files(signal: AbortSignal): AsyncIterable<ContextFile>;
}

/**
 * Looks at the context of a build before the engine is asked. What it leaves out is said by `<Dockerfile>.dockerignore`
 * beside the Dockerfile, else by `.dockerignore` in the context; the Dockerfile and `.dockerignore` are always sent.
 *
 * @throws {DriverError} the context or the Dockerfile is not there, or not where it may be.
 */
export async function openContext({ context, dockerfile }: ImageBuild): Promise<BuildContext> {
  const found = await stat(context).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new DriverError(
      found
        ? l10n.t('The build\'s context "{0}" is no folder.', context)
        : l10n.t('The build\'s context "{0}" is not there.', context),
      l10n.t('Create the folder, or correct "build.context".'),
    );
  }
  const path = posix.normalize(dockerfile.replaceAll(sep, '/'));
  const text = await readDockerfile(context, path);
  const rules = await readIgnoreRules(context, [`${path}.dockerignore`, ignoreFile]);
  return {
    dockerfile: path,
    text,
    files: (signal) => contextFiles(context, rules.except(ignoreFile).except(path), signal),
  };
}

/** Says what of a folder is not sent to the engine. */
export const ignoreFile = '.dockerignore';

async function readDockerfile(context: string, path: string): Promise<string> {
  if (posix.isAbsolute(path) || path === '..' || path.startsWith('../') || /^[a-z]:/i.test(path)) {
    throw new DriverError(
      l10n.t('The Dockerfile "{0}" is outside of the build\'s context "{1}".', path, context),
      l10n.t('Move it into the context, or correct "build.context" or "build.dockerfile".'),
    );
  }
  try {
    return await readFile(join(context, path), 'utf8');
  } catch (cause) {
    throw new DriverError(
      l10n.t('The Dockerfile "{0}" cannot be read in the build\'s context "{1}".', path, context),
      l10n.t('Create it there, or correct "build.dockerfile".'),
      { cause },
    );
  }
}

/** The rules of the first of the files that the folder has; none where it has none. @throws {DriverError} it cannot be read. */
export async function readIgnoreRules(folder: string, names: readonly string[]): Promise<IgnoreRules> {
  for (const name of names) {
    const text = await readIfThere(join(folder, name));
    if (text !== undefined) return IgnoreRules.parse(text, name);
  }
  return IgnoreRules.parse('', ignoreFile);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new DriverError(
      l10n.t('The file "{0}" cannot be read.', file),
      l10n.t('Correct its permissions.'),
      { cause },
    );
  }
}
