import * as l10n from '@vscode/l10n';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';

/** What {@link parseContainerPath} takes. */
export const containerPathPattern = '^/';

/** What {@link parseContainerFolder} takes: not the root. */
export const containerFolderPattern = '^/(.*/)?(?!\\.{1,2}(/|$))[^/]';

/** Reads an absolute path in a container. */
export function parseContainerPath(text: string): Parsed<string> {
  if (text.startsWith('/') && !text.includes('\0')) return { value: text };
  return {
    problem: l10n.t(
      '{0} is not an absolute path in the container: begin it with "/", like "/workspace".',
      quote(text),
    ),
  };
}

/** Reads an absolute path in a container that something can be mounted at: not the root. */
export function parseContainerFolder(text: string): Parsed<string> {
  const path = parseContainerPath(text);
  if ('problem' in path || !text.split('/').every((part) => ['', '.', '..'].includes(part))) return path;
  return {
    problem: l10n.t(
      '{0} is the root of the container, where nothing can be mounted: write a folder in it.',
      quote(text),
    ),
  };
}
