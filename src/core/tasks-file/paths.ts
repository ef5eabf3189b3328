/** Where a workspace folder may have its tasks file, in order. */
export const tasksFilePaths = ['tasks.container.json', '.vscode/tasks.container.json'] as const;
