import * as l10n from '@vscode/l10n';
import { printParseErrorCode, visit } from 'jsonc-parser';
import type { JSONVisitor, ParseError } from 'jsonc-parser';
import type { Json, JsonArray, JsonObject, Property } from './json.ts';
import type { Place, Problem } from '../problem.ts';

/** The value in a text, as much of it as can be made out (`undefined`: nothing), and what is wrong with its syntax. */
interface JsonFile {
  readonly root: Json | undefined;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
}

/** Reads JSON with comments and trailing commas. Never throws, and takes time linear in the text's length. */
export function readJson(text: string): JsonFile {
  const withoutMark = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const errors: ParseError[] = [];
  const tree = new Tree(text.length);
  try {
    visit(withoutMark, visitorFor(tree, errors), { allowTrailingComma: true });
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    return { root: undefined, problems: [{ message: error.message, offset: error.offset, length: 1 }] };
  }
  const end = withoutMark.trimEnd().length;
  const problems = errors
    .map((error) => toProblem(error, end, text.length))
    .sort((a, b) => a.offset - b.offset);
  const first = problems.filter((problem, index) => problem.offset !== problems[index - 1]?.offset);
  return { root: tree.root, problems: first };
}

function visitorFor(tree: Tree, errors: ParseError[]): JSONVisitor {
  return {
    onObjectBegin: (offset) => {
      tree.open({ type: 'object', properties: [], offset, length: 0 });
    },
    onObjectProperty: (name, offset, length) => {
      tree.name(name, offset, length);
    },
    onObjectEnd: (offset, length) => {
      tree.close(offset + length);
    },
    onArrayBegin: (offset) => {
      tree.open({ type: 'array', items: [], offset, length: 0 });
    },
    onArrayEnd: (offset, length) => {
      tree.close(offset + length);
    },
    onLiteralValue: (value: unknown, offset, length) => {
      tree.literal(value, offset, length);
    },
    onError: (error, offset, length) => {
      errors.push({ error, offset, length });
    },
  };
}

/** What is missing at the end of the text is shown at its last character, because nothing can be shown after it. */
function toProblem({ error, offset, length }: ParseError, end: number, limit: number): Problem {
  if (end === 0) return { message: messages.EmptyFile(), offset: 0, length: 0 };
  const message = messages[printParseErrorCode(error)]();
  if (offset >= end) return { message, offset: end - 1, length: 1 };
  return { message, ...within({ offset, length: Math.max(1, length) }, limit) };
}

const messages: Readonly<Record<ReturnType<typeof printParseErrorCode> | 'EmptyFile', () => string>> = {
  EmptyFile: () => l10n.t('The file is empty: write { "version": "1", "tasks": [] } and fill in the tasks.'),
  InvalidSymbol: () =>
    l10n.t('This is not JSON: write a text in double quotes, a number, true, false, null, {...} or [...].'),
  InvalidNumberFormat: () => l10n.t('This is not a number: write one like 12 or 1.5.'),
  PropertyNameExpected: () => l10n.t('The name of a field is missing here: write it in double quotes.'),
  ValueExpected: () => l10n.t('A value is missing here: write one, or remove the comma or the field.'),
  ColonExpected: () => l10n.t('A colon is missing between the name of the field and its value.'),
  CommaExpected: () => l10n.t('A comma is missing before this.'),
  CloseBraceExpected: () => l10n.t('A closing } is missing.'),
  CloseBracketExpected: () => l10n.t('A closing ] is missing.'),
  EndOfFileExpected: () =>
    l10n.t("There is something after the end of the file's value: remove it, or move it inside."),
  InvalidCommentToken: () => l10n.t('A comment cannot stand here: remove it.'),
  UnexpectedEndOfComment: () => l10n.t('The comment is not closed: write */ at its end.'),
  UnexpectedEndOfString: () =>
    l10n.t('The text is not closed: write a double quote at its end, and \\n for a line break in it.'),
  UnexpectedEndOfNumber: () => l10n.t('The number is not complete: write one like 12 or 1.5.'),
  InvalidUnicode: () =>
    l10n.t('The \\u in this text is not followed by four hexadecimal digits: write them.'),
  InvalidEscapeCharacter: () =>
    l10n.t('The text has a backslash before a letter it does not belong to: write \\\\ for a backslash.'),
  InvalidCharacter: () =>
    l10n.t('The text has a control character in it: write it as an escape, such as \\t for a tab.'),
  '<unknown ParseErrorCode>': () =>
    l10n.t('The file is not JSON from here on: compare it with the examples in the documentation.'),
};

/** A value that is being read. */
type Open = OpenObject | OpenArray;

interface OpenObject extends JsonObject {
  readonly properties: Property[];
  length: number;
}

interface OpenArray extends JsonArray {
  readonly items: Json[];
  length: number;
}

/** Puts values together as they are read: {@link parseTree} would make every one of them twice. */
class Tree {
  root: Json | undefined;
  readonly #limit: number;
  /** What is open, the innermost last. */
  readonly #open: Open[] = [];
  /** Of the property whose value comes next. One whose value is missing, which is a problem already, is left out. */
  #key: Pick<Property, 'name' | 'place'> | undefined;

  /** @param limit the length of the text */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @throws {TooDeep} the parser calls itself for every level, so that the depth must have a limit. */
  open(value: Open): void {
    this.#add(value);
    if (this.#open.push(value) > deepest) throw new TooDeep(value.offset);
  }

  name(name: string, offset: number, length: number): void {
    this.#key = { name, place: within({ offset, length }, this.#limit) };
  }

  literal(value: unknown, offset: number, length: number): void {
    this.#add(toLiteral(value, within({ offset, length }, this.#limit)));
  }

  /** @param end the offset behind it */
  close(end: number): void {
    const value = this.#open.pop();
    if (value) value.length = Math.min(end, this.#limit) - value.offset;
    this.#key = undefined;
  }

  #add(value: Json): void {
    const parent = this.#open.at(-1);
    if (!parent) this.root ??= value;
    else if (parent.type === 'array') parent.items.push(value);
    else if (this.#key) parent.properties.push({ ...this.#key, value });
    this.#key = undefined;
  }
}

const deepest = 100;

class TooDeep extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super(l10n.t('The values are nested more than {0} deep: remove the extra brackets.', deepest));
    this.offset = offset;
  }
}

function toLiteral(value: unknown, { offset, length }: Place): Json {
  if (typeof value === 'string') return { type: 'string', value, offset, length };
  if (typeof value === 'number') return { type: 'number', value, offset, length };
  if (typeof value === 'boolean') return { type: 'boolean', value, offset, length };
  return { type: 'null', offset, length };
}

/** The scanner counts a character too many for a comment that is not closed. */
function within({ offset, length }: Place, limit: number): Place {
  return { offset, length: Math.min(length, limit - offset) };
}
