import { randomUUID } from 'node:crypto';
import { readFile, realpath, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';

import { batches } from './find-files.ts';
import type { Entry } from './snapshot.ts';
import { nameOf, nameOwner } from './state-folder.ts';
import { writeAtomically } from './write-atomically.ts';

/** What a job was made from, and has made, when it last succeeded. */
export interface Success {
  /** The run that it is of. */
  readonly run: string;
  /** When that was, epoch ms. */
  readonly at: number;
  /** Of all that settles what the container does beside its files. */
  readonly settings: string;
  /** The engine's id of the image. */
  readonly image: string;
  readonly inputs: readonly Entry[];
  readonly outputs: readonly Entry[];
}

/**
 * What is kept of a job: which run was the last to begin, and the last success. A success counts while no other run has
 * begun since: two files, so that no process can bring back what another has made void.
 */
export class JobState {
  readonly #folder: string;
  /** The real path of the workspace folder. */
  readonly #owner: string;
  readonly #begun: string;
  readonly #success: string;

  private constructor(stateFolder: string, owner: string, id: string) {
    this.#folder = join(stateFolder, nameOf(owner));
    this.#owner = owner;
    this.#begun = join(this.#folder, `${nameOf(id)}.begun`);
    this.#success = join(this.#folder, `${nameOf(id)}.json`);
  }

  /** The same for a workspace folder by whichever path it is come to. */
  static async of(
    stateFolder: string,
    job: { readonly id: string; readonly workspaceFolder: string },
  ): Promise<JobState> {
    return new JobState(stateFolder, await realpath(job.workspaceFolder), job.id);
  }

  /** The last success, and whether it still counts; undefined: there is none, or nothing that we could have written. */
  async read(): Promise<{ readonly success: Success; readonly counts: boolean } | undefined> {
    // In this order: a run that begins meanwhile begins after what is read here.
    const begun = await readFile(this.#begun, 'utf8').catch(() => '');
    const success = await parse(await readFile(this.#success, 'utf8').catch(() => ''));
    return success && { success, counts: success.run === begun };
  }

  /** Makes the last success void, and resolves with the name of the run that begins. */
  async begin(): Promise<string> {
    const run = randomUUID();
    await writeAtomically(this.#begun, run);
    return run;
  }

  /** Makes the last success void, where there is one. */
  async forget(): Promise<void> {
    await rm(this.#begun, { force: true });
  }

  /** Notes that the last success is still of use. */
  async touch(): Promise<void> {
    const now = new Date();
    await Promise.all([utimes(this.#begun, now, now), utimes(this.#success, now, now)]);
  }

  /** Keeps a success; it counts if its run was the last to begin. */
  async keep(success: Success): Promise<void> {
    await nameOwner(this.#folder, this.#owner);
    await writeAtomically(this.#success, JSON.stringify({ format, ...success }, compact));
  }
}

/** Of the file; another's is none. */
const format = 1;

/** An entry as a list takes a third less. */
function compact(name: string, value: unknown): unknown {
  if (name !== 'inputs' && name !== 'outputs') return value;
  return (value as readonly Entry[]).map(({ path, hash, signature }) => [path, hash, signature]);
}

async function parse(text: string): Promise<Success | undefined> {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof Success | 'format', unknown>>;
    const { run, at, settings, image } = value;
    const inputs = await entriesOf(value.inputs);
    const outputs = await entriesOf(value.outputs);
    if (value.format !== format || typeof at !== 'number' || !inputs || !outputs) return undefined;
    if (typeof run !== 'string' || run === '' || typeof settings !== 'string' || typeof image !== 'string')
      return undefined;
    return { run, at, settings, image, inputs, outputs };
  } catch {
    return undefined;
  }
}

async function entriesOf(value: unknown): Promise<readonly Entry[] | undefined> {
  if (!Array.isArray(value)) return undefined;
  const entries: Entry[] = [];
  for (const some of batches(value as readonly unknown[], 2500)) {
    await breathe();
    for (const each of some) {
      const [path, hash, signature] = Array.isArray(each) ? (each as readonly unknown[]) : [];
      if (typeof path !== 'string' || typeof hash !== 'string' || typeof signature !== 'string')
        return undefined;
      entries.push({ path, hash, signature });
    }
  }
  return entries;
}
