import fc from 'fast-check';
import type { JobNode, MatrixRule } from '../../src/core/plan/node.ts';
import type { Outcome } from '../../src/core/plan/outcome.ts';

/** How an attempt of a job goes; `isReady`: a background job says so before; `lasts`: it ends then when it is stopped. */
export interface Fate {
  readonly outcome: Outcome;
  readonly isReady: boolean;
  readonly lasts: boolean;
}

/** Jobs, how each of their attempts goes, and in which order things happen. */
export interface World {
  readonly nodes: readonly JobNode[];
  readonly limit: number;
  /** By id, then by attempt, the last for all that follow. */
  readonly fates: ReadonlyMap<string, readonly Fate[]>;
  /** Which of the possible events comes next, at each step; later ones begin anew. */
  readonly choices: readonly number[];
  /** The step at which the user cancels; `undefined`: never. */
  readonly cancelAt: number | undefined;
}

/** What a world may have beside jobs that need each other, fail, and are tried again. */
export interface Features {
  readonly hasBackground: boolean;
  readonly hasFailFast: boolean;
  readonly hasCancel: boolean;
}

const outcomes: readonly Outcome[] = [
  { kind: 'ran', result: { status: 'success', exitCode: 0 } },
  { kind: 'upToDate' },
  { kind: 'skipped', reason: 'Nobody allowed it.' },
  ...(['error', 'timeout', 'killed', 'cancelled'] as const).map((status): Outcome => ({
    kind: 'ran',
    result: { status, error: { message: `It ended with ${status}.` } },
  })),
];

/** A success is as likely as all failures together, so that graphs go on. */
const outcome = fc.oneof(fc.constant(outcomes[0]!), fc.constantFrom(...outcomes));

/** Any graph without a cycle, whose root is `0`: a job needs later ones alone. */
export function anyWorld(features: Features): fc.Arbitrary<World> {
  return fc
    .record({
      jobs: fc.array(anyJob(features), { minLength: 1, maxLength: 9 }),
      limit: fc.integer({ min: 1, max: 4 }),
      choices: fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 }),
      cancelAt: features.hasCancel
        ? fc.option(fc.nat(20), { nil: undefined })
        : fc.constant<number | undefined>(undefined),
    })
    .map(({ jobs, ...rest }) => ({ ...rest, ...toGraph(jobs) }));
}

interface Draft {
  /** For each later job, whether it is needed, from the back or from the front. */
  readonly needs: readonly boolean[];
  readonly isReversed: boolean;
  readonly order: JobNode['order'];
  readonly retry: JobNode['retry'];
  readonly isBackground: boolean;
  readonly runsNothing: boolean;
  readonly matrix: MatrixRule | undefined;
  readonly combinations: number;
  readonly fates: readonly (readonly Fate[])[];
}

function anyJob({ hasBackground, hasFailFast }: Features): fc.Arbitrary<Draft> {
  const rarely = fc.nat(3).map((n) => n === 0);
  const never = fc.constant(false);
  const fate = fc.record({ outcome, isReady: hasBackground ? fc.boolean() : never, lasts: fc.boolean() });
  const matrix = fc.record({ maxParallel: fc.nat(2), failFast: hasFailFast ? fc.boolean() : never });
  return fc.record({
    needs: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    isReversed: fc.boolean(),
    order: fc.constantFrom('parallel', 'sequence'),
    retry: fc.record({
      count: fc.nat(2),
      delay: fc.nat(5),
      on: fc.subarray<'error' | 'timeout' | 'killed'>(['error', 'timeout', 'killed']),
    }),
    isBackground: hasBackground ? fc.boolean() : never,
    runsNothing: rarely,
    matrix: fc.option(matrix, { nil: undefined, freq: 4 }),
    combinations: fc.integer({ min: 1, max: 4 }),
    fates: fc.array(fc.array(fate, { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 4 }),
  });
}

/** A job with a matrix becomes one for each combination, and one that stands for them. */
function toGraph(drafts: readonly Draft[]): Pick<World, 'nodes' | 'fates'> {
  const fates = new Map<string, readonly Fate[]>();
  const nodes = drafts.flatMap((draft, index): JobNode[] => {
    const id = String(index);
    const later = drafts.flatMap((_, other) =>
      other > index && draft.needs[other - index - 1] ? [other] : [],
    );
    const needs = (draft.isReversed ? later.reverse() : later).map(String);
    const { order, retry, matrix, isBackground } = draft;
    const job = { id, needs, order, retry, matrix: undefined, isBackground, runsNothing: false };
    if (matrix) {
      const ids = draft.fates.slice(0, draft.combinations).map((_, combination) => `${id}.${combination}`);
      for (const [combination, each] of ids.entries()) fates.set(each, draft.fates[combination]!);
      const whole: JobNode = {
        ...job,
        needs: ids,
        order: 'parallel',
        matrix,
        isBackground: false,
        runsNothing: true,
      };
      return [whole, ...ids.map((each) => ({ ...job, id: each }))];
    }
    fates.set(id, draft.fates[0]!);
    return [draft.runsNothing ? { ...job, isBackground: false, runsNothing: true } : job];
  });
  return { nodes: reachable(nodes), fates };
}

/** The root and what it needs, near and far. */
function reachable(nodes: readonly JobNode[]): readonly JobNode[] {
  const ids = new Set(['0']);
  for (const id of ids) for (const need of nodes.find((node) => node.id === id)?.needs ?? []) ids.add(need);
  return nodes.filter(({ id }) => ids.has(id));
}
