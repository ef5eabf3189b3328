/**
 * What this window's interface needs only once it is used, in one place: a bundle of its own. What keeps something for a window
 * is to be in here alone, or in what activation loads alone: a module in both is there twice.
 */
export { Charts } from './chart/charts.ts';
export { commandHandlers } from './commands/command-handlers.ts';
export { tasksFileLanguage } from './language/language.ts';
export { FailureProblems } from './problems/failure-problems.ts';
export { RunsTree } from './views/runs-tree.ts';
export { TasksTree } from './views/tasks-tree.ts';
