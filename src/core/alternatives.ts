import * as l10n from '@vscode/l10n';

/** The items as a list of which one is taken: `a, b or c`; '' without any. */
export function alternatives(items: readonly string[]): string {
  const [last = ''] = items.slice(-1);
  return items.length < 2 ? last : l10n.t('{0} or {1}', items.slice(0, -1).join(', '), last);
}
