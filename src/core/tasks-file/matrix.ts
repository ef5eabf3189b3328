/**
 * The runs of one task: one for each combination of the axes' values, less `exclude`, and more by `include`, as
 * {@link https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations GitHub Actions} has it.
 */
export interface Matrix {
  /** The values of each axis, at least one, in the order of the file. */
  readonly axes: Readonly<Record<string, readonly string[]>>;
  /** Each is added to the combinations that it does not contradict in what the axes have, and is one of its own where there is none. */
  readonly include: readonly Combination[];
  /** What is left out: each combination that has all values of one of these. */
  readonly exclude: readonly Combination[];
  /** How many run at once; 0: as many as run at all. */
  readonly maxParallel: number;
  /** Whether the others are cancelled when one has failed. */
  readonly failFast: boolean;
}

/** A value for each of some axes. */
export type Combination = Readonly<Record<string, string>>;
