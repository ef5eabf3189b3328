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
      `The engine (${productOf(engine)}) is too old: it speaks version ${ApiVersion} of Docker's API, and tasks need ${oldest}.`,
      'Update it: Docker 17.06 and Podman 3.0 are the oldest that can run tasks.',
    );
  }
  if (isOlder(newest, MinAPIVersion)) {
    throw new DriverError(
      `The engine (${productOf(engine)}) is too new: it speaks no version of Docker's API before ${MinAPIVersion}, and this extension none after ${newest}.`,
      'Update the extension Container Tasks.',
    );
  }
  return isOlder(ApiVersion, newest) ? ApiVersion : newest;
}

function productOf(engine: EngineVersion): string {
  return `${isPodman(engine) ? 'Podman' : 'Docker'} ${engine.Version ?? 'of an unknown version'}`;
}

/** Whether the first of two versions of the API is the older one. */
export function isOlder(a: string, b: string): boolean {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return aMajor < bMajor || (aMajor === bMajor && aMinor < bMinor);
}
