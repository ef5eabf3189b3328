import { createScanner, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import type { Json, Property } from './json.ts';
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
  const deep = findTooDeep(withoutMark);
  if (deep) return { root: undefined, problems: [deep] };
  const errors: ParseError[] = [];
  const tree = parseTree(withoutMark, errors, { allowTrailingComma: true });
  const end = withoutMark.trimEnd().length;
  const problems = errors
    .map((error) => toProblem(error, end, text.length))
    .sort((a, b) => a.offset - b.offset);
  const first = problems.filter((problem, index) => problem.offset !== problems[index - 1]?.offset);
  return { root: tree && fromNode(tree, text.length), problems: first };
}

/** The parser calls itself for every level, so that the depth must have a limit. */
function findTooDeep(text: string): Problem | undefined {
  const deepest = 100;
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== endOfFile; token = scanner.scan()) {
    if (token === openBrace || token === openBracket) depth++;
    if (token === closeBrace || token === closeBracket) depth--;
    if (depth > deepest)
      return {
        message: `The values are nested more than ${deepest} deep: remove the extra brackets.`,
        offset: scanner.getTokenOffset(),
        length: 1,
      };
  }
  return undefined;
}

// jsonc-parser's SyntaxKind is a const enum, which a file compiled on its own cannot use.
const openBrace = 1;
const closeBrace = 2;
const openBracket = 3;
const closeBracket = 4;
const endOfFile = 17;

/** What is missing at the end of the text is shown at its last character, because nothing can be shown after it. */
function toProblem({ error, offset, length }: ParseError, end: number, limit: number): Problem {
  if (end === 0) return { message: messages.EmptyFile, offset: 0, length: 0 };
  const message = messages[printParseErrorCode(error)];
  if (offset >= end) return { message, offset: end - 1, length: 1 };
  return { message, ...within({ offset, length: Math.max(1, length) }, limit) };
}

const messages: Readonly<Record<ReturnType<typeof printParseErrorCode> | 'EmptyFile', string>> = {
  EmptyFile: 'The file is empty: write { "version": "1", "tasks": [] } and fill in the tasks.',
  InvalidSymbol:
    'This is not JSON: write a text in double quotes, a number, true, false, null, {...} or [...].',
  InvalidNumberFormat: 'This is not a number: write one like 12 or 1.5.',
  PropertyNameExpected: 'The name of a field is missing here: write it in double quotes.',
  ValueExpected: 'A value is missing here: write one, or remove the comma or the field.',
  ColonExpected: 'A colon is missing between the name of the field and its value.',
  CommaExpected: 'A comma is missing before this.',
  CloseBraceExpected: 'A closing } is missing.',
  CloseBracketExpected: 'A closing ] is missing.',
  EndOfFileExpected: "There is something after the end of the file's value: remove it, or move it inside.",
  InvalidCommentToken: 'A comment cannot stand here: remove it.',
  UnexpectedEndOfComment: 'The comment is not closed: write */ at its end.',
  UnexpectedEndOfString:
    'The text is not closed: write a double quote at its end, and \\n for a line break in it.',
  UnexpectedEndOfNumber: 'The number is not complete: write one like 12 or 1.5.',
  InvalidUnicode: 'The \\u in this text is not followed by four hexadecimal digits: write them.',
  InvalidEscapeCharacter:
    'The text has a backslash before a letter it does not belong to: write \\\\ for a backslash.',
  InvalidCharacter: 'The text has a control character in it: write it as an escape, such as \\t for a tab.',
  '<unknown ParseErrorCode>':
    'The file is not JSON from here on: compare it with the examples in the documentation.',
};

function fromNode(node: Node, limit: number): Json {
  const { offset, length } = within(node, limit);
  const children = node.children ?? [];
  if (node.type === 'array')
    return { type: 'array', items: children.map((child) => fromNode(child, limit)), offset, length };
  if (node.type === 'object')
    return { type: 'object', properties: toProperties(children, limit), offset, length };
  const value: unknown = node.value;
  if (typeof value === 'string') return { type: 'string', value, offset, length };
  if (typeof value === 'number') return { type: 'number', value, offset, length };
  if (typeof value === 'boolean') return { type: 'boolean', value, offset, length };
  return { type: 'null', offset, length };
}

/** Without those whose value is missing, which is a problem already. */
function toProperties(nodes: readonly Node[], limit: number): readonly Property[] {
  const properties: Property[] = [];
  for (const { children: [key, value] = [] } of nodes) {
    const name: unknown = key?.value;
    if (key && value && typeof name === 'string')
      properties.push({ name, place: within(key, limit), value: fromNode(value, limit) });
  }
  return properties;
}

/** The scanner counts a character too many for a comment that is not closed. */
function within({ offset, length }: Place, limit: number): Place {
  return { offset, length: Math.min(length, limit - offset) };
}
