import { expect, test } from 'vitest';
import { boundPath } from '../../../../src/driver/docker/container/bound-volumes.ts';

test.each<[Record<string, string>, string | undefined]>([
  [{}, undefined],
  [{ o: 'size=10g' }, undefined],
  [{ type: 'tmpfs', device: 'tmpfs', o: 'size=10m' }, undefined],
  [{ type: 'nfs4', device: ':/export', o: 'addr=10.0.0.1' }, undefined],
  [{ type: 'none', o: 'bind', device: '/' }, '/'],
  [{ type: 'none', o: 'ro,rbind', device: '/etc' }, '/etc'],
  [{ type: 'none', o: 'bind', device: 'etc/../root' }, '/root'],
  // The kernel looks at "bind" alone.
  [{ type: 'tmpfs', o: 'bind', device: '/' }, '/'],
  [{ type: 'ext4', device: '/dev/sda1' }, '/dev/sda1'],
  [{ type: 'overlay', device: 'overlay', o: 'lowerdir=/,upperdir=/u,workdir=/w' }, '/'],
])('knows what a volume is another name of: %j', (options, path) => {
  expect(boundPath({ driver: 'local', options })).toBe(path);
});

test('knows nothing of the volumes of other drivers', () => {
  expect(boundPath({ driver: 'rexray', options: { type: 'none', o: 'bind', device: '/' } })).toBeUndefined();
});
