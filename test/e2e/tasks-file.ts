import { testImage } from '../helpers/images.ts';

/** The text of a tasks file with these tasks, which use the tests' image and stop quickly. */
export function tasksFile(...tasks: readonly object[]): string {
  const defaults = { image: testImage, stop: { grace: '1s' } };
  return JSON.stringify({ version: '1', defaults, tasks }, undefined, 2);
}

/** A task that says that it waits, and does. */
export const wait = { label: 'wait', script: 'echo waiting; sleep 300' };
