import type { ContainerRun, OutputPart, Outcome, TaskRun } from '../../../api.ts';
import { PlainText } from '../../../core/plain-text.ts';

/** How much text a tool gives, in UTF-16 units: some 4,000 tokens. */
export const mostText = 16_000;

/** How many entries a list in a tool's answer has at most. */
const mostEntries = 100;

/** What a language model reads of a run: its state in JSON. @param now epoch ms */
export function describeRun(run: TaskRun, now: number): Readonly<Record<string, unknown>> {
  const { id, label, startedAt, state, outcome, containers } = run;
  const endedAt = Math.max(...containers.map((each) => each.endedAt ?? now), startedAt);
  const others = containers.filter((each) => containers.length > 1 || each.label !== label);
  return withoutBlanks({
    run: id,
    task: label,
    ...(outcome ? describeOutcome(outcome) : { status: state }),
    seconds: seconds((outcome ? endedAt : now) - startedAt),
    containers: others.slice(-mostEntries).map(describeContainer),
  });
}

/** The same of a container that ended a while ago. */
export function describePast({
  id,
  label,
  startedAt,
  endedAt = startedAt,
  outcome,
}: ContainerRun): Readonly<Record<string, unknown>> {
  return withoutBlanks({
    run: id,
    task: label,
    ...(outcome && describeOutcome(outcome)),
    seconds: seconds(endedAt - startedAt),
    endedAt: new Date(endedAt).toISOString(),
  });
}

/** The containers whose output tells most: those that failed, the first three; else that of the task itself. */
export function tellingContainers({ label, containers }: TaskRun): readonly ContainerRun[] {
  const last = new Map(containers.map((each) => [each.label, each]));
  const failed = [...last.values()].filter(
    ({ outcome }) => outcome && !outcome.isSuccess && outcome.status !== 'cancelled',
  );
  const own = last.get(label) ?? containers.at(-1);
  return failed.length > 0 ? failed.slice(0, 3) : own ? [own] : [];
}

/**
 * The end of an output, readable, headed by which part it is. One that begins within a line begins with the next.
 *
 * @param most how many UTF-16 units of it
 */
export function describeOutput({ id, label }: ContainerRun, part: OutputPart, most: number): string {
  const plain = new PlainText();
  const whole = plain.add(part.text) + plain.end();
  const isCut = part.from > 0 || whole.length > most;
  const end = whole.slice(-most);
  const text = isCut ? end.slice(end.indexOf('\n') + 1) : end;
  if (text.trim() === '') return `"${label}" has printed nothing.`;
  const left = isCut
    ? ` Only its end is shown: all of it has ${part.size} bytes. Read more with containerTasks_readOutput: { "run": "${id}", "from": 0 }.`
    : '';
  return `Output of "${label}":${left}\n\n${text}`;
}

/** As JSON, without what says nothing, one line for each entry of a list. */
export function toJson(value: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(withoutBlanks(value));
}

/** Some entries, and how many are left out. */
export function bounded<T>(list: readonly T[]): { readonly some: readonly T[]; readonly leftOut: number } {
  return { some: list.slice(0, mostEntries), leftOut: Math.max(0, list.length - mostEntries) };
}

/** In s, to a tenth. @param milliseconds how long it took */
function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}

function describeContainer({ id, label, phase, outcome }: ContainerRun): Readonly<Record<string, unknown>> {
  return withoutBlanks({ run: id, label, status: outcome?.status ?? phase, exitCode: outcome?.exitCode });
}

function describeOutcome({ status, exitCode, message, advice }: Outcome): Readonly<Record<string, unknown>> {
  return { status, exitCode, why: message, whatToDo: advice };
}

/** Without what is undefined, false, '' or an empty list. */
export function withoutBlanks(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const says = (each: unknown): boolean =>
    each !== undefined && each !== '' && each !== false && !(Array.isArray(each) && each.length === 0);
  return Object.fromEntries(Object.entries(value).filter(([, each]) => says(each)));
}
