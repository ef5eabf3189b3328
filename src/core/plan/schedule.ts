import { explainCause, passOn, skippedFor } from './cause.ts';
import type { Cause } from './cause.ts';
import { failureOf, isSatisfied, isStarted, toEntry } from './entry.ts';
import type { Entry } from './entry.ts';
import type { Action, JobNode, ScheduleEvent } from './node.ts';
import { isSuccess } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { Turns } from './turns.ts';

/**
 * One run of jobs that need each other, as a state machine without clock and effects: it is told what happens and says what
 * to do.
 *
 * - A job is wanted when the root is, or something that is wanted wants it; it begins once all that it needs has succeeded.
 * - What fails ends what needs it, with the first that failed as the reason; whatever else is wanted already goes on.
 * - A background job counts as succeeded while it is ready, and is stopped when nothing can need it any more. One that fails
 *   later ends what needs it, unless it is tried again.
 * - What runs nothing lasts as long as what it stands for: all that it needs, or the last of a sequence.
 * - A cancel ends all: what has not begun is skipped, and what waits to be tried again keeps its last outcome.
 *
 * Each node ends once, also those that were never wanted, provided that whatever is started ends.
 */
export class Schedule {
  readonly #entries = new Map<string, Entry>();
  readonly #root: Entry;
  readonly #turns: Turns;
  /** What something has happened to. Grows while it is looked at, so that a long chain needs no deep stack. */
  readonly #agenda: Entry[] = [];
  readonly #actions: Action[] = [];
  #ended = 0;

  /**
   * @param nodes the root and all that it needs, near and far, and no others
   * @param root the id of the one that is wanted
   * @param limit how many jobs are at work at once, at least 1; background jobs that are ready do not count
   */
  constructor(nodes: readonly JobNode[], root: string, limit: number) {
    for (const node of nodes) this.#entries.set(node.id, toEntry(node));
    for (const entry of this.#entries.values()) this.#link(entry);
    this.#root = this.#entry(root);
    this.#root.open++;
    this.#turns = new Turns(limit);
  }

  /** Whether each node has ended. */
  get isOver(): boolean {
    return this.#ended === this.#entries.size;
  }

  /** Takes what happened, and gives what is to be done, in order. An event that does not fit, such as a second end, does nothing. */
  handle(event: ScheduleEvent): readonly Action[] {
    this.#take(event);
    for (const entry of this.#agenda) this.#look(entry);
    this.#agenda.length = 0;
    this.#startSome();
    return this.#actions.splice(0);
  }

  #link(entry: Entry): void {
    for (const id of entry.node.needs) {
      const need = this.#entry(id);
      need.open++;
      entry.needs.push(need);
      if (entry.node.matrix) need.matrix = entry;
    }
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (!entry) throw new Error(`There is no job ${id}.`);
    return entry;
  }

  #take(event: ScheduleEvent): void {
    if (event.type === 'begin') {
      this.#want(this.#root);
    } else if (event.type === 'cancel') {
      for (const entry of this.#entries.values()) this.#stop(entry, { kind: 'cancelled' });
    } else {
      const entry = this.#entry(event.id);
      if (event.type === 'ended') this.#takeEnd(entry, event.outcome);
      else if (event.type === 'ready') this.#takeReady(entry);
      else if (entry.phase === 'delayed') this.#enter(entry, 'waiting');
    }
  }

  #takeEnd(entry: Entry, outcome: Outcome): void {
    if (!isStarted(entry)) return;
    if (entry.phase === 'running') this.#turns.giveBack(entry);
    if (!mayRetry(entry, outcome)) {
      this.#end(entry, entry.stop ? reword(entry.node.id, outcome, entry.stop) : outcome);
      return;
    }
    if (entry.phase === 'ready') this.#withdraw(entry);
    entry.phase = 'delayed';
    entry.outcome = outcome;
    const { id, retry } = entry.node;
    this.#actions.push({ type: 'wait', id, attempt: entry.attempt + 1, milliseconds: retry.delay });
  }

