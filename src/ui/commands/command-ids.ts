/** Every command that the extension contributes. */
export const commands = {
  run: 'containerTasks.run',
  runWithoutCache: 'containerTasks.runWithoutCache',
  cancel: 'containerTasks.cancel',
  showOutput: 'containerTasks.showOutput',
  showChart: 'containerTasks.showChart',
  cleanUp: 'containerTasks.cleanUp',
  revokeConsent: 'containerTasks.revokeConsent',
  createTasksFile: 'containerTasks.createTasksFile',
} as const;
