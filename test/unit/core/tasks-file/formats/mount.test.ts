import { describe, expect, it } from 'vitest';
import { parseMount, parseVolumeName } from '../../../../../src/core/tasks-file/formats/mount.ts';

describe('parseMount', () => {
  it.each([
    ['./data:/data', 'bind', './data', '/data', false],
    ['../x:/x:ro', 'bind', '../x', '/x', true],
    ['.:/x:rw', 'bind', '.', '/x', false],
    ['/a b:/c d', 'bind', '/a b', '/c d', false],
    ['~/.npm:/root/.npm', 'bind', '~/.npm', '/root/.npm', false],
    [String.raw`C:\Users\x:/x:ro`, 'bind', String.raw`C:\Users\x`, '/x', true],
    ['c:/Users/x:/x', 'bind', 'c:/Users/x', '/x', false],
    [String.raw`\\.\pipe\x:/x`, 'bind', String.raw`\\.\pipe\x`, '/x', false],
    ['cache:/root/.cache', 'volume', 'cache', '/root/.cache', false],
    ['my_cache.1-x:/c:ro', 'volume', 'my_cache.1-x', '/c', true],
  ])('reads %s as Compose does', (text, type, source, target, readonly) => {
    expect(parseMount(text)).toEqual({ value: { type, source, target, readonly } });
  });

  it.each([
    ['/data', 'is not a mount: write "source:/target"'],
    ['', 'is not a mount'],
    [':/data', 'is not a mount'],
    ['./data:', 'is not a mount'],
    ['./a:/b:ro:z', 'is not a mount'],
    ['./data:/data:z', '"z" is not an option of a mount'],
    ['./data:/data:', '"" is not an option of a mount'],
    ['./data:data', '"data" is not an absolute path in the container'],
    ['./data:/', '"/" is the root of the container'],
    ['./data:/./', 'is the root of the container'],
    ['data/x:/x', 'or begin the path of a folder with "./"'],
    ['x:/x', '"x" is not the name of a volume'],
    ['-x:/x', '"-x" is not the name of a volume'],
  ])('says what is wrong with "%s"', (text, problem) => {
    expect(parseMount(text)).toHaveProperty('problem', expect.stringContaining(problem));
  });
});

describe('parseVolumeName', () => {
  it('takes names as Docker restricts them', () => {
    expect(parseVolumeName('a1_.-')).toEqual({ value: 'a1_.-' });
    expect(parseVolumeName('a')).toHaveProperty('problem');
    expect(parseVolumeName('a b')).toHaveProperty('problem');
  });
});
