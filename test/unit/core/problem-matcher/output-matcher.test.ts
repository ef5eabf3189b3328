import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MatcherRegistry } from '../../../../src/core/problem-matcher/matcher-registry.ts';
import { OutputMatcher, tellReadiness } from '../../../../src/core/problem-matcher/output-matcher.ts';
import type { MatcherOutline, ProblemPattern } from '../../../../src/core/problem-matcher/problem-matcher.ts';

const nothing: MatcherOutline = { base: undefined, patterns: undefined };
const pattern: ProblemPattern = {
  ...{
    regexp: /^(.+):(\d+): (.+)$/,
    kind: 'location',
    file: 1,
    location: undefined,
    line: 2,
    column: undefined,
  },
  ...{
    endLine: undefined,
    endColumn: undefined,
    severity: undefined,
    code: undefined,
    message: 3,
    loop: false,
  },
};

function named(...matchers: readonly (string | MatcherOutline)[]) {
  const resolved = new MatcherRegistry().resolve(matchers);
  if ('problems' in resolved) throw new Error(resolved.problems.join());
  return resolved.matchers;
}

/** What is told of the texts, in order: `file:line:column-endLine:endColumn severity code message`. */
function told(matchers: readonly (string | MatcherOutline)[], ...texts: readonly string[]): string[] {
  const events: string[] = [];
  const matcher = new OutputMatcher(named(...matchers), {
    onProblem: ({ file, place, severity, code, message }) => {
      const at = place ? `:${place.line}:${place.column}-${place.endLine}:${place.endColumn}` : '';
      events.push([`${file}${at}`, severity, code, message].filter((part) => part !== '').join(' '));
    },
    onBegin: () => events.push('begin'),
    onReady: () => events.push('ready'),
  });
  for (const text of texts) matcher.add(text, 'stdout');
  matcher.end();
  return events;
}

test.each([
  ['$tsc', "src/a.ts(3,5): error TS2322: Type 'x'.\n", "src/a.ts:3:5-3:5 error 2322 Type 'x'."],
  [
    '$tsc',
    '\x1b[96msrc/a.ts\x1b[0m:\x1b[93m3\x1b[0m:\x1b[93m5\x1b[0m - \x1b[91merror\x1b[0m\x1b[90m TS1: \x1b[0mx\r\n',
    'src/a.ts:3:5-3:5 error 1 x',
  ],
  ['$go', './main.go:7:2: undefined: x\n', './main.go:7:2-7:2 error undefined: x'],
  ['$go', 'main.go:7: x', 'main.go:7:1-7:Infinity error x'],
  ['$eslint-compact', '/w/a.js: line 1, col 2, Warning - Bad. (no-x)\n', '/w/a.js:1:2-1:2 warning no-x Bad.'],
  ['$jshint', 'a.js: line 1, col 2, Bad. (W033)\n', 'a.js:1:2-1:2 warning 033 Bad.'],
  ['$msCompile', 'a.cs(1,2,3,4): warning CS0168: unused\n', 'a.cs:1:2-3:4 warning CS0168 unused'],
  ['$msCompile', 'a.cs(9): fatal error C1: gone\n', 'a.cs:9:1-9:Infinity error C1 gone'],
  ['$nvcc', 'k.cu(4): error: x\n', 'k.cu:4:1-4:Infinity error x'],
  ['$lessCompile', 'Bad in file a.less line no. 4\n', 'a.less:4:1-4:Infinity error Bad'],
  ['$gulp-tsc', 'a.ts(1,2): 2304 x\n', 'a.ts:1:2-1:2 error 2304 x'],
])('%s finds the problem in %j', (name, text, expected) => {
  expect(told([name], text)).toEqual([expected]);
});

test('a pattern that loops is tried on each line until one does not match', () => {
  const text =
    '\n/w/a.js\n  1:2  error  One  no-x\n  3:4  warning  Two\n\n/w/b.js\n  5:6  error  Three  no-y\n\n✖ 3 problems\n';
  expect(told(['$eslint-stylish'], text)).toEqual([
    '/w/a.js:1:2-1:2 error no-x One',
    '/w/a.js:3:4-3:4 warning Two',
    '/w/b.js:5:6-5:6 error no-y Three',
  ]);
});

test('a problem may be spread over lines, and its message too', () => {
  const patterns = [
    { ...pattern, regexp: /^in (.+)$/, line: undefined, message: undefined },
    { ...pattern, regexp: /^at (\d+) (.+)$/, file: undefined, line: 1, message: 2 },
    { ...pattern, regexp: /^ (.+)$/, file: undefined, line: undefined, message: 1 },
  ];
  const text = 'in x.c\nin a.c\nat 7 bad\n  thing\nat 8 lost\n  x\n';
  expect(told([{ ...nothing, patterns }], text)).toEqual(['a.c:7:1-7:Infinity error bad\nthing']);
});

