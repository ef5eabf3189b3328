import { expect, test } from 'vitest';
import { formatPlatform, isFor, parsePlatform } from '../../../../src/driver/docker/engine/platform.ts';

test.each([
  ['linux/amd64', { os: 'linux', architecture: 'amd64', variant: '' }],
  ['linux/arm/v7', { os: 'linux', architecture: 'arm', variant: 'v7' }],
  ['linux/x86_64', { os: 'linux', architecture: 'amd64', variant: '' }],
  ['Linux/aarch64', { os: 'linux', architecture: 'arm64', variant: '' }],
  ['linux/armhf', { os: 'linux', architecture: 'arm', variant: 'v7' }],
  ['linux', { os: 'linux', architecture: '', variant: '' }],
])('reads %s', (text, platform) => {
  expect(parsePlatform(text)).toEqual(platform);
});

test.each([
  ['linux/amd64', 'linux/amd64', true],
  ['linux/amd64', 'linux/x86_64', true],
  ['linux/arm64/v8', 'linux/arm64', true],
  ['linux/arm64', 'linux/arm64/v8', true],
  ['linux/amd64', 'linux/arm64', false],
  ['windows/amd64', 'linux/amd64', false],
  ['linux/arm/v6', 'linux/arm/v7', false],
])('an image for %s that is wanted for %s: %s', (image, wanted, fits) => {
  expect(isFor(parsePlatform(image), parsePlatform(wanted))).toBe(fits);
});

test.each(['linux/arm/v7', 'linux/amd64'])('writes %s as it was read', (text) => {
  expect(formatPlatform(parsePlatform(text))).toBe(text);
});
