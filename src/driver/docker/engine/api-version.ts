import * as l10n from '@vscode/l10n';
import { DriverError } from '../../driver.ts';

/**
 * The newest version of the API that this driver was written against
 * (https://docs.docker.com/reference/api/engine/version-history/).
 */
const newest = '1.56';

/** The oldest that has what no task can do without: to wait for the next exit (`condition=next-exit`). */
const oldest = '1.30';

/** What we read of an engine's `/version`. */
export interface EngineVersion {
  /** Of the product, such as `20.10.24`. */
  readonly Version?: string;
  /** The newest version of the API that it speaks. */
  readonly ApiVersion: string;
  /** The oldest. */
  readonly MinAPIVersion?: string;
  readonly Components?: readonly { readonly Name?: string }[] | null;
}

/** Whether it is an engine that answers so. */
export function isEngineVersion(value: unknown): value is EngineVersion {
  return (
    typeof value === 'object' &&
    value !== null &&
    'ApiVersion' in value &&
    typeof value.ApiVersion === 'string' &&
    /^\d+\.\d+/.test(value.ApiVersion)
  );
}

/** Whether the engine is Podman, which speaks Docker's API with some differences (ARCHITECTURE.md has them in a table). */
export function isPodman({ Components }: EngineVersion): boolean {
  return Components?.some(({ Name }) => Name === 'Podman Engine') ?? false;
}

/**
 * The newest version of the API that both the engine and this driver speak.
 *
 * @throws {DriverError} there is none; its advice says which of the two to update.
 */
export function negotiate(engine: EngineVersion): string {
  const { ApiVersion, MinAPIVersion = oldest } = engine;
  if (isOlder(ApiVersion, oldest)) {
    throw new DriverError(
      l10n.t(
        "The engine ({0}) is too old: it speaks version {1} of Docker's API, and tasks need {2}.",
        productOf(engine),
        ApiVersion,
        oldest,
      ),
      l10n.t('Update it: Docker 17.06 and Podman 3.0 are the oldest that can run tasks.'),
    );
  }
  if (isOlder(newest, MinAPIVersion)) {
    throw new DriverError(
      l10n.t(
        "The engine ({0}) is too new: it speaks no version of Docker's API before {1}, and this extension none after {2}.",
        productOf(engine),
        MinAPIVersion,
        newest,
      ),
      l10n.t('Update the extension Container Tasks.'),
    );
  }
  return isOlder(ApiVersion, newest) ? ApiVersion : newest;
}

function productOf(engine: EngineVersion): string {
  const name = isPodman(engine) ? 'Podman' : 'Docker';
  return engine.Version === undefined
    ? l10n.t('{0} of an unknown version', name)
    : `${name} ${engine.Version}`;
}

/** Whether the first of two versions of the API is the older one. */
export function isOlder(a: string, b: string): boolean {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return aMajor < bMajor || (aMajor === bMajor && aMinor < bMinor);
}
