import { PlainText } from './plain-text.ts';
import type { RunError, RunResult } from './run-result.ts';

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
    message: `The service "${name}" ${howItFailed(end, wasReady)}`,
    advice: adviceOn(end, lines !== ''),
    ...(lines !== '' && { details: `The last lines of the service "${name}":\n${lines}\n` }),
  };
}

function howItFailed(end: ServiceEnd, wasReady: boolean): string {
  if (end.kind === 'unhealthy') {
    const said = lastLines(end.output).replaceAll(/\s+/g, ' ');
    const how = said === '' ? 'its health check fails.' : `its health check says "${said.slice(-maxSaid)}".`;
    return wasReady ? `became unhealthy while the task ran: ${how}` : `did not become healthy: ${how}`;
  }
  const { result } = end;
  if (result.status !== 'success' && result.exitCode === undefined)
    return `${wasReady ? 'was lost while the task ran' : 'could not be started'}: ${result.error.message}`;
  const when = wasReady ? 'while the task ran' : 'before it was ready';
  return `ended ${when}: ${result.error?.message ?? 'Its command was done (exit code 0).'}`;
}

function adviceOn(end: ServiceEnd, hasLines: boolean): string {
  const where = hasLines
    ? 'Its last lines are in the output of the task, and all of them in its own log.'
    : 'It has printed nothing.';
  if (end.kind === 'unhealthy')
    return `If it only needs more time, raise "startPeriod" or "retries" of its "healthcheck". ${where}`;
  return [end.result.error?.advice, where].filter((sentence) => sentence !== undefined).join(' ');
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
