import * as l10n from '@vscode/l10n';
import { distinctReaches, findReaches } from '../core/reach.ts';
import type { Reach, Wants } from '../core/reach.ts';
import type { RunError } from '../core/run-result.ts';
import type { Driver } from '../driver/driver.ts';
import type { Host } from './host-files.ts';
import { exists, findVolumes } from './host-volumes.ts';
import type { Mounting } from './host-volumes.ts';
import { onAbort } from './on-abort.ts';
import { realPath } from './real-path.ts';

/** Whoever decides whether a task may reach past its workspace. */
export interface Consent {
  /**
   * Whether all of these are allowed: now, or before. With none there is nothing to ask.
   *
   * @param who the label of what is to run
   */
  ask(reaches: readonly Reach[], who: string): Promise<boolean>;

  /** What to do about a refusal: one sentence. */
  readonly advice: string;
}

/** Where nobody can be asked, nothing is allowed. */
export const nobody: Consent = {
  ask: (reaches) => Promise.resolve(reaches.length === 0),
  get advice() {
    return l10n.t(
      'Nobody can be asked here: take it out of the task, or run the task in VS Code, which asks once and remembers.',
    );
  },
};

/** What asking for consent needs. */
export interface Asking {
  readonly consent: Consent;
  readonly host: Pick<Host, 'workspaceFolder'>;
  readonly loadDriver: () => Promise<Driver>;
}

/**
 * Asks for all that the tasks and services of a run want, as this machine is now, in one question. Undefined: they may.
 *
 * @throws as {@link reachesOf}
 */
export async function allow(
  wanting: readonly Wanting[],
  who: string,
  { consent, host, loadDriver }: Asking,
  signal: AbortSignal,
): Promise<RunError | undefined> {
  const driver = await loadDriver();
  const reaches = await Promise.all(
    wanting.map((each) => reachesOf(each, host.workspaceFolder, driver, signal)),
  );
  return askConsent(consent, reaches.flat(), who, signal);
}

/** Asks for all of these in one question. Undefined: they are allowed. @throws the signal's reason when it is aborted. */
export async function askConsent(
  consent: Consent,
  reaches: readonly Reach[],
  who: string,
  signal: AbortSignal,
): Promise<RunError | undefined> {
  const distinct = distinctReaches(reaches);
  if (distinct.length === 0 || (await unlessAborted(consent.ask(distinct, who), signal))) return undefined;
  const values = distinct.map(({ kind, value }) => `${kind} "${value}"`).join(', ');
  return {
    message: l10n.t('"{0}" reaches past its workspace, which is not allowed: {1}.', who, values),
    advice: consent.advice,
  };
}

/** A question stands for as long as its person likes: whoever has cancelled does not wait for the answer. */
async function unlessAborted(answer: Promise<boolean>, signal: AbortSignal): Promise<boolean> {
  const aborted = onAbort(signal);
  const isAllowed = await Promise.race([answer, aborted.happened]);
  aborted.forget();
  signal.throwIfAborted();
  return isAllowed === true;
}

/** What a task or service is about to be given: of a definition before it runs, or of what it has become. */
export type Wanting = Pick<Wants, 'privileged' | 'capAdd' | 'securityOpt'> &
  Partial<Pick<Wants, 'network'>> &
  (Pick<Wants, 'volumes'> | Mounting);

/**
 * All by which a task or service reaches past its workspace as this machine is now: symlinks are followed anew.
 *
 * @param workspaceFolder absolute path
 * @throws {DriverError} no engine answers, which is asked about named volumes alone; the signal's reason when it is aborted.
 */
export async function reachesOf(
  wanting: Wanting,
  workspaceFolder: string,
  driver: Driver,
  signal: AbortSignal,
): Promise<readonly Reach[]> {
  const volumes =
    'volumes' in wanting ? wanting.volumes : await findVolumes(wanting, workspaceFolder, () => undefined);
  const names = volumes.flatMap((volume) => (volume.type === 'volume' ? [volume.source] : []));
  const { sockets, boundVolumes } = await driver.hostAccess(names, signal);
  const real = await Promise.all(
    volumes.map(async (volume) =>
      volume.type === 'bind' ? { ...volume, source: await realOrAsIs(volume.source) } : volume,
    ),
  );
  const bound = await Promise.all(
    [...boundVolumes].map(async ([name, path]) => [name, await realOrAsIs(path)] as const),
  );
  return findReaches(
    { network: '', ...wanting, volumes: real },
    {
      workspaceFolder: await realOrAsIs(workspaceFolder),
      style: process.platform === 'win32' ? 'windows' : 'posix',
      sockets: await findSockets(sockets),
      boundVolumes: new Map(bound),
    },
  );
}

/** As they are named and where they lead; one that is not there is in no folder. */
async function findSockets(paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    paths.map(async (path) => ((await exists(path)) ? [path, await realOrAsIs(path)] : [])),
  );
  return found.flat();
}

/** A path that cannot be followed cannot be mounted either, which a run says. */
async function realOrAsIs(path: string): Promise<string> {
  return realPath(path).catch(() => path);
}
