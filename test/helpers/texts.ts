import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './paths.ts';

/** What a source file says to people. */
export interface Texts {
  /** The keys of its messages in a bundle: the message, with a comment behind a slash where it has one. */
  readonly keys: readonly string[];
  /** Calls that no bundle can translate, each with its place. */
  readonly mistakes: readonly string[];
  /** Texts that look like a message and are none, each with its place. */
  readonly unwrapped: readonly string[];
}

/** Reads the messages of a source file. @param file from the repository's root */
export function textsOf(file: string, text = readFileSync(path.join(root, file), 'utf8')): Texts {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const keys: string[] = [];
  const mistakes: string[] = [];
  const unwrapped: string[] = [];
  const at = (node: ts.Node): string =>
    `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  const visit = (node: ts.Node): void => {
    if (isTranslation(node)) {
      const read = readCall(node);
      if ('mistake' in read) mistakes.push(`${at(node)} ${read.mistake}`);
      else keys.push(read.key);
      for (const argument of node.arguments.slice(1)) visit(argument);
      return;
    }
    if (isReference(node) || isInternal(node)) return;
    if (isText(node) && looksLikeMessage(node)) unwrapped.push(`${at(node)} ${node.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { keys, mistakes, unwrapped };
}

/** The placeholders of a message, in order and each once: `{0}`, `{name}`. */
export function placeholdersOf(message: string): readonly string[] {
  return [...new Set(message.match(/\{[^{}\s"]+\}/gu))].filter((each) => /^\{\w+\}$/u.test(each)).sort();
}

function isTranslation(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && /^(?:vscode\.)?l10n\.t$/u.test(node.expression.getText());
}

function readCall(call: ts.CallExpression): { readonly key: string } | { readonly mistake: string } {
  const [first, ...values] = call.arguments;
  const { message, comment } = first ? partsOf(first) : {};
  if (message === undefined) return { mistake: 'its message is not one string literal' };
  if (isRunAtLoad(call))
    return { mistake: 'it is called when its file is loaded, before the language is known' };
  // What the library takes for a placeholder would begin at the first brace.
  if (/\{[^}]*\{/u.test(message)) return { mistake: 'it has a brace in braces: pass the whole as a value' };
  const places = placeholdersOf(message).filter((each) => /^\{\d+\}$/u.test(each));
  if (
    first &&
    ts.isStringLiteralLike(first) &&
    places.join() !== values.map((_, index) => `{${index}}`).join()
  )
    return { mistake: 'its placeholders are not those of its values' };
  return { key: comment === undefined ? message : `${message}/${comment}` };
}

function partsOf(node: ts.Node): { readonly message?: string; readonly comment?: string } {
  if (ts.isStringLiteralLike(node)) return { message: node.text };
  if (!ts.isObjectLiteralExpression(node)) return {};
  return Object.fromEntries(
    node.properties.flatMap((property) =>
      ts.isPropertyAssignment(property) && ts.isStringLiteralLike(property.initializer)
        ? [[property.name.getText(), property.initializer.text]]
        : [],
    ),
  );
}

function isRunAtLoad(node: ts.Node): boolean {
  if (ts.isSourceFile(node)) return true;
  if (ts.isFunctionLike(node)) return false;
  const isOfInstance =
    ts.isPropertyDeclaration(node) &&
    !node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
  return !isOfInstance && isRunAtLoad(node.parent);
}

type Text = ts.StringLiteralLike | ts.TemplateExpression;

function isText(node: ts.Node): node is Text {
  return (
    (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) && !ts.isLiteralTypeNode(node.parent)
  );
}

/** A sentence of some words, or any words where a message is due. */
function looksLikeMessage(node: Text): boolean {
  const text = ts.isTemplateExpression(node)
    ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('X')
    : node.text;
  const isSentence = /^[\p{Lu}"`].*\p{L} .*\p{L}.*[.?!:]\s*$/su.test(text);
  return isSentence || (/\p{L}{2,} \p{L}{2,}|\p{L}{3,}\.$/u.test(text) && isDue(node));
}

/** Whether it stands where only a text for people can. */
function isDue({ parent }: ts.Node): boolean {
  if (ts.isConditionalExpression(parent) || ts.isBinaryExpression(parent)) return isDue(parent);
  if (ts.isPropertyAssignment(parent)) return dueProperties.has(parent.name.getText());
  if (ts.isNewExpression(parent)) return parent.expression.getText() === 'DriverError';
  return ts.isCallExpression(parent) && /show\w+Message$|^engineFailure$/u.test(parent.expression.getText());
}

const dueProperties = new Set([
  ...['message', 'advice', 'problem', 'takes', 'sentence', 'why'],
  ...['placeHolder', 'prompt', 'title', 'tooltip', 'detail'],
]);

/** The reference of the tasks file, which is English alone: what fields and variables mean. */
function isReference(node: ts.Node): boolean {
  if (ts.isPropertyAssignment(node)) return ['meaning', 'patternErrorMessage'].includes(node.name.getText());
  return ts.isStringLiteralLike(node) && isOfField(node.parent);
}

/** What nobody is shown: a mistake of ours, or the reason of a signal. */
function isInternal(node: ts.Node): boolean {
  return (
    ts.isNewExpression(node) &&
    /^(?:Error|SyntaxError|DOMException|EngineError)$/u.test(node.expression.getText())
  );
}

function isOfField(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) && /^(?:required|optional|defaulted|askedRow)$/u.test(node.expression.getText())
  );
}
