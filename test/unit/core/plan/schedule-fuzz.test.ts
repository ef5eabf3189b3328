import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JobNode } from '../../../../src/core/plan/node.ts';
import { isSuccess } from '../../../../src/core/plan/outcome.ts';
import type { Outcome } from '../../../../src/core/plan/outcome.ts';
import { play } from '../../../helpers/schedule-player.ts';
import { anyWorld } from '../../../helpers/schedule-world.ts';
import type { World } from '../../../helpers/schedule-world.ts';

test('whatever happens in whatever order, a schedule keeps its promises', () => {
  const seen = new Set<string>();
  const world = anyWorld({ hasBackground: true, hasFailFast: true, hasCancel: true });
  fc.assert(
    fc.property(world, (each) => {
      const played = play(each);
      for (const what of played.seen) seen.add(what);
      const isTimely = played.seen.has('cancelled') || played.seen.has('lost');
      const root = played.outcomes.get('0')!;
      // Who fails first depends on the order, but not whether the root succeeds.
      if (!isTimely) expect(isSuccess(root)).toBe(new Oracle(each).succeeds('0'));
    }),
    { numRuns: 1500 },
  );
  // Or it proves little.
  expect([...seen].sort()).toEqual(
    [
      ...['cancelled', 'failed fast', 'lasts', 'lost', 'lost what it needs', 'released', 'retried'],
      ...[
        'job ran',
        'job skipped',
        'job stopped',
        'job upToDate',
        'stand-in ran',
        'stand-in skipped',
        'stand-in upToDate',
      ],
    ].sort(),
  );
}, 120_000);

test('without cancels and what stops others, every outcome is what the graph alone says', () => {
  const world = anyWorld({ hasBackground: false, hasFailFast: false, hasCancel: false });
  fc.assert(
    fc.property(world, (each) => {
      const { outcomes } = play(each);
      const oracle = new Oracle(each);
      oracle.succeeds('0');
      for (const { id, runsNothing } of each.nodes) {
        const outcome = outcomes.get(id)!;
        const expected = oracle.outcomes.get(id);
        if (!expected) expect(outcome.kind).toBe('skipped');
        else if (!runsNothing) expect(outcome).toEqual(expected);
        else expect(isSuccess(outcome)).toBe(true);
      }
    }),
    { numRuns: 1500 },
  );
}, 120_000);

/** Says from the graph how each job ends that is wanted and whose needs succeed, by recursion and without time. */
class Oracle {
  readonly outcomes = new Map<string, Outcome>();
  readonly #world: World;
  readonly #successes = new Map<string, boolean>();

  constructor(world: World) {
    this.#world = world;
  }

  succeeds(id: string): boolean {
    const known = this.#successes.get(id) ?? this.#find(this.#world.nodes.find((node) => node.id === id)!);
    this.#successes.set(id, known);
    return known;
  }

  #find(node: JobNode): boolean {
    const succeed =
      node.order === 'sequence'
        ? node.needs.every((need) => this.succeeds(need))
        : node.needs.map((need) => this.succeeds(need)).every(Boolean);
    if (!succeed) return false;
    if (node.runsNothing) {
      this.outcomes.set(node.id, { kind: 'upToDate' });
      return true;
    }
    const fates = this.#world.fates.get(node.id)!;
    const attempts = Array.from(
      { length: node.retry.count + 1 },
      (_, n) => fates[Math.min(n, fates.length - 1)]!,
    );
    const isLast = ({ outcome, isReady }: (typeof attempts)[number]): boolean =>
      (node.isBackground && isReady) ||
      outcome.kind !== 'ran' ||
      !node.retry.on.some((status) => status === outcome.result.status);
    const last = attempts.find(isLast) ?? attempts.at(-1)!;
    this.outcomes.set(node.id, last.outcome);
    return isSuccess(last.outcome) || (node.isBackground && last.isReady);
  }
}
