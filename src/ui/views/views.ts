/** What draws the views and does what is clicked, in one place: a bundle of its own, which is loaded when it is first needed. */
export { exportChart } from '../chart/export-chart.ts';
export { pickPastRun } from '../chart/pick-past-run.ts';
export { cleanUpCommand } from '../commands/clean-up-command.ts';
export { commandHandlers } from '../commands/command-handlers.ts';
export { RunsTree } from './runs-tree.ts';
export { TasksTree } from './tasks-tree.ts';
