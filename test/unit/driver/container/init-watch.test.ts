import { expect, test } from 'vitest';
import { InitWatch } from '../../../../src/driver/docker/container/init-watch.ts';

const missing = 'ERROR (catatonit:2): failed to exec pid1: No such file or directory\n';

test.each<[string, number, readonly string[], number]>([
  ['the command is missing', 1, [missing], 127],
  [
    'the command is missing, told in pieces as Podman does',
    1,
    [missing.slice(0, 21), missing.slice(21)],
    127,
  ],
  ['the command is missing, told on a terminal', 1, [missing.replace('\n', '\r\n')], 127],
  ['the command is no program', 1, [missing.replace(/No such.*/, 'Exec format error')], 126],
  ['the command may not be executed', 1, [missing.replace(/No such.*/, 'Permission denied')], 126],
  ['the command failed', 1, ['some error\n'], 1],
  ['the command failed without a word', 1, [], 1],
  ['the command quotes those words', 1, [`I read: ${missing}`], 1],
  ['the command says more than those words', 1, [missing, 'and more\n'], 1],
  ['the command says much more', 1, [missing, 'x'.repeat(1000)], 1],
  ['the command ends with another code', 3, [missing], 3],
])('an exit where %s', (_, exitCode, chunks, expected) => {
  const written: Uint8Array[] = [];
  const watch = new InitWatch({
    write: (chunk) => {
      written.push(chunk);
      return undefined;
    },
  });
  for (const chunk of chunks) void watch.write(Buffer.from(chunk)); // It is never held back.
  expect(watch.exitCode(exitCode)).toBe(expected);
  expect(Buffer.concat(written).toString()).toBe(chunks.join(''));
});

test('holds back as the sink behind it does', () => {
  const held = Promise.resolve();
  expect(new InitWatch({ write: () => held }).write(Buffer.from('x'))).toBe(held);
});
