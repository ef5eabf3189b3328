import * as l10n from '@vscode/l10n';
import { reachKey } from '../core/reach.ts';
import type { Reach } from '../core/reach.ts';
import type { Consent } from './consent.ts';

/** What was allowed once. */
export type Allowed = Pick<Reach, 'kind' | 'value'>;

/** Where this is kept for a workspace: on this machine, and never in a file of the workspace, which could allow itself. */
export interface ConsentMemory {
  /** What was written last, by this version or another; undefined: nothing yet. */
  read(): unknown;
  write(allowed: readonly Allowed[]): PromiseLike<void>;
}

/** Asks a person once for each thing, and remembers what was allowed until it is revoked. */
export class RememberedConsent implements Consent {
  readonly #memory: ConsentMemory;
  readonly #confirm: (reaches: readonly Reach[], who: string) => Promise<boolean>;
  /** Of two runs that want the same, the second need not ask. */
  #asked: Promise<unknown> = Promise.resolve();

  /** @param confirm asks a person for all of these at once */
  constructor(memory: ConsentMemory, confirm: (reaches: readonly Reach[], who: string) => Promise<boolean>) {
    this.#memory = memory;
    this.#confirm = confirm;
  }

  get advice(): string {
    return l10n.t('Allow it when you are asked, or take it out of the task.');
  }

  /** All that is allowed, in the order in which it was asked. */
  get allowed(): readonly Allowed[] {
    const kept = this.#memory.read();
    return Array.isArray(kept) ? kept.filter(isAllowed) : [];
  }

  async ask(reaches: readonly Reach[], who: string): Promise<boolean> {
    const answer = this.#asked.then(() => this.#askNext(reaches, who));
    this.#asked = answer.catch(() => undefined);
    return answer;
  }

  /** Takes back what was allowed: it is asked for again. What runs goes on. */
  async revoke(revoked: readonly Allowed[]): Promise<void> {
    const keys = new Set(revoked.map(reachKey));
    await this.#memory.write(this.allowed.filter((each) => !keys.has(reachKey(each))));
  }

  async #askNext(reaches: readonly Reach[], who: string): Promise<boolean> {
    const known = new Set(this.allowed.map(reachKey));
    const fresh = reaches.filter((reach) => !known.has(reachKey(reach)));
    if (fresh.length === 0) return true;
    if (!(await this.#confirm(fresh, who))) return false;
    // Read again: something may have been revoked while the question stood.
    await this.#memory.write([...this.allowed, ...fresh.map(({ kind, value }) => ({ kind, value }))]);
    return true;
  }
}

/** What is in the editor's state was written by some version of ours. */
function isAllowed(value: unknown): value is Allowed {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    'value' in value &&
    typeof value.kind === 'string' &&
    typeof value.value === 'string'
  );
}
