import * as vscode from 'vscode';
import type { ContainerTasksExports, Outcome } from '../../src/api.ts';

/** Builds in a container, shows what it prints, and resolves with how it ended. */
export async function buildInContainer(label: string, show: (text: string) => void): Promise<Outcome> {
  const id = 'container-tasks.container-tasks';
  const extension = vscode.extensions.getExtension<ContainerTasksExports>(id);
  if (!extension) throw new Error('Install the extension Container Tasks first.');
  const api = await (await extension.activate()).getApi(1);

  const task = (await api.listTasks()).find((each) => each.label === label);
  if (!task) throw new Error(`There is no container task "${label}".`);
  if (task.problems.length > 0) throw new Error(task.problems.join('\n'));

  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Running ${task.label}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    // Rejects where it does not begin: the workspace is not trusted, its person has refused what it wants ...
    const run = await api.run(task, { token });
    const subscription = api.onDidChangeRun((changed) => {
      if (changed === run) progress.report({ message: run.containers.at(-1)?.phase ?? '' });
    });
    try {
      for await (const text of api.followOutput(run.id)) show(text);
      return await run.ended;
    } finally {
      subscription.dispose();
    }
  });
}
