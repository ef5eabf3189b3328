import { expect, test } from 'vitest';
import { builtinContribution } from '../../../../src/core/problem-matcher/builtin.ts';
import { MatcherRegistry } from '../../../../src/core/problem-matcher/matcher-registry.ts';
import type { MatcherOutline } from '../../../../src/core/problem-matcher/problem-matcher.ts';

const nothing: MatcherOutline = { base: undefined, patterns: undefined };

test('knows every matcher that VS Code comes with', () => {
  const names = builtinContribution.problemMatchers.map(({ name }) => `$${name}`);
  const resolved = new MatcherRegistry().resolve(names);
  expect('matchers' in resolved && resolved.matchers).toHaveLength(names.length);
});

test('a matcher has what is its own, then what is its base, then the usual', () => {
  const resolved = new MatcherRegistry().resolve([
    { ...nothing, base: '$tsc-watch', owner: 'me' },
    { ...nothing, patterns: '$go' },
  ]);
  expect(resolved).toMatchObject({
    matchers: [
      {
        ...{ owner: 'me', source: 'ts', applyTo: 'closedDocuments', severity: 'error' },
        fileLocation: { kind: 'relative', folder: '' },
        patterns: [{ file: 1, code: 5 }],
        background: { activeOnStart: true },
      },
      {
        owner: 'external',
        source: '',
        applyTo: 'allDocuments',
        patterns: [{ file: 2 }],
        background: undefined,
      },
    ],
  });
});

test('takes the matchers and patterns of extensions, and leaves out what makes no sense', () => {
  const registry = new MatcherRegistry([
    {
      problemPatterns: [
        { name: 'mine', label: 'Mine', regexp: '^(.+):(\\d+): (.+)$', message: 3 },
        {
          name: 'lines',
          patterns: [
            { regexp: '^(.+)$', file: 1 },
            { regexp: '^ (\\d+) (.+)$', line: 1, message: 2 },
          ],
        },
        { name: 'wrong', regexp: '(' },
      ],
      problemMatchers: [
        {
          ...{
            name: 'gcc',
            label: 'GCC',
            owner: 'cpptools',
            fileLocation: ['autoDetect', '${workspaceFolder}/src'],
          },
          pattern: '$mine',
          watching: { beginsPattern: { regexp: '^begin (.*)', file: 1 }, endsPattern: '^end' },
        },
        { name: 'two', pattern: '$lines' },
        { name: 'broken', pattern: { regexp: '(' } },
        { name: 'nowhere', pattern: '$nowhere' },
        { name: 'loop', base: '$loop' },
        null,
      ],
    },
    { problemMatchers: 'none' },
  ]);
  expect(registry.resolve(['$gcc', '$two'])).toMatchObject({
    matchers: [
      {
        ...{ owner: 'cpptools', fileLocation: { kind: 'autoDetect', folder: 'src' } },
        patterns: [{ file: 1, line: 2, column: 3, message: 3 }],
        background: { begins: /^begin (.*)/, ends: /^end/ },
      },
      { patterns: [{ file: 1 }, { line: 1 }] },
    ],
  });
  expect(
    registry.resolve(['$broken', '$nowhere', '$loop', '$mien', 'tsc', { ...nothing, patterns: '$lins' }]),
  ).toEqual({
    problems: [
      'There is no problem matcher "$broken": install the extension that has it, or write your own.',
      'There is no problem pattern "$nowhere": install the extension that has it, or write your own.',
      'The problem matcher "$loop" is its own base.',
      'There is no problem matcher "$mien": install the extension that has it, or write your own.',
      'There is no problem matcher "tsc": did you mean "$tsc"?',
      'There is no problem pattern "$lins": did you mean "$lines"?',
    ],
  });
});