  #takeReady(entry: Entry): void {
    if (entry.phase !== 'running' || !entry.node.isBackground || entry.stop) return;
    this.#turns.giveBack(entry);
    this.#enter(entry, 'ready');
    this.#satisfy(entry);
  }

  /** What follows for an entry from how it stands. */
  #look(entry: Entry): void {
    if (entry.phase === 'ended') return;
    if (entry.stop) this.#halt(entry, entry.stop);
    else if (entry.phase === 'waiting') this.#advance(entry);
    else if (entry.phase === 'ready' && entry.node.runsNothing) this.#standIn(entry);
  }

  #advance(entry: Entry): void {
    const { node, needs } = entry;
    const isNext = (): boolean => node.order === 'parallel' || (entry.pending === 0 && !entry.stop);
    for (; entry.wanted < needs.length && isNext(); entry.wanted++) this.#ask(entry, needs[entry.wanted]);
    if (entry.stop || entry.pending > 0) return;
    if (node.runsNothing) this.#standIn(entry);
    else this.#turns.add(entry);
  }

  #ask(entry: Entry, need: Entry | undefined): void {
    if (!need) return;
    need.wantedBy.push(entry);
    if (need.phase === 'ended' && !isSatisfied(need)) this.#stop(entry, passOn(failureOf(need), 'need'));
    else if (!isSatisfied(need)) entry.pending++;
    this.#want(need);
  }

  #want(entry: Entry): void {
    if (entry.phase === 'idle') this.#enter(entry, 'waiting');
  }

  /** It runs nothing, and all that it needs has succeeded or is ready. */
  #standIn(entry: Entry): void {
    const { node, needs, open } = entry;
    const lasting = node.order === 'sequence' ? needs.slice(-1) : needs;
    if (open === 0 || lasting.every(({ phase }) => phase === 'ended'))
      this.#end(entry, standInOutcome(needs));
    else if (entry.phase === 'waiting') {
      this.#enter(entry, 'ready');
      this.#satisfy(entry);
    }
  }

  #startSome(): void {
    for (const entry of this.#turns.take()) {
      entry.phase = 'running';
      entry.attempt++;
      this.#actions.push({ type: 'start', id: entry.node.id, attempt: entry.attempt });
    }
  }

  /** Asks it to end; the first cause stays. */
  #stop(entry: Entry, cause: Cause): void {
    if (entry.phase === 'ended' || entry.stop) return;
    entry.stop = cause;
    this.#turns.delete(entry);
    this.#agenda.push(entry);
  }

  #halt(entry: Entry, cause: Cause): void {
    const { node, outcome } = entry;
    if (!isStarted(entry)) this.#end(entry, outcome ?? skippedFor(node, cause));
    else if (!entry.isAsked) {
      entry.isAsked = true;
      this.#actions.push({ type: 'cancel', id: node.id, why: explainCause(node.id, cause) });
    }
  }

  #end(entry: Entry, outcome: Outcome): void {
    const wasSatisfied = isSatisfied(entry);
    entry.phase = 'ended';
    entry.outcome = outcome;
    this.#ended++;
    this.#actions.push({ type: 'end', id: entry.node.id, outcome });
    if (!isSuccess(outcome)) this.#fail(entry);
    else if (!wasSatisfied) this.#satisfy(entry);
    this.#agenda.push(...entry.wantedBy);
    for (const need of entry.needs) this.#release(need, entry);
  }

  #satisfy(entry: Entry): void {
    for (const dependent of entry.wantedBy) dependent.pending--;
    this.#agenda.push(...entry.wantedBy);
  }

  /** What was ready is not any more: what has not begun waits for it again. */
  #withdraw(entry: Entry): void {
    const lost = [entry];
    for (const { wantedBy } of lost)
      for (const dependent of wantedBy) {
        dependent.pending++;
        this.#turns.delete(dependent);
        if (dependent.phase !== 'ready' || !dependent.node.runsNothing) continue;
        dependent.phase = 'waiting';
        lost.push(dependent);
      }
  }

  #fail(entry: Entry): void {
    const cause = failureOf(entry);
    for (const dependent of entry.wantedBy) {
      this.#stop(dependent, passOn(cause, 'need'));
      if (!dependent.node.matrix?.failFast) continue;
      for (const sibling of dependent.needs) this.#stop(sibling, passOn(cause, 'matrix'));
    }
  }

  /** One that could have needed it has ended. */
  #release(need: Entry, by: Entry): void {
    need.open--;
    if (need.open > 0) return;
    if (need.phase === 'idle') this.#stop(need, passOn(by.stop ?? { kind: 'unneeded' }, 'order'));
    else if (need.node.isBackground) this.#stop(need, { kind: 'unneeded' });
    else this.#agenda.push(need); // It may last for no other reason.
  }

  #enter(entry: Entry, phase: 'waiting' | 'ready'): void {
    entry.phase = phase;
    this.#agenda.push(entry);
  }
}

function mayRetry({ node, attempt, stop }: Entry, outcome: Outcome): boolean {
  if (stop || outcome.kind !== 'ran' || attempt > node.retry.count) return false;
  const { status } = outcome.result;
  return node.retry.on.some((each) => each === status);
}

/** What is cancelled because of others has not been cancelled by the user. */
function reword(id: string, outcome: Outcome, cause: Cause): Outcome {
  if (outcome.kind !== 'ran' || outcome.result.status !== 'cancelled' || cause.kind === 'cancelled')
    return outcome;
  if (cause.kind === 'unneeded') return { kind: 'stopped', result: outcome.result };
  return { kind: 'ran', result: { ...outcome.result, error: { message: explainCause(id, cause) } } };
}

function standInOutcome(needs: readonly Entry[]): Outcome {
  const isUpToDate = needs.length > 0 && needs.every(({ outcome }) => outcome?.kind === 'upToDate');
  return isUpToDate ? { kind: 'upToDate' } : { kind: 'ran', result: { status: 'success', exitCode: 0 } };
}
