import { either } from '../kinds/compound-kinds.ts';
import { defaulted, optional } from '../kinds/object.ts';
import { choice } from '../kinds/simple-kinds.ts';
import { build } from './container-parts.ts';
import { hostPath, image, platform } from './value-kinds.ts';

/** The fields about what a container is made from. */
export const imageFields = {
  image: optional(
    image,
    'The image to run, such as `node:24` or `ghcr.io/owner/app@sha256:…`. One is needed, or a `build`; those of a task may come from `defaults`. Beside a `build` it is the name that the built image gets.',
    { examples: ['alpine:3', 'node:24', 'python:3.13'], isCompleted: true },
  ),
  build: optional(
    either(hostPath, build),
    'Builds the image before it runs, instead of pulling one: the folder to build from, or `{ "context": ".", "dockerfile": "Dockerfile", "target": "test", "args": {} }`. The engine takes from its cache what has not changed.',
    { examples: ['.', { context: '.', dockerfile: 'docker/Dockerfile', target: 'test' }] },
  ),
  platform: optional(
    platform,
    'The platform of the image and the container, where it is not the engine\'s own: `"linux/amd64"`, `"linux/arm64/v8"`. The engine\'s machine has to be able to run it.',
    { examples: ['linux/amd64', 'linux/arm64'] },
  ),
  pull: defaulted(
    choice(['missing', 'always', 'never']),
    'missing',
    '`missing`: pull the image where the engine does not have it. `always`: pull it before each run. `never`: fail where it is missing.',
    { synonyms: ['pull_policy', 'pullPolicy'] },
  ),
};
