import * as l10n from '@vscode/l10n';
import type { Listing } from './definition.ts';
import { file } from './fields/fields.ts';
import type { Input } from './input.ts';
import { readJson } from './json/read-json.ts';
import { valueOf } from './json/json.ts';
import type { Json, JsonObject } from './json/json.ts';
import type { System } from './layers.ts';
import { quote } from './parsed.ts';
import type { Fix, Place, Problem } from './problem.ts';
import { check } from './reading/check.ts';
import { itemsOf, readInputs, readServices, scopeOf, textOf } from './reading/file-parts.ts';
import type { ServiceEntry } from './reading/file-parts.ts';
import { followDependencies } from './reading/graph.ts';
import type { Standing } from './reading/graph.ts';
import { placeOfLabel, readTask } from './reading/read-task.ts';
import type { ReadTask } from './reading/read-task.ts';
import { toShared } from './reading/shared.ts';
import type { Shared } from './reading/shared.ts';

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
  /** All of it, as it is written; `undefined`: nothing can be made out. */
  readonly root: Json | undefined;
}

/** A task of the file. Its place is that of its object. */
export interface TaskEntry extends Place, Listing {
  readonly label: string;
  /** The place of the label. */
  readonly labelOffset: number;
  readonly labelLength: number;
  /** As it is written, its variables not replaced; '' for one that is built and has no name, or runs nothing. */
  readonly image: string;
  /** The labels of the tasks that have to succeed before it. */
  readonly dependsOn: readonly string[];
  readonly dependsOrder: 'parallel' | 'sequence';
  /** Whether it runs nothing itself, and stands for the tasks that it depends on. */
  readonly isCompound: boolean;
  /** Whether it runs once for each combination of a matrix. */
  readonly hasMatrix: boolean;
  /** What it needs while it runs, in the order of its list. */
  readonly services: readonly ServiceEntry[];
  /** Why the task cannot run: its own mistakes, and the first of what it depends on. Empty: it can. */
  readonly problems: readonly Problem[];
  /** What is said of it, as it is written: each over those before it. */
  readonly layers: readonly JsonObject[];
}

/**
 * Reads the text of a tasks file. Never throws, and takes time linear in the text's length.
 *
 * @param system whose overrides (`windows`, `osx`, `linux`) hold
 */
export function parse(text: string, system: System = 'linux'): TasksFile {
  const { root, problems: syntax } = readJson(text);
  if (!root) return { tasks: [], services: [], inputs: [], problems: syntax, root };
  const sureUntil = syntax[0]?.offset ?? Infinity;
  const scope = scopeOf(root, sureUntil);
  const ofFile = check(file, root, { scope: { ...scope, containerFolder: '' }, sureUntil });
  const services = readServices(valueOf(root, 'services'), scope, sureUntil);
  const { inputs, problems: ofInputs } = readInputs(valueOf(root, 'inputs'));
  const { shared, problems: ofDefaults } = toShared(root, { services, scope, syntax, ofFile, system });
  const tasks = withoutTwins(itemsOf(valueOf(root, 'tasks')).flatMap((item) => readTask(item, shared)));
  const standings = followDependencies(tasks);
  const own = [...services, ...tasks].map(({ problems }) => problems);
  const cycles = [...standings.values()].map((each) => each.cycles);
  const problems = [syntax, ofFile, ofInputs, ofDefaults, ...own, ...cycles].flat();
  return {
    tasks: tasks.flatMap((task) => toEntry(task, standings.get(task), shared)),
    services,
    inputs,
    problems: problems.sort((a, b) => a.offset - b.offset),
    root,
  };
}

/** Every label belongs to the first task that has it. */
function withoutTwins(tasks: readonly ReadTask[]): readonly ReadTask[] {
  const labels = new Set<string>();
  const all = new Set(tasks.map(({ label }) => label));
  return tasks.map((each) => {
    const { label, json, problems } = each;
    if (label === undefined) return each;
    const isTwin = labels.has(label);
    labels.add(label);
    if (!isTwin) return each;
    const message = l10n.t(
      'Another task is called {0} already: give this one a label of its own.',
      quote(label),
    );
    const fixes: readonly Fix[] = [{ kind: 'replace', value: another(label, all) }];
    return { ...each, problems: [...problems, { message, ...placeOfLabel(json), fixes }] };
  });
}

/** A label like this one that no task has. */
function another(label: string, all: { has(label: string): boolean }): string {
  for (let number = 2; ; number++) if (!all.has(`${label} ${number}`)) return `${label} ${number}`;
}

function toEntry(task: ReadTask, standing: Standing | undefined, shared: Shared): TaskEntry[] {
  const { json, label, layers, overview, dependsOn, isCompound, problems, inherited } = task;
  if (label === undefined) return [];
  const { properties, listing } = overview;
  const place = placeOfLabel(json);
  return [
    {
      label,
      labelOffset: place.offset,
      labelLength: place.length,
      offset: json.offset,
      length: json.length,
      detail: listing.detail,
      icon: listing.icon,
      hide: listing.hide,
      group: listing.group,
      isBackground: listing.isBackground,
      tty: listing.tty,
      interactive: listing.interactive,
      presentation: listing.presentation,
      runOptions: listing.runOptions,
      image: isCompound ? '' : (textOf(properties.get('image')?.value) ?? ''),
      dependsOn: dependsOn.length === 0 ? [] : [...new Set(dependsOn.map(({ name }) => name))],
      dependsOrder: textOf(valueOf(json, 'dependsOrder')) === 'sequence' ? 'sequence' : 'parallel',
      isCompound,
      hasMatrix: valueOf(json, 'matrix') !== undefined,
      services: isCompound ? [] : shared.servicesOf(properties.get('services')?.value).entries,
      problems: problems.concat(standing?.cycles ?? [], inherited, dependency(standing)),
      layers,
    },
  ];
}

function dependency(standing: Standing | undefined): readonly Problem[] {
  if (!standing?.blocked) return [];
  const { label, problem } = standing.blocked;
  const message = l10n.t('The task {0}, which it depends on, cannot run: {1}', quote(label), problem.message);
  return [{ ...problem, message }];
}
