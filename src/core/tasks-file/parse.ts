import { file, task } from './fields/fields.ts';
import { valueOf } from './json/json.ts';
import type { Json, JsonObject } from './json/json.ts';
import type { Kind } from './kinds/kind.ts';
import { isTaken } from './merge.ts';
import { quote } from './parsed.ts';
import type { Place, Problem } from './problem.ts';
import { readJson } from './json/read-json.ts';

/** What a tasks file says. */
export interface TasksFile {
  /** Every task that has a label, in the order of the file. */
  readonly tasks: readonly TaskEntry[];
  /** Every mistake, in the order of the file. */
  readonly problems: readonly Problem[];
}

/** A task of the file. Its place is that of its object. */
export interface TaskEntry extends Place {
  readonly label: string;
  /** The place of the label. */
  readonly labelOffset: number;
  readonly labelLength: number;
  readonly detail: string | undefined;
  /** As it is written, its variables not replaced; '' for one that is built and has no name. */
  readonly image: string;
  /** Why the task cannot run: its own mistakes, and the first of what it depends on. Empty: it can. */
  readonly problems: readonly Problem[];
  /** The task as it is written, and what is merged under it. */
  readonly json: JsonObject;
  readonly defaults: Json | undefined;
}

/** Reads the text of a tasks file. Never throws, and takes time linear in the text's length. */
export function parse(text: string): TasksFile {
  const { root, problems: syntax } = readJson(text);
  if (!root) return { tasks: [], problems: syntax };
  const sureUntil = syntax[0]?.offset ?? Infinity;
  const fileProblems = check(file, root, '', sureUntil);
  const defaults = valueOf(root, 'defaults');
  const shared: Shared = {
    defaults,
    defaultsProblem: fileProblems.find((problem) => defaults && isWithin(problem, defaults)),
    syntaxProblem: syntax[0],
    sureUntil,
  };
  const tasks = valueOf(root, 'tasks');
  const read = withoutTwins(
    (tasks?.type === 'array' ? tasks.items : []).flatMap((item) => readTask(item, shared)),
  );
  const problems = [syntax, fileProblems, ...read.map(({ own }) => own)].flat();
  return {
    tasks: read.flatMap((each) => toEntry(each, shared)),
    problems: problems.sort((a, b) => a.offset - b.offset),
  };
}

/** What all tasks of a file have in common. */
interface Shared {
  readonly defaults: Json | undefined;
  readonly defaultsProblem: Problem | undefined;
  readonly syntaxProblem: Problem | undefined;
  /** Where it is. */
  readonly sureUntil: number;
}

/** A task with the mistakes that are its own. */
interface ReadTask {
  readonly json: JsonObject;
  readonly own: readonly Problem[];
}

function check(
  kind: Kind<unknown>,
  json: Json,
  containerFolder: string | undefined,
  sureUntil: number,
): readonly Problem[] {
  const problems: Problem[] = [];
  const scope = { variables: undefined, containerFolder };
  kind.read(json, { path: '', scope, sureUntil, report: (problem) => problems.push(problem) });
  return problems;
}

function readTask(json: Json, shared: Shared): ReadTask[] {
  // What is no object has been reported with the file.
  if (json.type !== 'object') return [];
  const workspace = effective(json, shared, 'workspace');
  const problems = check(task, json, workspace?.type === 'boolean' ? undefined : '', shared.sureUntil);
  // Where the syntax is broken, the image may be there and not be found.
  const hasImage = effective(json, shared, 'image') ?? effective(json, shared, 'build');
  if (hasImage || isSpoiled(json, shared)) return [{ json, own: problems }];
  const message = 'The task has no image: add `image` or `build`, or put one into `defaults`.';
  return [{ json, own: [...problems, { message, ...placeOfLabel(json) }] }];
}

/** Every label belongs to the first task that has it. */
function withoutTwins(tasks: readonly ReadTask[]): readonly ReadTask[] {
  const labels = new Set<string>();
  return tasks.map((each) => {
    const label = labelOf(each.json);
    if (label === undefined) return each;
    const isTwin = labels.has(label);
    labels.add(label);
    if (!isTwin) return each;
    const message = `Another task is called ${quote(label)} already: give this one a label of its own.`;
    return { ...each, own: [...each.own, { message, ...placeOfLabel(each.json) }] };
  });
}

function toEntry({ json, own }: ReadTask, shared: Shared): TaskEntry[] {
  const label = labelOf(json);
  if (label === undefined) return [];
  const place = placeOfLabel(json);
  const inherited = [isSpoiled(json, shared) ? shared.syntaxProblem : undefined, shared.defaultsProblem];
  return [
    {
      label,
      labelOffset: place.offset,
      labelLength: place.length,
      detail: textOf(effective(json, shared, 'detail')),
      image: textOf(effective(json, shared, 'image')) ?? '',
      problems: [...own, ...inherited.filter((problem) => problem !== undefined)],
      json,
      defaults: shared.defaults,
      offset: json.offset,
      length: json.length,
    },
  ];
}

/** Whether a mistake in the syntax comes before the end of the task, or of what is merged under it: what follows is a guess. */
function isSpoiled(json: Json, { sureUntil, defaults }: Shared): boolean {
  return [json, defaults].some((each) => each && each.offset + each.length > sureUntil);
}

function isWithin(problem: Place, place: Place): boolean {
  return problem.offset >= place.offset && problem.offset < place.offset + place.length;
}

function labelOf(json: JsonObject): string | undefined {
  const label = textOf(valueOf(json, 'label'));
  return label?.trim() === '' ? undefined : label;
}

function textOf(json: Json | undefined): string | undefined {
  return json?.type === 'string' ? json.value : undefined;
}

/** What a field that is no object comes to, without merging the whole task. */
function effective(json: JsonObject, { defaults }: Shared, name: string): Json | undefined {
  return valueOf(json, name) ?? (isTaken(name, json) ? valueOf(defaults, name) : undefined);
}

/** The first character of a task that has no label. */
function placeOfLabel(json: JsonObject): Place {
  const { offset, length } = valueOf(json, 'label') ?? { offset: json.offset, length: 1 };
  return { offset, length };
}
