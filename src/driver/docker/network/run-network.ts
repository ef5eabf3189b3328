import * as l10n from '@vscode/l10n';
import type { Network } from '../../driver.ts';
import { DriverError } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';
import { engineFailure } from '../engine/engine-failure.ts';
import { EngineError } from '../engine/http.ts';
import { containerName, ownedLabels } from '../ownership/labels.ts';
import { removeIfCreated, removeNetwork } from './remove-network.ts';

/** As {@link Driver.createNetwork}, on an engine. */
export async function createRunNetwork(
  engine: Engine,
  runId: string,
  label: string,
  signal: AbortSignal,
): Promise<Network> {
  const name = containerName(runId);
  await create(engine, name, ownedLabels(runId, label), signal);
  try {
    if (engine.isPodman) await checkNames(engine, name, signal);
    signal.throwIfAborted();
  } catch (error) {
    await removeNetwork(engine, name).catch(() => undefined); // That it stays is less than why.
    throw error;
  }
  let removed: Promise<void> | undefined;
  const dispose = (): Promise<void> => (removed ??= removeNetwork(engine, name));
  return { name, [Symbol.asyncDispose]: dispose };
}

async function create(
  engine: Engine,
  name: string,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await engine.networks.create(name, labels);
  } catch (error) {
    // Without the engine's word there may be a network, or there may be one later. That it stays is less than why.
    if (!(error instanceof EngineError)) await removeIfCreated(engine, name).catch(() => undefined);
    signal.throwIfAborted();
    throw engineFailure(error, l10n.t('create a network'));
  }
}

/** Podman makes networks without names where it has nothing that resolves them. */
async function checkNames(engine: Engine, name: string, signal: AbortSignal): Promise<void> {
  const resolves = await engine.networks.podmanResolvesNames(name, signal).catch(() => true);
  if (resolves) return;
  throw new DriverError(
    l10n.t('Podman cannot let containers reach each other by name, as it has nothing that resolves names.'),
    l10n.t('Install "aardvark-dns" on its machine, or where it uses CNI the plugin "dnsname".'),
  );
}
