import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';

import type { ImageBuild } from '../core/container-task.ts';
import { parseEnvFile } from '../core/tasks-file/env-file.ts';
import { exists, hostPath } from './host-volumes.ts';

/** What this machine adds to a definition. */
export interface Host {
  /** Absolute path of the workspace folder, which relative paths start from. */
  readonly workspaceFolder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Is told each thing that is not there, in a sentence. */
export type Report = (message: string) => void;

/** The variables of some env files, of which a later one wins. */
export async function readEnvFiles(
  paths: readonly string[],
  host: Host,
  report: Report,
): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const path of paths) {
    const text = await readFile(hostPath(path, host.workspaceFolder), 'utf8').catch(() => undefined);
    if (text === undefined) {
      report(l10n.t('The env file "{0}" cannot be read: create it, or correct "envFile".', path));
      continue;
    }
    const parsed = parseEnvFile(text, (name) => host.env[name]);
    if ('message' in parsed)
      report(l10n.t('The env file "{0}", line {1}: {2}', path, parsed.line, parsed.message));
    else Object.assign(env, parsed.env);
  }
  return env;
}

/** A build with the path of its context on this machine, and that of its Dockerfile from there. */
export async function findBuild(build: ImageBuild, host: Host, report: Report): Promise<ImageBuild> {
  const context = hostPath(build.context, host.workspaceFolder);
  const dockerfile = resolve(context, build.dockerfile);
  if (!(await exists(context))) {
    report(l10n.t('The build\'s context "{0}" is not there: create it, or correct "build".', build.context));
  } else if (!(await exists(dockerfile))) {
    report(
      l10n.t(
        'The Dockerfile "{0}" is not there: create it, or correct "build.dockerfile".',
        build.dockerfile,
      ),
    );
  }
  return { ...build, context, dockerfile: relative(context, dockerfile) };
}

/** The path of a file for stdin; `undefined`: it is not there. */
export async function findInput(file: string, host: Host, report: Report): Promise<string | undefined> {
  const path = hostPath(file, host.workspaceFolder);
  if (await exists(path)) return path;
  report(l10n.t('The input file "{0}" is not there: create it, or correct "stdin".', file));
  return undefined;
}
