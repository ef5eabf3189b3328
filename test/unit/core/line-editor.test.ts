import { expect, test } from 'vitest';
import { LineEditor } from '../../../src/core/line-editor.ts';

test.each<[string, string, string]>([
  ['hello\r', 'hello\r\n', 'hello\n'],
  ['a\nb\r\nc', 'a\r\nb\r\nc', 'a\nb\n'],
  ['ab\u007fc\r', 'ab\b \bc\r\n', 'ac\n'],
  ['\u007f\r', '\r\n', '\n'],
  ['日\u007fé\b\r', '日\b \b\b \bé\b \b\r\n', '\n'],
  ['👩‍👩‍👧\u007fx\r', '👩‍👩‍👧\b \b\b \bx\r\n', 'x\n'],
  ['abc\u0015d\r', 'abc\b \b\b \b\b \bd\r\n', 'd\n'],
  ['a\u001b[A\u001b[1;5C\u001bOPb\u0001\r', 'ab\r\n', 'ab\n'],
  ['a\tb\r', 'a\tb\r\n', 'a\tb\n'],
  ['no line yet\u0004', 'no line yet', 'no line yet'],
])('shows and hands on lines: %j', (keys, echo, input) => {
  expect(new LineEditor().feed(keys)).toEqual({ echo, input, ends: false, cancels: false });
  const editor = new LineEditor();
  const letters = keys.includes('\u001b')
    ? [keys]
    : [...new Intl.Segmenter().segment(keys)].map(({ segment }) => segment);
  expect(letters.map((each) => editor.feed(each).input).join('')).toBe(input);
});

test('the input ends with Ctrl-D where nothing is typed', () => {
  const editor = new LineEditor();
  expect(editor.feed('a\u0004\u0004')).toEqual({ echo: 'a', input: 'a', ends: true, cancels: false });
});

test('Ctrl-C cancels', () => {
  expect(new LineEditor().feed('a\rb\u0003c\r')).toEqual({
    echo: 'a\r\nb^C\r\n',
    input: 'a\n',
    ends: false,
    cancels: true,
  });
});
