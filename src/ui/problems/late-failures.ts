import type { StartTask } from '../run/start-task.ts';
import { LatePart } from '../late-part.ts';

/** Starts tasks in the same way, and has what becomes of them marked by what is loaded with the first of them. */
export function markingFailures(start: StartTask): {
  readonly start: StartTask;
  readonly dispose: () => void;
} {
  const failures = new LatePart(async () => {
    const { FailureProblems } = await import('../late.ts');
    return new FailureProblems();
  });
  return {
    start: async (task, views, options) => {
      const started = await start(task, views, options);
      if (!('kind' in started)) {
        void failures.use((all) => {
          all.follow(task, started.run);
        });
      }
      return started;
    },
    dispose: () => {
      failures.dispose();
    },
  };
}
