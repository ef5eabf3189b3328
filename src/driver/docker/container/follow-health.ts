import { setTimeout as delay } from 'node:timers/promises';

import type { Health } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';

/** What tells of a container's health: an {@link Engine}. */
type HealthTeller = Pick<Engine, 'deadlines' | 'isPodman'> & {
  readonly containers: Pick<Engine['containers'], 'inspect' | 'checkHealth'>;
};

type Inspection = Awaited<ReturnType<HealthTeller['containers']['inspect']>>;
type HealthState = NonNullable<Inspection['State']['Health']>;

/** How often a container is looked at that starts, in ms: somebody waits for it, and a look takes the engine one. */
const startingInterval = 100;

/**
 * As {@link WaitResult.health}. The container is looked at again and again: unlike a stream of events, this needs no care
 * for what happened before the stream, or for one that has died.
 */
export async function* followHealth(
  engine: HealthTeller,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<Health> {
  const checks = engine.isPodman ? new OverdueChecks(engine, id) : undefined;
  for (let last: Health['status'] | undefined; !signal.aborted;) {
    const inspection = await engine.containers.inspect(id, signal).catch(() => undefined);
    if (inspection?.State.Running === false) return;
    const health = inspection && healthOf(inspection.State.Health);
    if (health && health.status !== last) yield health;
    if (health === null) {
      yield { status: 'healthy' };
      return;
    }
    last = health?.status ?? last;
    if (inspection && (await checks?.run(inspection, signal))) continue;
    const { poll } = engine.deadlines;
    const pace = last === 'starting' ? Math.min(startingInterval, poll) : poll;
    await delay(pace, undefined, { signal }).catch(() => undefined);
  }
}

/** Null where there is no health check. */
function healthOf(state: HealthState | undefined): Health | null {
  const status = state?.Status;
  if (status === 'starting' || status === 'healthy') return { status };
  return status === 'unhealthy' ? { status, output: state?.Log?.at(-1)?.Output?.trim() ?? '' } : null;
}

/** What Podman uses where nothing is set, as Docker does, in ms. */
const defaultTime = 30_000;

/** How late systemd may be, in ms: Podman asks for an accuracy of a second. */
const lateness = 1_000;

/**
 * Podman leaves health checks to timers of systemd's: where there are none, for example in a container, nobody runs them.
 * This asks for the ones that are overdue.
 */
class OverdueChecks {
  readonly #engine: HealthTeller;
  readonly #id: string;
  /** When the newest check that is known has ended, as Podman tells it; '' for none. */
  #newest = '';
  /** When we learned of it, epoch ms. */
  #since = Date.now();
  /** Whether nobody else runs them. */
  #isOurs = false;

  constructor(engine: HealthTeller, id: string) {
    this.#engine = engine;
    this.#id = id;
  }

  /** Whether it ran one. Never rejects. */
  async run({ State, Config }: Inspection, signal: AbortSignal): Promise<boolean> {
    const newest = State.Health?.Log?.at(-1)?.End ?? '';
    if (newest !== this.#newest) this.#since = Date.now();
    this.#newest = newest;
    const interval = milliseconds(Config?.Healthcheck?.Interval);
    if (Date.now() - this.#since < interval + (this.#isOurs ? 0 : lateness)) return false;
    this.#isOurs = true;
    this.#since = Date.now();
    const timeout = milliseconds(Config?.Healthcheck?.Timeout);
    return this.#engine.containers.checkHealth(this.#id, timeout, signal).then(
      () => true,
      () => false,
    );
  }
}

function milliseconds(nanoseconds = 0): number {
  return nanoseconds > 0 ? nanoseconds / 1e6 : defaultTime;
}
