import { expect } from 'vitest';
import type { Action, JobNode, ScheduleEvent } from '../../src/core/plan/node.ts';
import { isSuccess } from '../../src/core/plan/outcome.ts';
import type { Outcome } from '../../src/core/plan/outcome.ts';
import { Schedule } from '../../src/core/plan/schedule.ts';
import type { Fate, World } from './schedule-world.ts';

/** What became of a world. */
export interface Played {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** What was seen, to know that a property has seen enough. */
  readonly seen: ReadonlySet<string>;
}

/** Lets a world happen, and checks at each step that the schedule keeps its promises. */
export function play(world: World): Played {
  const player = new Player(world);
  player.run();
  return { outcomes: player.outcomes, seen: player.seen };
}

class Player {
  readonly outcomes = new Map<string, Outcome>();
  readonly seen = new Set<string>();
  readonly #world: World;
  readonly #schedule: Schedule;
  readonly #nodes: ReadonlyMap<string, JobNode>;
  readonly #attempts = new Map<string, number>();
  readonly #running = new Map<string, Fate>();
  readonly #ready = new Set<string>();
  /** Said that they are ready after they were asked to end. */
  readonly #late = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #delayed = new Set<string>();
  readonly #last = new Map<string, Outcome>();
  readonly #wanted = new Set<string>();
  #isCancelled = false;

  constructor(world: World) {
    this.#world = world;
    this.#schedule = new Schedule(world.nodes, '0', world.limit);
    this.#nodes = new Map(world.nodes.map((node) => [node.id, node]));
  }

