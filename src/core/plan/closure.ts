import type { TaskEntry } from '../tasks-file/parse.ts';

/**
 * The task with this label and all that it depends on, near and far, each once and after what it depends on itself. What does not
 * exist is left out, and so is the last step of a circle: both are problems of the file. Empty where there is no such task.
 */
export function closure<T extends Pick<TaskEntry, 'label' | 'dependsOn'>>(
  tasks: readonly T[],
  label: string,
): readonly T[] {
  // The first of a label is the one that is meant.
  const byLabel = new Map(tasks.toReversed().map((task) => [task.label, task]));
  const found = new Set<T>();
  const seen = new Set<T>();
  const path: Step<T>[] = [];
  const enter = (task: T | undefined): void => {
    if (!task || seen.has(task)) return;
    seen.add(task);
    path.push({ task, next: 0 });
  };
  enter(byLabel.get(label));
  // Without calling itself, as a chain may be as long as the file.
  for (let step = path.at(-1); step; step = path.at(-1)) {
    const dependency = step.task.dependsOn[step.next++];
    if (dependency !== undefined) enter(byLabel.get(dependency));
    else {
      found.add(step.task);
      path.pop();
    }
  }
  return [...found];
}

interface Step<T> {
  readonly task: T;
  /** Which of its dependencies comes next. */
  next: number;
}
