import * as l10n from '@vscode/l10n';
import type { Parsed } from '../parsed.ts';
import { partsWithin } from './local-path.ts';
import type { Row, Source } from './row.ts';

/**
 * A path of this machine. Where the container's view counts, it is that of the same file there, because the container has no
 * other; without the workspace folder there is none.
 */
export function localPath(path: (source: Source) => Parsed<string>): Pick<Row, 'check' | 'value'> {
  return {
    check: ({ written, view, scope }) =>
      view === 'container' && scope.containerFolder === undefined ? noFolder(written) : undefined,
    value(source) {
      const local = path(source);
      return 'problem' in local || source.view === 'host' ? local : toContainer(local.value, source);
    },
  };
}

/** What follows from the workspace folder in the container. */
export function containerPath(path: (folder: string) => string): Pick<Row, 'check' | 'value'> {
  return {
    check: ({ written, scope }) => (scope.containerFolder === undefined ? noFolder(written) : undefined),
    value: ({ scope }) => ({ value: path(scope.containerFolder ?? '') }),
  };
}

/** A relative path, with the separators of whoever sees it. */
export function relativeInView(path: string, { view, variables }: Source): string {
  return view === 'container' && variables.pathSeparator === '\\' ? path.replaceAll('\\', '/') : path;
}

function noFolder(written: string): string {
  return l10n.t(
    '{0} has no value here: this container does not have the workspace folder (`"workspace": false`, or a service). Mount what it needs, and write the path.',
    written,
  );
}

function toContainer(path: string, { written, scope, variables }: Source): Parsed<string> {
  const parts = partsWithin(path, variables.workspaceFolder, variables.pathSeparator);
  if (!parts)
    return {
      problem: l10n.t(
        '{0} is {1}, which is not in the workspace folder, so that the container does not have it: mount it, and write its path there.',
        written,
        path,
      ),
    };
  const folder = scope.containerFolder ?? '';
  return { value: parts.length === 0 ? folder : [folder.replace(/\/+$/u, ''), ...parts].join('/') };
}