  run(): void {
    const { choices, cancelAt } = this.#world;
    this.#happen({ type: 'begin' });
    for (let step = 0; !this.#schedule.isOver; step++) {
      if (step === cancelAt) {
        this.#cancel();
        continue;
      }
      const possible = this.#possible();
      // What lasts until somebody stops it is all that is left.
      if (possible.length === 0) {
        expect([...this.#running.keys()].every((id) => this.#ready.has(id))).toBe(true);
        expect(this.#running.size).toBeGreaterThan(0);
        expect(this.#lasts('0')).toBe(true);
        this.seen.add('lasts');
        this.#cancel();
        continue;
      }
      const choice = choices[step % choices.length]!;
      this.#happen(possible[choice % possible.length]!);
      expect(step).toBeLessThan(1000);
    }
    expect([...this.outcomes.keys()].sort()).toEqual([...this.#nodes.keys()].sort());
    expect(this.#running.size + this.#delayed.size).toBe(0);
  }

  #cancel(): void {
    this.#isCancelled = true;
    this.#happen({ type: 'cancel' });
    for (const id of this.#running.keys()) expect(this.#asked).toContain(id);
    for (const id of this.#nodes.keys()) expect(this.outcomes.has(id)).toBe(!this.#running.has(id));
    this.seen.add('cancelled');
  }

  #possible(): ScheduleEvent[] {
    const ends = [...this.#running].flatMap(([id, fate]): ScheduleEvent[] => {
      const cancelled: Outcome = {
        kind: 'ran',
        result: { status: 'cancelled', error: { message: 'You cancelled it.' } },
      };
      const isBackground = this.#nodes.get(id)!.isBackground && fate.isReady;
      const isLate = isBackground && this.#asked.has(id) && !this.#ready.has(id) && !this.#late.has(id);
      if (isLate) return [{ type: 'ready', id }];
      if (this.#asked.has(id))
        return [cancelled, fate.outcome].map((outcome) => ({ type: 'ended', id, outcome }));
      if (isBackground && !this.#ready.has(id)) return [{ type: 'ready', id }];
      if (isBackground && fate.lasts) return [];
      return [{ type: 'ended', id, outcome: fate.outcome }];
    });
    return [...ends, ...[...this.#delayed].map((id): ScheduleEvent => ({ type: 'again', id }))];
  }

  #happen(event: ScheduleEvent): void {
    if (event.type === 'ended') {
      this.#running.delete(event.id);
      this.#late.delete(event.id);
      if (this.#ready.delete(event.id) && !isSuccess(event.outcome) && !this.#asked.has(event.id))
        this.seen.add('lost');
      this.#last.set(event.id, event.outcome);
    }
    if (event.type === 'ready') (this.#asked.has(event.id) ? this.#late : this.#ready).add(event.id);
    if (event.type === 'again') this.#delayed.delete(event.id);
    for (const action of this.#schedule.handle(event)) this.#act(action, event);
    if (event.type === 'ended') this.#asked.delete(event.id);
    this.#checkNobodyIsIdle();
  }

  #act(action: Action, event: ScheduleEvent): void {
    const node = this.#nodes.get(action.id)!;
    expect(this.outcomes.has(action.id)).toBe(false);
    switch (action.type) {
      case 'start':
        this.#checkStart(node, action.attempt);
        this.#attempts.set(node.id, action.attempt);
        this.#running.set(node.id, this.#fateOf(node.id, action.attempt));
        this.#checkLimits();
        break;
      case 'cancel':
        expect(this.#running.has(node.id)).toBe(true);
        expect(this.#asked.has(node.id)).toBe(false);
        this.#checkCancel(node, action.why);
        this.#asked.add(node.id);
        break;
      case 'wait':
        expect(event).toMatchObject({ type: 'ended', id: node.id });
        expect(action.milliseconds).toBe(node.retry.delay);
        expect(this.#mayRetry(node)).toBe(true);
        this.#delayed.add(node.id);
        this.seen.add('retried');
        break;
      case 'end':
        this.#checkEnd(node, action.outcome, event);
        this.#delayed.delete(node.id);
        this.outcomes.set(node.id, action.outcome);
    }
  }

  #checkStart(node: JobNode, attempt: number): void {
    expect(this.#isCancelled).toBe(false);
    expect(this.#running.has(node.id) || this.#delayed.has(node.id) || node.runsNothing).toBe(false);
    expect(attempt).toBe((this.#attempts.get(node.id) ?? 0) + 1);
    expect(attempt).toBeLessThanOrEqual(node.retry.count + 1);
    for (const need of node.needs) expect(this.#isSatisfied(need)).toBe(true);
  }

  #checkLimits(): void {
    expect(this.#atWork().length).toBeLessThanOrEqual(this.#world.limit);
    for (const { matrix, needs } of this.#nodes.values()) {
      if (!matrix || matrix.maxParallel === 0) continue;
      expect(this.#atWork().filter((id) => needs.includes(id)).length).toBeLessThanOrEqual(
        matrix.maxParallel,
      );
    }
  }

  /** There is a good reason for each cancel. */
  #checkCancel(node: JobNode, why: string): void {
    if (this.#isCancelled) {
      expect(why).toBe('You cancelled it.');
    } else if (why === 'All that needed it has ended.') {
      expect(node.isBackground && node.id !== '0').toBe(true);
      for (const dependent of this.#dependentsOf(node.id)) expect(this.outcomes.has(dependent.id)).toBe(true);
      this.seen.add('released');
    } else if (why.endsWith('ends the rest of its matrix.')) {
      const [matrix] = this.#dependentsOf(node.id);
      expect(matrix?.matrix?.failFast).toBe(true);
      expect(matrix?.needs.some((id) => this.#hasFailed(id))).toBe(true);
      this.seen.add('failed fast');
    } else {
      expect(node.needs.some((id) => this.#hasFailed(id))).toBe(true);
      this.seen.add('lost what it needs');
    }
  }

  #checkEnd(node: JobNode, outcome: Outcome, event: ScheduleEvent): void {
    const last = this.#last.get(node.id);
    this.seen.add(`${node.runsNothing ? 'stand-in' : 'job'} ${outcome.kind}`);
    expect(this.#running.has(node.id)).toBe(false);
    if (node.runsNothing) {
      if (isSuccess(outcome)) this.#checkStandIn(node);
    } else if (!last) {
      expect(outcome.kind).toBe('skipped');
      expect(this.#attempts.has(node.id)).toBe(false);
    } else if (outcome.kind === 'stopped') {
      expect(this.#asked.has(node.id)).toBe(true);
      expect(last).toEqual({ kind: 'ran', result: outcome.result });
    } else if (outcome.kind === 'ran' && last.kind === 'ran') {
      expect(outcome.result.status).toBe(last.result.status); // Its words may be others.
    } else {
      expect(outcome).toEqual(last);
    }
    if (event.type === 'ended' && event.id === node.id && !this.#asked.has(node.id))
      expect(this.#mayRetry(node)).toBe(false);
  }

  /** It has succeeded with what it stands for, and does not end before that does while something may need it. */
  #checkStandIn({ id, needs }: JobNode): void {
    for (const need of needs) expect(this.#isSatisfied(need)).toBe(true);
    const isOpen = id === '0' || this.#dependentsOf(id).some((each) => !this.outcomes.has(each.id));
    if (isOpen) expect(this.#lasts(id)).toBe(false);
  }

  /** What is wanted and could begin has begun, as far as the limits allow it. */
  #checkNobodyIsIdle(): void {
    if (this.#isCancelled) return;
    this.#learnWanted();
    const isFull = (id: string): boolean =>
      this.#dependentsOf(id).some(({ matrix, needs }) => {
        const busy = this.#atWork().filter((each) => needs.includes(each)).length;
        return matrix !== undefined && matrix.maxParallel > 0 && busy >= matrix.maxParallel;
      });
    if (this.#atWork().length >= this.#world.limit) return;
    for (const id of this.#wanted) {
      const { needs } = this.#nodes.get(id)!;
      const isBusy = this.#running.has(id) || this.#delayed.has(id) || this.outcomes.has(id);
      const couldBegin = needs.every((need) => this.#isSatisfied(need)) && !isFull(id);
      const isStandIn = this.#nodes.get(id)!.runsNothing;
      if (!isBusy && !isStandIn) expect([id, couldBegin]).toEqual([id, false]);
    }
  }

  /** A set that grows while it is looked at. */
  #learnWanted(): void {
    this.#wanted.add('0');
    for (const id of this.#wanted) {
      if (this.outcomes.has(id)) continue;
      const { needs, order } = this.#nodes.get(id)!;
      for (const need of needs) {
        this.#wanted.add(need);
        if (order === 'sequence' && !this.#isSatisfied(need)) break;
      }
    }
  }

  #atWork(): string[] {
    return [...this.#running.keys()].filter((id) => !this.#ready.has(id));
  }

  #isSatisfied(id: string): boolean {
    const outcome = this.outcomes.get(id);
    if (outcome) return isSuccess(outcome);
    const { runsNothing, needs } = this.#nodes.get(id)!;
    return runsNothing ? needs.every((need) => this.#isSatisfied(need)) : this.#ready.has(id);
  }

  /** Whether it goes on until somebody stops it. */
  #lasts(id: string): boolean {
    if (this.outcomes.has(id)) return false;
    const { runsNothing, needs, order } = this.#nodes.get(id)!;
    if (!runsNothing) return this.#ready.has(id);
    return (order === 'sequence' ? needs.slice(-1) : needs).some((need) => this.#lasts(need));
  }

  #hasFailed(id: string): boolean {
    const outcome = this.outcomes.get(id);
    return outcome !== undefined && !isSuccess(outcome);
  }

  #mayRetry({ id, retry }: JobNode): boolean {
    const last = this.#last.get(id);
    const isRetried = last?.kind === 'ran' && retry.on.some((status) => status === last.result.status);
    return isRetried && (this.#attempts.get(id) ?? 0) <= retry.count && !this.#isCancelled;
  }

  #fateOf(id: string, attempt: number): Fate {
    const fates = this.#world.fates.get(id)!;
    return fates[Math.min(attempt, fates.length) - 1]!;
  }

  #dependentsOf(id: string): JobNode[] {
    return this.#world.nodes.filter(({ needs }) => needs.includes(id));
  }
}
