import { expect, test } from 'vitest';
import schema from '../../../../media/tasks.container.schema.json' with { type: 'json' };
import { parse } from '../../../../src/core/tasks-file/parse.ts';

interface Snippet {
  readonly label: string;
  readonly body: object;
}

const snippets = snippetsIn(schema).filter(
  ({ label }) => label.startsWith('Container') || label.includes(': '),
);

test.each(snippets.map((snippet) => [snippet.label, snippet] as const))(
  'the snippet "%s" has no mistake as it is',
  (_, { body }) => {
    const value = JSON.parse(expanded(textOf(body))) as Readonly<Record<string, unknown>>;
    expect(parse(JSON.stringify(fileWith(value)), 'linux').problems).toEqual([]);
  },
);

test('a variable and a matcher of a snippet arrive as they are written in a file', () => {
  const texts = snippets.map(({ body }) => expanded(textOf(body)));
  expect(texts.filter((text) => text.includes('"node:${matrix:version}"'))).toHaveLength(1);
  expect(texts.filter((text) => text.includes('"$tsc"'))).toHaveLength(1);
});

/** The snippets of a schema and of all in it. */
function snippetsIn(value: unknown): readonly Snippet[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    name === 'defaultSnippets' ? (each as readonly Snippet[]) : snippetsIn(each),
  );
}

/** As VS Code's JSON service makes a snippet's text: a string that begins with ^ is taken as it is. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value.startsWith('^') ? value.slice(1) : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const properties = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}:${textOf(each)}`);
  return `{${properties.join(',')}}`;
}

/** A snippet's text when nothing is typed: stops have their words, and a backslash takes its meaning from `$`, `}` and itself. */
function expanded(text: string): string {
  const stop = /(?<!\\)\$\{\d+:((?:\\.|[^${}\\])*)\}/;
  let filled = text;
  while (stop.test(filled)) filled = filled.replace(stop, '$1');
  expect(filled).not.toMatch(/(?<!\\)\$/); // It would be a variable of VS Code's.
  return filled.replace(/\\([$}\\])/g, '$1');
}

/** A file in which what a snippet makes can stand. */
function fileWith(value: Readonly<Record<string, unknown>>): object {
  if ('tasks' in value) return value;
  if ('id' in value) return { inputs: [value], tasks: [] };
  if (!('label' in value)) return { services: { it: value }, tasks: [] };
  const names = { services: { db: { image: 'x' } } };
  return value['label'] === 'build'
    ? { ...names, tasks: [value] }
    : { ...names, tasks: [{ label: 'build', image: 'x' }, value] };
}
