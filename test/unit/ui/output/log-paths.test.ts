import { expect, test } from 'vitest';
import { newLogPath } from '../../../../src/runner/run-log.ts';
import { findLogs } from '../../../../src/ui/output/log-paths.ts';

const name = '2026-11-25T22.59.13.123Z-0a1b2c3d.log';

test.each([
  ['/home/x/logs', `/home/x/logs/${name}`],
  ['with blanks and brackets', `/home/a b [c]/lo gs/${name}`],
  ['of Windows', `C:\\Users\\a b\\logs\\${name}`],
  ['on a share', `\\\\server\\logs\\${name}`],
])('finds a log in its line: %s', (_, path) => {
  const text = `before\n[1.2 MiB not shown here. The whole log: ${path}]\nafter ${path}\n`;
  expect(findLogs(text)).toEqual([{ path, offset: text.indexOf(path) }]);
});

test('finds a log as one is called, in the words of any language, each of several', () => {
  const path = newLogPath('/logs');
  const text = `[Hier fehlt etwas: ${path}]\n[${path}]\n`;
  expect(findLogs(text).map(({ offset }) => text.slice(offset, offset + path.length))).toEqual([path, path]);
});

test.each(['', name, `see /logs/${name}`, `[see /logs/other.log]`, `[see logs/${name}]`, `x[/logs/${name}]`])(
  'finds none in %j',
  (text) => {
    expect(findLogs(text)).toEqual([]);
  },
);

test('takes no time to speak of for a line that is long', () => {
  const start = performance.now();
  expect(findLogs(`[${'/a'.repeat(100_000)}\n`.repeat(2))).toEqual([]);
  expect(performance.now() - start).toBeLessThan(2000);
});
