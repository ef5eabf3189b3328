import { expect, test } from 'vitest';
import { exitCodeIn, imageIn, stepIn, textIn } from '../../../../src/driver/docker/build/build-step.ts';

test.each([
  ['Step 2/5 : RUN make\n', { step: 'RUN make', current: 2, total: 5 }],
  ['STEP 1/2: FROM x\n', { step: 'FROM x', current: 1, total: 2 }],
  [' ---> 38946149b3e3\n', undefined],
  ['In Step 2/5 : x\n', undefined],
])('reads the step in %j', (stream, step) => {
  expect(stepIn({ stream })).toEqual(step);
});

test('reads the image from the line that is for programs, or from the one that is for people', () => {
  expect(imageIn({ aux: { ID: 'sha256:1' } })).toBe('sha256:1');
  expect(imageIn({ stream: 'Successfully built 758b2d918d3d\n' })).toBe('758b2d918d3d');
  expect(imageIn({ stream: 'I say: Successfully built 758b2d918d3d\n' })).toBeUndefined();
});

test('reads what a command ended with, from Docker and from Podman', () => {
  expect(exitCodeIn({ error: 'x', errorDetail: { code: 7 } })).toBe(7);
  expect(exitCodeIn({ error: 'building at STEP "RUN x": while running runtime: exit status 8\n' })).toBe(8);
  expect(exitCodeIn({ error: 'COPY failed' })).toBe(0);
});

test('shows what is printed, and the pull of a base image without each of its bytes', () => {
  expect(textIn({ stream: ' ---> x\n' })).toBe(' ---> x\n');
  expect(textIn({ status: 'Pulling from library/busybox', id: 'latest' })).toBe(
    'latest: Pulling from library/busybox\n',
  );
  expect(textIn({ status: 'Digest: sha256:1' })).toBe('Digest: sha256:1\n');
  expect(textIn({ status: 'Downloading', id: 'a', progressDetail: { current: 1 } })).toBe('');
  expect(textIn({ aux: { ID: 'sha256:1' } })).toBe('');
  expect(textIn({ errorDetail: { message: 'no' } })).toBe('no\n');
  expect(textIn({ error: 'no\n' })).toBe('no\n');
});
