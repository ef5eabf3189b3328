import * as vscode from 'vscode';

import type { MatcherContribution, MatcherRegistry } from '../../core/problem-matcher/matcher-registry.ts';

/** The problem matchers of VS Code and of every extension that is installed now. */
export async function knownMatchers(): Promise<MatcherRegistry> {
  const { MatcherRegistry } = await import('../../runner/tasks.ts');
  return new MatcherRegistry(
    vscode.extensions.all.map(({ packageJSON }) => {
      const { contributes } = packageJSON as { readonly contributes?: MatcherContribution };
      return contributes ?? {};
    }),
  );
}
