import { describe, expect, it } from 'vitest';
import {
  describeImage,
  describeName,
  describeResolved,
} from '../../../../../src/core/tasks-file/language/hover.ts';
import { resolveText } from '../../../../../src/core/tasks-file/language/resolved-text.ts';
import { TasksDocument } from '../../../../../src/core/tasks-file/language/tasks-document.ts';
import { variablesIn } from '../../../../helpers/variables.ts';

const env: Readonly<Record<string, string>> = {
  LEVEL: 'debug',
  NPM_TOKEN: 'abc',
  QUIET: 'hidden',
  DATABASE: 'postgres://me:pass@host/db',
};
const variables = variablesIn('/home/me/app', {
  env: (name) => env[name],
  asked: new Map([['config:editor.tabSize', '4']]),
});

/** What is said of a text, or a name in it, in a task; the last is the one that is pointed at. */
function said(value: string, more = ''): string | undefined {
  const text = `{
    "defaults": { "secrets": ["QUIET"] },
    "services": { "db": { "image": "postgres:17", "command": ["postgres", "-v"] } },
    "tasks": [
      { "label": "build", "detail": "Makes it", "image": "node:24", "script": "a\\nb \`c\`" },
      { "label": "this", "image": "x", "matrix": { "os": [1, "b"] }, ${more} "env": { "X": ${value} } }
    ]
  }`;
  const document = new TasksDocument(text, 'linux');
  const found = document.textAt(text.lastIndexOf(value) + 1);
  const resolved = found && resolveText(document, found, variables);
  return resolved && describeResolved(resolved, found);
}

const block = (text: string) => `In the container:\n\n\`\`\`\n${text}\n\`\`\``;

describe('the variables of a text', () => {
  it.each([
    ['its folder in the container', '"${workspaceFolder}/x"', block('/workspace/x')],
    ['the environment', '"${env:LEVEL} ${localEnv:NONE:else}"', block('debug else')],
    ['a setting', '"${config:editor.tabSize}"', block('4')],
    [
      'what is asked for',
      '"a ${input:x}"',
      `${block('a ${input:x}')}\n\n- \`\${input:x}\` is asked for when the task runs.`,
    ],
    ['what is asked for, alone', '"${command:x}"', '- `${command:x}` is asked for when the task runs.'],
    ['a matrix', '"${matrix:os}"', '- `${matrix:os}` is one of: `1`, `b`.'],
    ['the open file', '"${file}"', '- `${file}` depends on the file that is open when the task runs.'],
    ['a mistake', '"${nothing}"', /^- `\$\{nothing\}` is not a variable/],
  ])('stand for %s', (_, value, expected) => {
    if (typeof expected === 'string') expect(said(value)).toBe(expected);
    else expect(said(value)).toMatch(expected);
  });

  it.each([
    ['a name that says so', '"${env:NPM_TOKEN}"'],
    ['one of the secrets', '"${env:QUIET}"'],
    ['a password in an address', '"${localEnv:DATABASE}"'],
  ])('are not shown for %s', (_, value) => {
    expect(said(value)).toMatch(/is not shown, as it looks like a secret\.$/);
    for (const each of Object.values(env)) expect(said(value)).not.toContain(each);
  });

  it('have no folder where the task has none', () => {
    expect(said('"${containerWorkspaceFolder}"', '"workspace": false,')).toContain('has no value here');
  });

  it('are not spoken of where there are none', () => {
    expect(said('"plain"')).toBeUndefined();
  });
});

describe('a name', () => {
  it.each([
    ['a task', '"dependsOn": ["build"]', 'Makes it\n\n`node:24`\n\n```\na\nb `c`\n```'],
    ['a service', '"services": ["db"]', '`postgres:17`\n\n```\npostgres -v\n```'],
    ['nothing', '"dependsOn": ["none"]', undefined],
  ])('stands for %s', (_, field, expected) => {
    const text = `{
      "services": { "db": { "image": "postgres:17", "command": ["postgres", "-v"] } },
      "tasks": [
        { "label": "build", "detail": "Makes it", "image": "node:24", "script": "a\\nb \`c\`" },
        { "label": "this", ${field} }
      ]
    }`;
    const document = new TasksDocument(text, 'linux');
    const name = document.nameAt(text.indexOf(field) + field.length - 3);
    expect(name && describeName(document, name)).toBe(expected);
  });
});

describe('an image', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const images = [
    {
      id: `sha256:${'0123456789'.repeat(6)}abcd`,
      names: ['docker.io/library/node:24', `node@${digest}`],
      size: 2 ** 30,
      created: 0,
    },
  ];
  const has = 'The engine has this image: 1 GiB, 3 days old, id `012345678901`.';
  it.each([
    ['node:24', has],
    [`node:1@${digest}`, has],
    ['node', 'The engine does not have this image yet: it is pulled when a task needs it.'],
    ['ghcr.io/node:24', 'The engine does not have this image yet: it is pulled when a task needs it.'],
    ['No Image', undefined],
  ])('%s is told from others', (reference, expected) => {
    expect(describeImage(reference, images, 3 * 86_400_000)).toBe(expected);
  });
});
