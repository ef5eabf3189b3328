/**
 * What reads and runs tasks, in one place: a bundle of its own, which is loaded when a tasks file is first looked at, so that
 * VS Code starts without it.
 */
export { MatcherRegistry } from '../core/problem-matcher/matcher-registry.ts';
export { describeImage, describeName, describeResolved } from '../core/tasks-file/language/hover.ts';
export { offerFix } from '../core/tasks-file/language/fixes.ts';
export { outlineOf } from '../core/tasks-file/language/outline.ts';
export { proposalsAt } from '../core/tasks-file/language/proposals.ts';
export { resolveText } from '../core/tasks-file/language/resolved-text.ts';
export { slotAt } from '../core/tasks-file/language/slot.ts';
export { rename, renameInVsCodeTasks } from '../core/tasks-file/language/rename.ts';
export { TasksDocument } from '../core/tasks-file/language/tasks-document.ts';
export { parse } from '../core/tasks-file/parse.ts';
export { convertDockerRun } from '../core/docker-run/convert.ts';
export { emptyTasksFile, insertTask } from '../core/docker-run/insert-task.ts';
export { detect, filesToRead, helloFile } from '../core/templates/templates.ts';
export { writeFile } from '../core/templates/write-file.ts';
export { variablesIn } from '../core/tasks-file/variables/expand.ts';
export { checkHostFiles, hostFilesOf } from './check-host-files.ts';
export { startPlan } from './start-plan.ts';
export { previewPlan } from './preview-plan.ts';
export { placeOf } from '../core/tasks-file/place-of.ts';
