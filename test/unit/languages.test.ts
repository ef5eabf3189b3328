import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { generated } from '../helpers/generated.ts';
import { root } from '../helpers/paths.ts';
import { placeholdersOf, textsOf } from '../helpers/texts.ts';

/** The languages that the extension has beside English. `npm run docs` adds what a bundle lacks, with nothing in it, and takes out what is gone. */
const languages = ['de'];

/** The terminal has no VS Code to get a language from; the schema is part of the reference; language models read English. */
const english = /^src\/(?:cli|headless\.ts|core\/tasks-file\/schema\.ts|ui\/programs\/tools)/u;

/** What nobody is shown, or what is the same in every language. */
const internal = [
  "'No service has failed.'",
  "'The log does not begin with the output that is kept.'",
  "'docker run --rm -v $(pwd):/app -w /app node:24 npm test'",
];

const files = globSync('{src,webview}/**/*.ts', { cwd: root }).map((file) => file.replaceAll(path.sep, '/'));
const texts = files.map((file) => ({ file, ...textsOf(file) }));

describe('what people read', () => {
  it('can be translated', () => {
    expect(texts.flatMap(({ mistakes }) => mistakes)).toEqual([]);
  });

  it('goes through the translations', () => {
    const missed = texts
      .filter(({ file }) => !english.test(file))
      .flatMap(({ unwrapped }) => unwrapped.filter((each) => !internal.some((text) => each.endsWith(text))));
    expect(missed).toEqual([]);
  });
});

describe.each(languages)('the translation into %s', (language) => {
  it.each([
    [`l10n/bundle.l10n.${language}.json`, englishMessages()],
    [`package.nls.${language}.json`, json('package.nls.json')],
  ])('%s has each message, with its placeholders', async (file, messages) => {
    const translated = json(file);
    const wanted = Object.keys(messages).map((key) => [key, translated[key] ?? ''] as const);
    const { kept } = await generated(file, JSON.stringify(Object.fromEntries(wanted)));
    expect(Object.keys(asRecord(kept))).toEqual(Object.keys(messages));
    expect(wanted.filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
    for (const [key, text] of wanted)
      expect(placeholdersOf(text), key).toEqual(placeholdersOf(messages[key] ?? ''));
  });
});

/** By their keys, in the order of the alphabet. */
function englishMessages(): Readonly<Record<string, string>> {
  const keys = new Set(texts.flatMap((each) => each.keys));
  return Object.fromEntries([...keys].sort().map((key) => [key, key]));
}

function json(file: string): Readonly<Record<string, string>> {
  return asRecord(readFileSync(path.join(root, file), 'utf8'));
}

function asRecord(text: string): Readonly<Record<string, string>> {
  return JSON.parse(text) as Record<string, string>;
}

describe('a message', () => {
  it.each([
    ['a variable', 'function f() { l10n.t(text); }', 'not one string literal'],
    ['a template', 'function f() { l10n.t(`Run ${name}.`); }', 'not one string literal'],
    ['one at load', "const text = l10n.t('Run');", 'when its file is loaded'],
    ['one of a class at load', "class A { static x = l10n.t('Run'); }", 'when its file is loaded'],
    ['a value too few', "function f() { l10n.t('{0} of {1}', 1); }", 'not those of its values'],
    ['braces in braces', "function f() { l10n.t('${env:{0}}', 1); }", 'a brace in braces'],
  ])('cannot be %s', (_what, source, mistake) => {
    expect(textsOf('x.ts', source).mistakes).toEqual([expect.stringContaining(mistake)]);
  });

  it('is known by its comment too', () => {
    const source = "const f = () => vscode.l10n.t({ message: 'Run {0}', args: [1], comment: 'a button' });";
    expect(textsOf('x.ts', source)).toEqual({ keys: ['Run {0}/a button'], mistakes: [], unwrapped: [] });
  });

  it.each([
    "throw new DriverError('The engine is gone.', advice);",
    'show(`Removed ${count} of ${all}.`);',
    "const item = { placeHolder: 'the task to run' };",
    "vscode.window.showErrorMessage(ok ? name : 'not there');",
    "throw engineFailure(error, 'create it there');",
    "say('Press any key.\\n');",
  ])('is missed where there is only a text: %s', (source) => {
    expect(textsOf('x.ts', source).unwrapped).toHaveLength(1);
  });

  it.each([
    "throw new Error('This cannot be so.');",
    "const field = optional(kind, 'What it does.');",
    "const pattern = '^a b c$';",
    "import x from 'some module.ts';",
  ])('is not missed where nobody reads it: %s', (source) => {
    expect(textsOf('x.ts', source).unwrapped).toEqual([]);
  });
});
