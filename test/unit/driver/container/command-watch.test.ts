import { expect, test } from 'vitest';
import type { LogSink } from '../../../../src/core/container-task.ts';
import { CommandWatch } from '../../../../src/driver/docker/container/command-watch.ts';

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
  const watch = new CommandWatch(sinkInto(written));
  for (const chunk of chunks) void watch.write(Buffer.from(chunk)); // It is never held back.
  expect(watch.exitCode(exitCode)).toBe(expected);
  expect(Buffer.concat(written).toString()).toBe(chunks.join(''));
});

test('holds back as the sink behind it does', () => {
  const held = Promise.resolve();
  expect(new CommandWatch({ write: () => held }).write(Buffer.from('x'))).toBe(held);
});

test.each<[string, string, ReturnType<CommandWatch['notStarted']>]>([
  // Recorded from tini 0.19, as Docker 20.10 has it.
  [
    'tini',
    '[FATAL tini (7)] exec nosuch failed: No such file or directory\n',
    { name: 'nosuch', isCommand: true, said: 'No such file or directory' },
  ],
  ['catatonit', missing, { name: 'make', isCommand: true, said: 'No such file or directory' }],
  ['nobody', 'sh: nosuch: not found\n', undefined],
  // Recorded from runc 1.1, and as runc 1.0 says it (its source, standard_init_linux.go).
  [
    'runc',
    'exec ./tool: exec format error\n',
    { name: './tool', isCommand: true, said: 'exec format error' },
  ],
  [
    'runc 1.0',
    'standard_init_linux.go:228: exec user process caused: exec format error\n',
    { name: 'make', isCommand: true, said: 'exec format error' },
  ],
])('the command that could not be started is told by %s', (_, said, expected) => {
  const watch = new CommandWatch(sinkInto([]));
  void watch.write(Buffer.from(said));
  expect(watch.notStarted('make')).toEqual(expected);
});

test('the end of the error output is kept, however much comes in whatever pieces', () => {
  const watch = new CommandWatch(sinkInto([]));
  let all = '';
  for (const size of [1, 5000, 3, 2047, 700, 1500]) {
    const piece = String.fromCharCode(97 + (all.length % 26)).repeat(size);
    all += piece;
    void watch.write(Buffer.from(piece));
    expect(watch.end).toBe(all.slice(-2048));
  }
});

function sinkInto(written: Uint8Array[]): LogSink {
  return {
    write: (chunk) => {
      written.push(chunk);
      return undefined;
    },
  };
}
