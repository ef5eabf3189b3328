import { expect, test } from 'vitest';
import { baseRegistries } from '../../../../src/driver/docker/build/base-images.ts';

test.each<[string, string, readonly string[]]>([
  ['Docker Hub', 'FROM busybox', ['']],
  [
    'another',
    'FROM r.example:5000/a/b:1 AS x\nfrom --platform=linux/amd64 ghcr.io/a',
    ['r.example:5000', 'ghcr.io'],
  ],
  ['each once', 'FROM ghcr.io/a\nFROM ghcr.io/b', ['ghcr.io']],
  ['one in a variable', 'ARG R=ghcr.io\nFROM ${R}/a', ['ghcr.io']],
  ['one that is given', 'ARG GIVEN="ghcr.io"\nFROM $GIVEN/a', ['given.example']],
  ['one by default', 'FROM ${NONE:-r.example}/a', ['r.example']],
  ['one over two lines', 'FROM \\\n  ghcr.io/a', ['ghcr.io']],
  ['none that is unknown', 'FROM ${NONE}', []],
  ['no argument of a stage', 'FROM busybox\nARG R=ghcr.io\nFROM ${R}:1', ['']],
  ['none', '# FROM busybox\nRUN x', []],
])('finds the registries of FROM lines: %s', (_, dockerfile, registries) => {
  expect(baseRegistries(dockerfile, { GIVEN: 'given.example' })).toEqual(registries);
});
