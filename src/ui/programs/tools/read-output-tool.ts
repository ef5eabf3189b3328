import * as vscode from 'vscode';

import type { ContainerRun, OutputPart, TaskRun } from '../../../api.ts';
import { PlainText } from '../../../core/plain-text.ts';
import type { PastRun } from '../../../runner/history/history.ts';
import { ProgramError } from '../program-error.ts';
import type { ProgramParts } from '../programs.ts';
import type { RunRegistry } from '../run-registry.ts';
import { ofResult } from '../to-outcome.ts';
import { answer } from './answer.ts';
import { ToolInput } from './tool-input.ts';
import { describePast, describeRun, mostText, toJson } from './tool-text.ts';

/** Lets a language model read what a run has printed, and how it stands. */
export function readOutputTool({
  registry,
  output,
  history,
}: ProgramParts): vscode.LanguageModelTool<unknown> {
  return {
    prepareInvocation: () => ({ invocationMessage: vscode.l10n.t('Reading the output of a container task') }),
    invoke: async ({ input }) => {
      const given = new ToolInput(input);
      const name = given.demand('run');
      const found = findRun(name, registry) ?? findPast(name, await history.read());
      if (!found) throw unknownRun(name, registry);
      const { header, container } = found;
      if (!container) return answer(`${toJson(header)}\n\nIt has printed nothing.`);
      const from = given.number('from', 0, Number.MAX_SAFE_INTEGER);
      const length = given.number('length', 100, 4 * mostText) ?? mostText;
      const part = await output.read(container.id, { length, ...(from !== undefined && { from }) });
      return answer(`${toJson({ ...header, output: describePart(container, part) })}\n\n${plain(part.text)}`);
    },
  };
}

/** A run as it stands, and the container whose output is meant. */
interface FoundRun {
  readonly header: Readonly<Record<string, unknown>>;
  readonly container: Pick<ContainerRun, 'id' | 'label' | 'outcome'> | undefined;
}

/** By its id, that of one of its containers, or the label of its task, of which the last run is meant. */
function findRun(name: string, registry: RunRegistry): FoundRun | undefined {
  const run = registry.find(name) ?? latest(registry).find(({ label }) => label === name);
  if (!run) return undefined;
  const id = registry.container(run.label === name ? run.id : name)?.id;
  return { header: describeRun(run, Date.now()), container: run.containers.find((each) => each.id === id) };
}

/** The same among those that this window does not know any more, or never knew. */
function findPast(name: string, runs: readonly PastRun[]): FoundRun | undefined {
  const past =
    runs.find(({ id }) => id === name) ??
    runs.find(({ plan, spec }) => plan.id === name && plan.label === spec.label) ??
    runs.find(({ plan, spec }) => plan.id === name || spec.label === name);
  if (!past) return undefined;
  const { id, spec, startedAt, endedAt } = past;
  const outcome = ofResult(past.result);
  const run = {
    id,
    label: spec.label,
    startedAt,
    endedAt,
    image: spec.image,
    phase: 'ended',
    outcome,
  } as const;
  return { header: describePast(run), container: run };
}

function unknownRun(name: string, registry: RunRegistry): ProgramError {
  const runs = latest(registry)
    .slice(0, 10)
    .map(({ id, label }) => `${id} (${label})`);
  return new ProgramError(
    'unknownRun',
    `There is no run "${name}". There are: ${runs.join(', ') || 'none'}.`,
  );
}

function latest(registry: RunRegistry): readonly TaskRun[] {
  return [...registry.active.toReversed(), ...registry.ended];
}

function describePart(
  { label, outcome }: Pick<ContainerRun, 'label' | 'outcome'>,
  { from, to, size }: OutputPart,
): Readonly<Record<string, unknown>> {
  return {
    ...{ of: label, fromByte: from, toByte: to, bytesInAll: size },
    mayGrow: outcome === undefined,
    ...(to < size && { readOnFrom: to }),
  };
}

function plain(text: string): string {
  const readable = new PlainText();
  return readable.add(text) + readable.end();
}
