import { taskKey } from '../../tasks-file/workspace-tasks.ts';
import type { WorkspaceTask } from '../../tasks-file/workspace-tasks.ts';
import { ProgramError } from '../program-error.ts';

/** What the tasks files said when a person was asked, by task. */
export class ConfirmedTexts {
  readonly #texts = new Map<string, string>();

  add(task: WorkspaceTask): void {
    this.#texts.set(taskKey(task), task.file.text);
  }

  /** @throws {ProgramError} the file says something else now than the person has seen. */
  check(task: WorkspaceTask): void {
    const text = this.#texts.get(taskKey(task));
    this.#texts.delete(taskKey(task));
    if (text === undefined || text === task.file.text) return;
    throw new ProgramError(
      'refused',
      'The tasks file has changed since the user was asked. Call this tool again, so that the user sees what will run.',
    );
  }
}
