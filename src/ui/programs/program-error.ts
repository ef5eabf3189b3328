import type { ContainerTasksError } from '../../api.ts';

/** What another program is told in the place of a person. */
export class ProgramError extends Error implements ContainerTasksError {
  override readonly name = 'ContainerTasksError';
  readonly code: ContainerTasksError['code'];

  constructor(code: ContainerTasksError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
