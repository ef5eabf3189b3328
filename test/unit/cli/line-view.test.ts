import { expect, test } from 'vitest';

import { LineView } from '../../../src/cli/line-view.ts';

function recorded() {
  const streams = { stdout: '', stderr: '' };
  const terminal = {
    stdout: (text: string) => void (streams.stdout += text),
    stderr: (text: string) => void (streams.stderr += text),
  };
  return { streams, view: new LineView('test', terminal) };
}

test('every line stands behind the name of its job, in its own stream', () => {
  const { streams, view } = recorded();
  view.begin('test: alpine | make');
  view.add('one\ntw', 'stdout');
  view.add('oops\n', 'stderr');
  view.add('o\n\nthree', 'stdout');
  view.end('test: success');
  expect(streams.stdout).toBe('test | one\ntest | two\ntest | \ntest | three\n');
  expect(streams.stderr).toBe('test: alpine | make\ntest | oops\ntest: success\n');
});

test('half a line waits for its end', () => {
  const { streams, view } = recorded();
  view.add('one', 'stdout');
  expect(streams.stdout).toBe('');
  view.add('\n', 'stdout');
  expect(streams.stdout).toBe('test | one\n');
});

test('a line that does not end is not kept for ever', () => {
  const { streams, view } = recorded();
  const long = 'x'.repeat(100_000);
  view.add(long, 'stdout');
  expect(streams.stdout).toBe(`test | ${long}`);
});
