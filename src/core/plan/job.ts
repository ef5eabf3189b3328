import type { TaskDefinition } from '../tasks-file/definition.ts';
import type { Combination } from '../tasks-file/matrix.ts';

/** One run of a task in a plan: of a matrix, one of its combinations. */
export interface Job {
  /** Unique in its plan, and what a person reads: the label, with the values of its combination: `test (node: 24, db: redis)`. */
  readonly id: string;
  /** The label of its task. */
  readonly label: string;
  /** Its combination by axis; empty for a task without a matrix. */
  readonly matrix: Combination;
  /** `undefined`: it runs nothing itself, and stands for what it depends on. */
  readonly definition: TaskDefinition | undefined;
}
