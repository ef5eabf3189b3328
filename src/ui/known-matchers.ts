import * as vscode from 'vscode';

import { MatcherRegistry } from '../core/problem-matcher/matcher-registry.ts';
import type { MatcherContribution } from '../core/problem-matcher/matcher-registry.ts';

/** The problem matchers of VS Code and of every extension that is installed now. */
export function knownMatchers(): MatcherRegistry {
  return new MatcherRegistry(
    vscode.extensions.all.map(({ packageJSON }) => {
      const { contributes } = packageJSON as { readonly contributes?: MatcherContribution };
      return contributes ?? {};
    }),
  );
}
