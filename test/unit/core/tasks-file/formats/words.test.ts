import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitWords } from '../../../../../src/core/tasks-file/formats/words.ts';

describe('splitWords', () => {
  it.each<[string, string[]]>([
    ['', []],
    [' \t\n ', []],
    ['echo hello', ['echo', 'hello']],
    ['  echo   hello  ', ['echo', 'hello']],
    ["echo 'a b' c", ['echo', 'a b', 'c']],
    ['echo "a b" c', ['echo', 'a b', 'c']],
    [String.raw`echo a\ b \"`, ['echo', 'a b', '"']],
    [String.raw`echo "\$HOME \" \\ \a"`, ['echo', String.raw`$HOME " \ \a`]],
    [String.raw`echo '\n'`, ['echo', String.raw`\n`]],
    [`a"b"'c'd`, ['abcd']],
    [`'' ""`, ['', '']],
    [`echo '&& | > $HOME'`, ['echo', '&& | > $HOME']],
    ['a \\\n b', ['a', 'b']],
    ['costs 5$ $. $', ['costs', '5$', '$.', '$']],
    ['echo *.txt ~ #no', ['echo', '*.txt', '~', '#no']],
    ['ls ${workspaceFolder}/x', ['ls', '${workspaceFolder}/x']],
    ['echo ${localEnv:X:a b}', ['echo', '${localEnv:X:a b}']],
    ['echo "${env:X} y"', ['echo', '${env:X} y']],
    ["echo '${env:X} y'", ['echo', '${env:X} y']],
    ['make X=1', ['make', 'X=1']],
  ])('splits %j', (text, words) => {
    expect(splitWords(text)).toEqual({ value: words });
  });

  it.each([
    ['a && b', '&&'],
    ['a & b', '&'],
    ['a || b', '||'],
    ['a | b', '|'],
    ['a ; b', ';'],
    ['a;b', ';'],
    ['a > b', '>'],
    ['a 2>&1', '>'],
    ['a < b', '<'],
    ['a << b', '<<'],
    ['(a)', '('],
    ['a)', ')'],
    ['a `b`', '`'],
    ['a "`b`"', '`'],
    ['a $(b)', '$('],
    ['a "$(b)"', '$('],
    ['a\nb', '\n'],
  ])('finds what needs a shell in %j', (text, operator) => {
    const read = splitWords(text);
    expect(read).toHaveProperty(
      'problem',
      expect.stringContaining('needs a shell: put the line into `script`'),
    );
    expect(faulty(text, read)).toBe(operator);
  });

  it.each([
    [
      'echo $HOME',
      '$HOME',
      'put the line into `script`, or write `${env:HOME}` for the value on this machine.',
    ],
    ['echo "is $HOME"', '$HOME', '`${env:HOME}`'],
    ['echo $1', '$1', 'needs a shell'],
    ['echo $?', '$?', 'needs a shell: put the line into `script`.'],
    ['X=1 make', 'X=', 'set the variable in `env`'],
    ["echo 'a", "'a", "the quote ' is not closed"],
    ['echo "a', '"a', 'the quote " is not closed'],
    ['echo a\\', '\\', 'the line ends in a backslash'],
  ])('says what is wrong with %j', (text, fault, problem) => {
    const read = splitWords(text);
    expect(read).toHaveProperty('problem', expect.stringContaining(problem));
    expect(faulty(text, read)).toBe(fault);
  });

  it('splits as a real shell does, or finds a problem', () => {
    const line = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', `'`, '"', '\\', '$', '.', '=', '-'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(line, (text) => {
        const read = splitWords(text);
        if ('value' in read) expect(read.value).toEqual(splitByShell(text));
      }),
      { numRuns: 300 },
    );
  });
});

function splitByShell(text: string): string[] {
  const output = execFileSync('/bin/sh', ['-fc', `for word in ${text} ; do printf '%s\\0' "$word"; done`]);
  return output.toString().split('\0').slice(0, -1);
}

function faulty(text: string, read: ReturnType<typeof splitWords>): string | undefined {
  if (!('problem' in read) || !read.at) return undefined;
  return text.slice(read.at.start, read.at.start + read.at.length);
}
