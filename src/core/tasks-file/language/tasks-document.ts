import type { Json } from '../json/json.ts';
import { parse } from '../parse.ts';
import type { TasksFile } from '../parse.ts';
import type { System } from '../layers.ts';
import { groupOfAxis } from './axis-group.ts';
import { namesIn } from './names.ts';
import type { Name } from './names.ts';
import { textsIn } from './texts.ts';
import type { Text } from './texts.ts';

/** One version of a tasks file, as its editor asks about it: what is not asked for is not found out. */
export class TasksDocument {
  readonly text: string;
  readonly file: TasksFile;
  #texts: ReadonlyMap<number, Text> | undefined;
  #names: readonly Name[] | undefined;

  constructor(text: string, system: System) {
    this.text = text;
    this.file = parse(text, system);
  }

  get root(): Json | undefined {
    return this.file.root;
  }

  /** As {@link textsIn}. */
  get texts(): ReadonlyMap<number, Text> {
    this.#texts ??= textsIn(this.root);
    return this.#texts;
  }

  /** As {@link namesIn}. */
  get names(): readonly Name[] {
    this.#names ??= namesIn(this.text, this.root, this.texts);
    return this.#names;
  }

  /** The text that an offset is in, or at an end of. */
  textAt(offset: number): Text | undefined {
    for (const text of this.texts.values())
      if (offset >= text.json.offset && offset <= text.json.offset + text.json.length) return text;
    return undefined;
  }

  /** The name that an offset is in, or at an end of. */
  nameAt(offset: number): Name | undefined {
    return this.names.find((each) => offset >= each.offset && offset <= each.offset + each.length);
  }

  /** Every place of what a name stands for, itself among them, in the order of the file. */
  placesOf(name: Name): readonly Name[] {
    const group = name.kind === 'axis' ? groupOfAxis(name, this.file, this.names) : undefined;
    return this.names
      .filter(
        (each) => each.kind === name.kind && each.name === name.name && (group?.has(each.owner) ?? true),
      )
      .sort((one, other) => one.offset - other.offset);
  }

  /** Where what a name stands for is made; `undefined`: nowhere. Of two tasks of one label, the first is meant. */
  definitionOf(name: Name): Name | undefined {
    const places = this.placesOf(name).filter(({ isDefinition }) => isDefinition);
    // Each task of an axis has its own; a service that takes its values has none.
    return places.find(({ owner }) => owner === name.owner) ?? places[0];
  }
}
