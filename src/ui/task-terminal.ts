import type { Launcher } from '../runner/launcher.ts';
import type { TaskRunner } from '../runner/task-runner.ts';
import { RunTerminal } from './run-terminal.ts';
import type { Specify } from './specify.ts';
import { taskKey } from './workspace-tasks.ts';
import type { WorkspaceTask } from './workspace-tasks.ts';

/** The terminal of a VS Code task, in which the task runs once it is open. */
export function taskTerminal(
  task: WorkspaceTask,
  launcher: Launcher,
  runner: TaskRunner,
  specify: Specify,
): RunTerminal {
  const terminal = new RunTerminal(runner, task.entry, 'close');
  // Whatever fails is shown in the terminal and ends it.
  void start(terminal, task, launcher, specify).catch((error: unknown) => {
    terminal.fail(String(error));
  });
  return terminal;
}

async function start(
  terminal: RunTerminal,
  task: WorkspaceTask,
  launcher: Launcher,
  specify: Specify,
): Promise<void> {
  await terminal.opened;
  const spec = await specify(task);
  if ('message' in spec) terminal.fail('advice' in spec ? `${spec.message} ${spec.advice}` : spec.message);
  else terminal.attach(await launcher.launch(taskKey(task), terminal.adapt(spec), terminal));
}
