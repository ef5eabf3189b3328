import * as l10n from '@vscode/l10n';

import type { ContainerTask } from '../../../core/container-task.ts';
import { didYouMean } from '../../../core/tasks-file/did-you-mean.ts';
import { DriverError } from '../../driver.ts';
import { readTable } from '../copy/owner-in-container.ts';
import type { Engine } from '../engine/engine.ts';
import { engineFailure } from '../engine/engine-failure.ts';
import { EngineError } from '../engine/http.ts';
import { within } from '../engine/within.ts';

/**
 * What the user is told when a container could not be started for a reason that is not its command: with who has the port,
 * and which users there are, where the engine knows. Never rejects, and takes no longer than `evidence` of the deadlines.
 */
export async function startFailure(
  engine: Engine,
  id: string,
  task: ContainerTask,
  error: unknown,
  closed: AbortSignal,
): Promise<DriverError> {
  const failure = engineFailure(error, l10n.t('start the container'));
  if (!(error instanceof EngineError)) return failure;
  const look = (signal: AbortSignal): Promise<DriverError | undefined> =>
    explain(engine, id, task, failure, signal);
  return (await within(engine.deadlines.evidence, look, closed).catch(() => undefined)) ?? failure;
}

async function explain(
  engine: Engine,
  id: string,
  { user }: ContainerTask,
  { remedy, cause }: DriverError,
  signal: AbortSignal,
): Promise<DriverError | undefined> {
  if (remedy?.in !== 'file') return undefined;
  if (remedy.field === 'ports' && remedy.value !== undefined) {
    const name = await engine.containers.holderOf(Number(remedy.value), signal);
    return name === undefined
      ? undefined
      : new DriverError(
          l10n.t(
            'The container "{0}" has the port {1} of the engine\'s machine already.',
            name,
            remedy.value,
          ),
          l10n.t('Stop it with "docker stop {0}", or choose another port in "ports".', name),
          { cause, remedy },
        );
  }
  if (remedy.field !== 'user') return undefined;
  const users = (await readTable(engine, id, '/etc/passwd', signal)).flatMap(([name]) => name || []);
  return users.length === 0 ? undefined : unknownUser(user, users, { cause, remedy });
}

function unknownUser(
  user: string,
  users: readonly string[],
  options: ConstructorParameters<typeof DriverError>[2],
): DriverError {
  const near = didYouMean(user.split(':')[0] ?? '', users);
  const advice =
    near === undefined
      ? l10n.t('Use one that it has ({0}), or a numeric "uid:gid".', users.slice(0, most).join(', '))
      : l10n.t('Did you mean "{0}"? A numeric "uid:gid" needs no name.', near);
  return new DriverError(l10n.t('The image has no user "{0}".', user), advice, options);
}

/** How many users are named. */
const most = 8;
