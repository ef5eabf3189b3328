import { expect, test } from 'vitest';
import { readWarnings } from '../../../../src/driver/docker/container/create-warnings.ts';

const quiet = { network: '', ports: [] };
const port = { containerPort: 80, protocol: 'tcp', hostPort: 0, hostIp: '' } as const;

// Recorded from Docker Engine 20.10, the limits on a machine without the control groups.
const forwarding = 'IPv4 forwarding is disabled. Networking will not work.';
const swap =
  'Your kernel does not support swap limit capabilities or the cgroup is not mounted. Memory limited without swap.';
const shares = 'Your kernel does not support CPU shares or the cgroup is not mounted. Shares discarded.';

test.each([
  [
    'Your kernel does not support memory limit capabilities or the cgroup is not mounted. Limitation discarded.',
    '"resources.memory"',
  ],
  [
    'Your kernel does not support PIDs limit capabilities or the cgroup is not mounted. PIDs limit discarded.',
    '"resources.pids"',
  ],
  ['Your kernel does not support CPU CFS scheduler. CPU period/quota discarded.', '"resources.cpus"'],
  ['Your kernel does not support cleverness. Cleverness discarded.', 'a setting of the task'],
])('refuses a limit that the engine does not keep: %s', (warning, limit) => {
  expect(() => readWarnings([swap, warning], quiet)).toThrow(`The engine cannot keep ${limit}: ${warning}`);
});

test('tells what does no harm', () => {
  expect(readWarnings([swap, shares], quiet)).toBe(`The engine says: ${swap} The engine says: ${shares}`);
});

test('tells of an image of another platform in our words', () => {
  const warning =
    "The requested image's platform (linux/arm64/v8) does not match the detected host platform (linux/amd64/v3) and no specific platform was requested";
  expect(readWarnings([warning], quiet)).toBe(
    "The image is built for linux/arm64/v8 and the engine's machine for linux/amd64/v3: where the machine cannot emulate it, use an image that is built for it.",
  );
});

test('tells nothing where there is nothing to tell', () => {
  expect(readWarnings([], quiet)).toBeUndefined();
});

test('tells that there is no way to the outside only to who asks for a network', () => {
  expect(readWarnings([forwarding], quiet)).toBeUndefined();
  expect(readWarnings([forwarding], { ...quiet, network: 'mine' })).toContain(forwarding);
  expect(readWarnings([forwarding], { ...quiet, ports: [port] })).toContain(forwarding);
});