test('of the matchers, those of more lines come first, and a line is of one problem', () => {
  const two = [
    { ...pattern, regexp: /^(a.c):\d+: (.+)$/, line: undefined, message: 2 },
    { ...pattern, regexp: /^ +at (\d+)$/, file: undefined, line: 1, message: undefined },
  ];
  const one = { ...pattern, regexp: /^ +at (\d+)$/, file: 1, line: 1, message: 0 };
  const matchers = [
    { ...nothing, patterns: [one] },
    { ...nothing, patterns: two },
  ];
  expect(told(matchers, 'a.c:1: x\n at 5\n at 6\n')).toEqual([
    'a.c:5:1-5:Infinity error x',
    '6:6:1-6:Infinity error at 6',
  ]);
});

test.each([
  ['E', 'error'],
  ['W', 'warning'],
  ['I', 'info'],
  ['ERROR', 'error'],
  ['Warn', 'warning'],
  ['note', 'info'],
  ['hint', 'info'],
  ['fatal', 'warning'],
])('reads the severity %s as %s', (word, severity) => {
  const patterns = [{ ...pattern, regexp: /^(.+):(\d+): (\w+): (.+)$/, severity: 3, message: 4 }];
  expect(told([{ ...nothing, severity: 'warning', patterns }], `a.c:1: ${word}: x\n`)).toEqual([
    `a.c:1:1-1:Infinity ${severity} x`,
  ]);
});

test('a whole file may be at fault, and what has no place, file or message is no problem', () => {
  const file = { ...pattern, regexp: /^bad: (.+)$/, kind: 'file', line: undefined, message: 0 } as const;
  expect(told([{ ...nothing, patterns: [file] }], 'bad: a.c\n')).toEqual(['a.c error bad: a.c']);
  expect(
    told(
      [{ ...nothing, patterns: [{ ...pattern, regexp: /^(.*):(\w+): (.*)$/ }] }],
      'a.c:x: y\n:1: y\na:1: \n',
    ),
  ).toEqual([]);
});

describe('a task that goes on', () => {
  const background = { activeOnStart: false, begins: /^begin/, ends: /^end/ };
  const watch: MatcherOutline = { ...nothing, patterns: [pattern], background };

  test('begins and ends its rounds of work', () => {
    const text = 'end\nbegin\na.c:1: x\nbegin\nend\nend\nbegin\nend\n';
    expect(told([watch], text)).toEqual(['begin', 'a.c:1:1-1:Infinity error x', 'ready', 'begin', 'ready']);
  });

  test('may be at work from its start', () => {
    expect(told([{ ...watch, background: { ...background, activeOnStart: true } }], 'end\n')).toEqual([
      'ready',
    ]);
    expect(told([{ ...watch, background: { ...background, begins: undefined } }], 'end\n')).toEqual([
      'ready',
    ]);
  });

  test('is ready when all that were at work are', () => {
    const other = { ...watch, background: { ...background, begins: /^start/, ends: /^stop/ } };
    expect(told([watch, other], 'begin\nstart\nend\n', 'stop\n')).toEqual(['begin', 'begin', 'ready']);
  });

  test('is told of by tsc', () => {
    const text =
      '[12:00:01 AM] Starting compilation in watch mode...\na.ts(1,2): error TS1: x\n[12:00:02 AM] Found 1 error. Watching for file changes.\n' +
      '12:00:03 AM - File change detected. Starting incremental compilation...\n12:00:04 AM - Found 0 errors. Watching for file changes.\n';
    expect(told(['$tsc-watch'], text)).toEqual(['a.ts:1:2-1:2 error 1 x', 'ready', 'begin', 'ready']);
  });

  test.each([
    [['$tsc'], false],
    [['$tsc', '$tsc-watch'], true],
    [[{ ...watch, background: { ...background, ends: undefined } }], false],
  ])('%j tell whether it is ready: %s', (matchers, expected) => {
    expect(tellReadiness(named(...matchers))).toBe(expected);
  });
});

test('does not mix the lines of stdout and stderr', () => {
  const found: string[] = [];
  const matcher = new OutputMatcher(named('$eslint-stylish'), {
    onProblem: ({ file, message }) => found.push(`${file} ${message}`),
    onBegin: () => undefined,
    onReady: () => undefined,
  });
  matcher.add('/w/a.js\n  1:', 'stdout');
  matcher.add('npm warn\n', 'stderr');
  matcher.add('2  error  One\n', 'stdout');
  expect(found).toEqual(['/w/a.js One']);
});

test('does not mind where text is split', () => {
  const text =
    '/w/a.js\n  1:2  error  One\r\n\x1b[31mb.ts(1,2): error TS1: x\x1b[0m\n10%\n100%\nc.ts(3,4): error TS2: y';
  const all = told(['$eslint-stylish', '$tsc'], text);
  expect(all).toHaveLength(3);
  fc.assert(
    fc.property(fc.array(fc.nat(text.length)), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), text.length];
      const pieces = places.slice(1).map((place, index) => text.slice(places[index], place));
      expect(told(['$eslint-stylish', '$tsc'], ...pieces)).toEqual(all);
    }),
  );
});

test('reads no more than the beginning of a line that is very long', () => {
  const [found = ''] = told(['$go'], `a.go:1: ${'x'.repeat(100_000)}`, 'y'.repeat(100_000), '\nb.go:2: z\n');
  expect(found.length).toBeLessThan(9000);
});
