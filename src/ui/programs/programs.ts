import type * as vscode from 'vscode';

import type { ContainerTasksApi } from '../../api.ts';
import type { Driver } from '../../driver/driver.ts';
import type { History } from '../../runner/history/history.ts';
import type { Launcher } from '../../runner/launcher.ts';
import type { PlanRuns } from '../../runner/plan-runs.ts';
import type { TaskRunner } from '../../runner/task-runner.ts';
import type { TaskRuns } from '../run/task-runs.ts';
import { containerTasksApi } from './container-tasks-api.ts';
import { RunOutput } from './run-output.ts';
import { RunRegistry } from './run-registry.ts';
import type { ToolName } from './tools/tool-names.ts';
import { listTool } from './tools/list-tool.ts';
import { readOutputTool } from './tools/read-output-tool.ts';
import { runTool } from './tools/run-tool.ts';

/** What other programs share with the window. */
export interface ProgramServices {
  readonly plans: PlanRuns;
  readonly runner: TaskRunner;
  readonly launcher: Launcher;
  readonly history: History;
  readonly runs: TaskRuns;
  readonly loadDriver: () => Promise<Driver>;
}

/** What the interface and the tools are made of. */
export interface ProgramParts extends ProgramServices {
  readonly registry: RunRegistry;
  readonly output: RunOutput;
}

/** What is there for other programs: the interface for extensions, and the tools for language models. */
export interface Programs {
  readonly api: ContainerTasksApi;
  readonly tools: Readonly<Record<ToolName, vscode.LanguageModelTool<unknown>>>;
  readonly dispose: () => void;
}

/** Makes them, in a bundle of their own: most windows never need them. */
export function createPrograms(services: ProgramServices): Programs {
  const registry = new RunRegistry(services.plans, services.runner);
  const parts = {
    ...services,
    registry,
    output: new RunOutput(registry, services.launcher, services.history),
  };
  return {
    api: containerTasksApi(parts),
    tools: {
      containerTasks_list: listTool(parts),
      containerTasks_run: runTool(parts),
      containerTasks_readOutput: readOutputTool(parts),
    },
    dispose: () => {
      registry.dispose();
    },
  };
}
