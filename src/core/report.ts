import * as l10n from '@vscode/l10n';

import type { ContainerTask } from './container-task.ts';
import { formatBytes, formatElapsed } from './format.ts';
import { maskText } from './mask/mask.ts';
import type { RunError, RunResult, Status } from './run-result.ts';

type Described = Pick<
  ContainerTask,
  'label' | 'image' | 'build' | 'entrypoint' | 'command' | 'secrets' | 'cpus' | 'memory' | 'pids' | 'timeout'
>;

/** What runs, in one line without its secrets: label, image, command and limits. */
export function describeTask(task: Described): string {
  const argv = [...(task.entrypoint ?? []), ...task.command];
  const command = argv.length > 0 ? argv.map(quote).join(' ') : l10n.t('the command of the image');
  const line = [`${task.label}: ${describeImage(task)}`, command, ...limits(task)].join(' | ');
  return maskText(line, task.secrets);
}

/** What a task runs in, without its secrets: an image, or what one is built from. */
export function describeImage({
  image,
  build,
  secrets,
}: Pick<ContainerTask, 'image' | 'build' | 'secrets'>): string {
  return maskText(build ? describeBuild(image, build.dockerfile) : image, secrets);
}

function describeBuild(image: string, dockerfile: string): string {
  return image === ''
    ? l10n.t('an image built from {0}', dockerfile)
    : l10n.t('{0} built from {1}', image, dockerfile);
}

/**
 * How it ended, in one line: status, exit code, duration, and what a person needs to know beyond that.
 *
 * @param milliseconds how long it took
 */
export function describeResult(label: string, result: RunResult, milliseconds: number): string {
  const facts = [
    describeStatus(result.status),
    ...(result.exitCode === undefined ? [] : [l10n.t('exit code {0}', result.exitCode)]),
    formatElapsed(milliseconds),
  ];
  const explained = explainResult(result);
  return `${label}: ${facts.join(', ')}${explained === '' ? '' : `. ${explained}`}`;
}

/** A final status, as a line begins with it. */
function describeStatus(status: Status): string {
  switch (status) {
    case 'success':
      return l10n.t('success');
    case 'error':
      return l10n.t('error');
    case 'timeout':
      return l10n.t('timeout');
    case 'killed':
      return l10n.t('killed');
    case 'cancelled':
      return l10n.t('cancelled');
  }
}

/** What there is to say beyond the status: why, what to try, and what went wrong besides. */
export function explainResult({ error, warning }: RunResult): string {
  return [error && explainError(error), warning].filter((sentence) => sentence !== undefined).join(' ');
}

/** Why something did not succeed, or not begin, and what to try. */
export function explainError({ message, advice }: RunError): string {
  return advice === undefined ? message : `${message} ${advice}`;
}

function limits({ cpus, memory, pids, timeout }: Described): string[] {
  return [
    ...(cpus > 0 ? [l10n.t('{0} CPUs', cpus / 1000)] : []),
    ...(memory > 0 ? [formatBytes(memory)] : []),
    ...(pids > 0 ? [l10n.t('{0} processes', pids)] : []),
    ...(timeout > 0 ? [l10n.t('timeout {0}', formatElapsed(timeout))] : []),
  ];
}

/** As a POSIX shell would take it; a script of many lines is shown by its first. */
function quote(word: string): string {
  const [first = '', ...more] = word.split('\n');
  const shown = more.length > 0 ? `${first} ...` : first;
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", `'\\''`)}'`;
}
