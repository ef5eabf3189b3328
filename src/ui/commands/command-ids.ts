/** Every command that the extension contributes. */
export const commands = {
  run: 'containerTasks.run',
  runWithoutCache: 'containerTasks.runWithoutCache',
  cancel: 'containerTasks.cancel',
  showOutput: 'containerTasks.showOutput',
  showChart: 'containerTasks.showChart',
  attachShell: 'containerTasks.attachShell',
  cleanUp: 'containerTasks.cleanUp',
  revokeConsent: 'containerTasks.revokeConsent',
  convertDockerRun: 'containerTasks.convertDockerRun',
  createTasksFile: 'containerTasks.createTasksFile',
} as const;
