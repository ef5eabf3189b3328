import * as l10n from '@vscode/l10n';

import { PlainText } from './plain-text.ts';
import type { Remedy, RunError, RunResult } from './run-result.ts';

/** How a service failed the task that needs it: it has ended, or the engine says that it does not do what it should. */
export type ServiceEnd =
  | { readonly kind: 'ended'; readonly result: RunResult }
  /** `output` is what its last health check printed. */
  | { readonly kind: 'unhealthy'; readonly output: string };

/**
 * What a person is told of a service that failed its task.
 *
 * @param wasReady whether the task ran, or could have, before
 * @param tail the end of its output, as it came
 */
export function serviceFailure(name: string, end: ServiceEnd, wasReady: boolean, tail: string): RunError {
  const lines = lastLines(tail);
  return {
    message: howItFailed(name, end, wasReady),
    advice: adviceOn(end, lines !== ''),
    ...(lines !== '' && {
      details: `${l10n.t('The last lines of the service "{0}":', name)}\n${lines}\n`,
    }),
    remedy: remedyFor(name, end),
  };
}

function howItFailed(name: string, end: ServiceEnd, wasReady: boolean): string {
  if (end.kind === 'unhealthy') return howUnhealthy(name, end.output, wasReady);
  const { result } = end;
  if (result.status !== 'success' && result.exitCode === undefined)
    return wasReady
      ? l10n.t('The service "{0}" was lost while the task ran: {1}', name, result.error.message)
      : l10n.t('The service "{0}" could not be started: {1}', name, result.error.message);
  const why = result.error?.message ?? l10n.t('Its command was done (exit code 0).');
  return wasReady
    ? l10n.t('The service "{0}" ended while the task ran: {1}', name, why)
    : l10n.t('The service "{0}" ended before it was ready: {1}', name, why);
}

function howUnhealthy(name: string, output: string, wasReady: boolean): string {
  const said = lastLines(output).replaceAll(/\s+/g, ' ').slice(-maxSaid);
  if (said === '')
    return wasReady
      ? l10n.t('The service "{0}" became unhealthy while the task ran: its health check fails.', name)
      : l10n.t('The service "{0}" did not become healthy: its health check fails.', name);
  return wasReady
    ? l10n.t(
        'The service "{0}" became unhealthy while the task ran: its health check says "{1}".',
        name,
        said,
      )
    : l10n.t('The service "{0}" did not become healthy: its health check says "{1}".', name, said);
}

function adviceOn(end: ServiceEnd, hasLines: boolean): string {
  const where = hasLines
    ? l10n.t('Its last lines are in the output of the task, and all of them in its own log.')
    : l10n.t('It has printed nothing.');
  const what =
    end.kind === 'unhealthy'
      ? l10n.t('If it only needs more time, raise "startPeriod" or "retries" of its "healthcheck".')
      : end.result.error?.advice;
  return [what, where].filter((sentence) => sentence !== undefined).join(' ');
}

/** What is wrong with its container is wrong with its own fields. */
function remedyFor(service: string, end: ServiceEnd): Remedy {
  if (end.kind === 'unhealthy') return { in: 'file', field: 'healthcheck', service };
  const remedy = end.result.error?.remedy;
  if (remedy?.in === 'settings') return remedy;
  return { ...remedy, in: 'file', service };
}

/** Without what only a terminal understands, and without empty lines around. */
function lastLines(text: string): string {
  const plain = new PlainText();
  const all = plain.add(text) + plain.end();
  return all.trim().split('\n').slice(-maxLines).join('\n');
}

const maxLines = 50;

/** Characters of what a health check printed. */
const maxSaid = 200;
