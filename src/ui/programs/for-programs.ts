import * as vscode from 'vscode';

import type { ContainerTasksExports } from '../../api.ts';
import { LatePart } from '../late-part.ts';
import type { ProgramServices } from './programs.ts';
import { toolNames } from './tools/tool-names.ts';

/** What `activate` gives other extensions. Disposing it ends it for them, and the tools. */
export interface ForPrograms {
  readonly exports: ContainerTasksExports;
  readonly dispose: () => void;
}

/** The interface for other extensions and the tools for language models, which are loaded when the first of them is used. */
export function forPrograms(services: ProgramServices): ForPrograms {
  const programs = new LatePart(async () => {
    const { createPrograms } = await import('./programs.ts');
    return createPrograms(services);
  });
  const tools = toolNames.map((name) =>
    vscode.lm.registerTool<unknown>(name, {
      prepareInvocation: (options, token) =>
        programs.use(({ tools }) => tools[name].prepareInvocation?.(options, token)),
      invoke: (options, token) => programs.use(({ tools }) => tools[name].invoke(options, token)),
    }),
  );
  return {
    exports: {
      getApi: async (version: number) => {
        if (version !== 1)
          throw new Error(
            vscode.l10n.t('Container Tasks has no interface of version {0}: ask for version 1.', version),
          );
        return programs.use(({ api }) => api);
      },
    },
    dispose: () => {
      for (const tool of tools) tool.dispose();
      programs.dispose();
    },
  };
}
