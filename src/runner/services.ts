import * as l10n from '@vscode/l10n';
import type { ContainerTask } from '../core/container-task.ts';
import type { RunError } from '../core/run-result.ts';
import type { Driver, Network } from '../driver/driver.ts';
import { onAbort } from './on-abort.ts';
import type { RunSignals } from './run-task.ts';
import { RunningService } from './running-service.ts';
import type { ServiceContext, ServiceSpec } from './running-service.ts';
import { ServicesProgress } from './services-progress.ts';

/** Services that run on a network of their own. Disposing stops and removes all of them, and then the network. */
export interface Services extends AsyncDisposable {
  /** The network's name. */
  readonly network: string;
  /** Resolves when one of them ends or becomes unhealthy before they are disposed of. Never rejects. */
  readonly failed: Promise<RunError>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What the services of a run need of it. */
export interface ServicesContext extends Pick<ServiceContext, 'openLog'> {
  readonly driver: Driver;
  /** The run's: they are named after it, and it is told their progress. */
  readonly task: Pick<ContainerTask, 'id' | 'label' | 'writeProgress'>;
}

/**
 * Starts the services of a run, all at the same time, and waits until each is healthy, or runs where it has no health
 * check.
 *
 * @returns why they cannot be used, where one of them fails before. Nothing is left of any of them then.
 * @throws {DriverError} there is no network; the signal's reason when `cancel` is aborted. Nothing is left then either.
 */
export async function startServices(
  services: readonly ServiceSpec[],
  context: ServicesContext,
  signals: Pick<RunSignals, 'cancel' | 'kill'>,
): Promise<Services | { readonly error: RunError }> {
  const { driver, task } = context;
  const network = await driver.createNetwork(task.id, task.label, signals.cancel);
  const running = start(services, context, network.name, signals.kill);
  const failed = Promise.race(running.map((each) => each.failed));
  const error = await untilReady(running, failed, signals.cancel);
  let ended: Promise<void> | undefined;
  const dispose = (): Promise<void> => (ended ??= end(running, network));
  if (!error && !signals.cancel.aborted)
    return { network: network.name, failed, [Symbol.asyncDispose]: dispose };
  await dispose().catch(() => undefined); // That something stays is less than why.
  if (error) return { error };
  throw signals.cancel.reason;
}

function start(
  services: readonly ServiceSpec[],
  { driver, task, openLog }: ServicesContext,
  network: string,
  kill: AbortSignal,
): readonly RunningService[] {
  const progress = new ServicesProgress(services, task.writeProgress);
  return services.map(({ name, spec }, index) => {
    const service = new RunningService(
      { name, spec: { ...spec, label: l10n.t('{0} of {1}', name, task.label) } },
      {
        ...{ driver, network, kill, openLog },
        id: `${task.id}-${slug(name)}-${index + 1}`,
        writeProgress: (step) => {
          progress.write(name, step);
        },
      },
    );
    void service.ready.then(() => {
      progress.ready(name);
    });
    return service;
  });
}

/** Resolves with why one of them has failed; undefined when all are ready, or the signal is aborted. */
async function untilReady(
  services: readonly RunningService[],
  failed: Promise<RunError>,
  cancel: AbortSignal,
): Promise<RunError | undefined> {
  const ready = Promise.all(services.map((each) => each.ready)).then(() => undefined);
  const cancelled = onAbort(cancel);
  const error = await Promise.race([cancelled.happened.then(() => undefined), failed, ready]);
  cancelled.forget();
  return error;
}

async function end(services: readonly RunningService[], network: Network): Promise<void> {
  await Promise.all(services.map((each) => each.stop()));
  await network[Symbol.asyncDispose]();
}

/** As in a container's name. */
function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
