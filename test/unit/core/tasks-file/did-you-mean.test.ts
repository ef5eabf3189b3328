import { describe, expect, it } from 'vitest';
import { didYouMean } from '../../../../src/core/tasks-file/did-you-mean.ts';

const candidates = ['label', 'image', 'command', 'env', 'envFile', 'timeout', 'workspaceFolder'];

describe('didYouMean', () => {
  it.each([
    ['lable', 'label'],
    ['Label', 'label'],
    ['comand', 'command'],
    ['evn', 'env'],
    ['envfile', 'envFile'],
    ['tiemout', 'timeout'],
    ['workspacefoldr', 'workspaceFolder'],
    ['imag', 'image'],
  ])('finds what %s stands for', (name, meant) => {
    expect(didYouMean(name, candidates)).toBe(meant);
  });

  it.each(['', 'x', 'ports', 'privileged', 'constructor', 'x'.repeat(100_000)])(
    'finds nothing for %.20s',
    (name) => {
      expect(didYouMean(name, candidates)).toBeUndefined();
    },
  );

  it('takes the nearest one', () => {
    expect(didYouMean('boot', ['foot2', 'boots', 'root'])).toBe('boots');
  });
});
