import type { Listing } from './definition.ts';
import { file, task } from './fields/fields.ts';
import { input } from './fields/input.ts';
import { service } from './fields/service.ts';
import type { Input } from './input.ts';
import { readJson } from './json/read-json.ts';
import { valueOf } from './json/json.ts';
import type { Json, JsonObject } from './json/json.ts';
import { check } from './check.ts';
import { readListing, referencesOf } from './listing.ts';
import { mergeDefaults } from './merge.ts';
import { quote } from './parsed.ts';
import type { Place, Problem } from './problem.ts';

/** What a tasks file says. */
export interface TasksFile {
  /** Every task that has a label, in the order of the file. */
  readonly tasks: readonly TaskEntry[];
  /** Every service, in the order of the file. */
  readonly services: readonly ServiceEntry[];
  /** Every input that has no mistake, in the order of the file. */
  readonly inputs: readonly Input[];
  /** Every mistake, in the order of the file. */
  readonly problems: readonly Problem[];
}

/** A task of the file. Its place is that of its object. */
export interface TaskEntry extends Place, Listing {
  readonly label: string;
  /** The place of the label. */
  readonly labelOffset: number;
  readonly labelLength: number;
  /** As it is written, its variables not replaced; '' for one that is built and has no name. */
  readonly image: string;
  /** The labels of the tasks that have to succeed before it. */
  readonly dependsOn: readonly string[];
  readonly dependsOrder: 'parallel' | 'sequence';
  /** What it needs while it runs, in the order of its list. */
  readonly services: readonly ServiceEntry[];
  /** Why the task cannot run: its own mistakes, and the first of what it depends on. Empty: it can. */
  readonly problems: readonly Problem[];
  /** The task as it is written, and what is merged under it. */
  readonly json: JsonObject;
  readonly defaults: Json | undefined;
}

/** A service of the file. */
export interface ServiceEntry {
  readonly name: string;
  /** Its mistakes. */
  readonly problems: readonly Problem[];
  /** As it is written. */
  readonly json: JsonObject;
}

/** Reads the text of a tasks file. Never throws, and takes time linear in the text's length. */
export function parse(text: string): TasksFile {
  const { root, problems: syntax } = readJson(text);
  if (!root) return { tasks: [], services: [], inputs: [], problems: syntax };
  const sureUntil = syntax[0]?.offset ?? Infinity;
  const fileProblems = check(file, root, { sureUntil, containerFolder: '' });
  const defaults = valueOf(root, 'defaults');
  const services = readServices(valueOf(root, 'services'), sureUntil);
  const shared: Shared = {
    defaults,
    services: new Map(services.map((each) => [each.name, each])),
    defaultsProblem: fileProblems.find((problem) => defaults && isWithin(problem, defaults)),
    syntaxProblem: syntax[0],
    sureUntil,
  };
  const read = withoutTwins(itemsOf(valueOf(root, 'tasks')).flatMap((item) => readTask(item, shared)));
  const problems = [syntax, fileProblems, ...[...services, ...read].map((each) => each.problems)].flat();
  return {
    tasks: read.flatMap((each) => toEntry(each, shared)),
    services,
    inputs: readInputs(valueOf(root, 'inputs')),
    problems: problems.sort((a, b) => a.offset - b.offset),
  };
}

/** What all tasks of a file have in common. */
interface Shared {
  readonly defaults: Json | undefined;
  readonly services: ReadonlyMap<string, ServiceEntry>;
  readonly defaultsProblem: Problem | undefined;
  readonly syntaxProblem: Problem | undefined;
  /** Where it is. */
  readonly sureUntil: number;
}

/** A task with the mistakes that are its own. */
interface ReadTask {
  readonly json: JsonObject;
  /** With the defaults. */
  readonly merged: JsonObject;
  readonly problems: readonly Problem[];
}

function readServices(json: Json | undefined, sureUntil: number): readonly ServiceEntry[] {
  if (json?.type !== 'object') return [];
  return json.properties.flatMap(({ name, value }) => {
    // What is no object has been reported with the file.
    if (value.type !== 'object') return [];
    return [{ name, problems: check(service, value, { sureUntil, path: `services.${name}` }), json: value }];
  });
}

function readInputs(json: Json | undefined): readonly Input[] {
  const silent = { path: '', scope: { variables: undefined, containerFolder: undefined }, sureUntil: 0 };
  const read = itemsOf(json).map((each) => input.read(each, { ...silent, report: () => undefined }));
  return read.filter((each) => each !== undefined);
}

function readTask(json: Json, shared: Shared): ReadTask[] {
  // What is no object has been reported with the file.
  if (json.type !== 'object') return [];
  const merged = mergeDefaults(json, shared.defaults);
  const hasFolder = valueOf(merged, 'workspace')?.type !== 'boolean';
  const problems = check(task, json, {
    sureUntil: shared.sureUntil,
    ...(hasFolder && { containerFolder: '' }),
  });
  // Where the syntax is broken, the image may be there and not be found.
  const hasImage = valueOf(merged, 'image') ?? valueOf(merged, 'build');
  if (hasImage || isSpoiled(json, shared)) return [{ json, merged, problems }];
  const message = 'The task has no image: add `image` or `build`, or put one into `defaults`.';
  return [{ json, merged, problems: [...problems, { message, ...placeOfLabel(json) }] }];
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
    return { ...each, problems: [...each.problems, { message, ...placeOfLabel(each.json) }] };
  });
}

function toEntry({ json, merged, problems }: ReadTask, shared: Shared): TaskEntry[] {
  const label = labelOf(json);
  if (label === undefined) return [];
  const place = placeOfLabel(json);
  const { dependsOn, dependsOrder, services: names } = referencesOf(merged);
  const services = names.map((name) => shared.services.get(name)).filter((each) => each !== undefined);
  const inherited = [
    isSpoiled(json, shared) ? shared.syntaxProblem : undefined,
    shared.defaultsProblem,
    ...services.map((each) => each.problems[0]),
  ];
  return [
    {
      ...{
        label,
        labelOffset: place.offset,
        labelLength: place.length,
        offset: json.offset,
        length: json.length,
      },
      ...readListing(merged),
      image: textOf(valueOf(merged, 'image')) ?? '',
      ...{ dependsOn, dependsOrder, services },
      problems: [...problems, ...inherited.filter((problem) => problem !== undefined)],
      ...{ json, defaults: shared.defaults },
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

function itemsOf(json: Json | undefined): readonly Json[] {
  return json?.type === 'array' ? json.items : [];
}

function labelOf(json: JsonObject): string | undefined {
  const label = textOf(valueOf(json, 'label'));
  return label?.trim() === '' ? undefined : label;
}

function textOf(json: Json | undefined): string | undefined {
  return json?.type === 'string' ? json.value : undefined;
}

/** The first character of a task that has no label. */
function placeOfLabel(json: JsonObject): Place {
  const { offset, length } = valueOf(json, 'label') ?? { offset: json.offset, length: 1 };
  return { offset, length };
}
