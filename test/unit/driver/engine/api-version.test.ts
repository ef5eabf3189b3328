import { describe, expect, test } from 'vitest';
import { isEngineVersion, isPodman, negotiate } from '../../../../src/driver/docker/engine/api-version.ts';
import type { EngineVersion } from '../../../../src/driver/docker/engine/api-version.ts';
import { documentedVersion } from '../../../helpers/documented-engine.ts';

/** What engines answer to `/version`, less what nobody reads: recorded, or from the place that is named. */
const versions: Readonly<Record<string, EngineVersion>> = {
  // Recorded.
  'Docker 20.10': {
    Version: '20.10.24+dfsg1',
    ApiVersion: '1.41',
    MinAPIVersion: '1.12',
    Components: [{ Name: 'Engine' }, { Name: 'containerd' }, { Name: 'runc' }, { Name: 'docker-init' }],
  },
  // From https://docs.docker.com/reference/api/engine/, its table and examples; the minimum of 24.0 from its source.
  'Docker 24.0': { Version: '24.0.7', ApiVersion: '1.43', MinAPIVersion: '1.12' },
  'Docker 28.1': { Version: '28.1.1', ApiVersion: '1.49', MinAPIVersion: '1.24' },
  'Docker 29.0': { Version: '29.0.4', ApiVersion: '1.52', MinAPIVersion: '1.44' },
  'the newest documented': documentedVersion,
  // Recorded.
  'Podman 4.3': {
    Version: '4.3.1',
    ApiVersion: '1.41',
    MinAPIVersion: '1.24',
    Components: [{ Name: 'Podman Engine' }, { Name: 'Conmon' }, { Name: 'OCI Runtime (runc)' }],
  },
  // From the source of Podman 5 and 6 (version/version.go, pkg/api/handlers/compat/version.go).
  'Podman 5': {
    Version: '5.4.0',
    ApiVersion: '1.41',
    MinAPIVersion: '1.24',
    Components: [{ Name: 'Podman Engine' }],
  },
  'Podman 6': {
    Version: '6.0.0',
    ApiVersion: '1.44',
    MinAPIVersion: '1.24',
    Components: [{ Name: 'Podman Engine' }],
  },
};

describe('the version of the API that is spoken', () => {
  test.each([
    ['Docker 20.10', '1.41'],
    ['Docker 24.0', '1.43'],
    ['Docker 28.1', '1.49'],
    ['Docker 29.0', '1.52'],
    ['the newest documented', '1.56'],
    ['Podman 4.3', '1.41'],
    ['Podman 5', '1.41'],
    ['Podman 6', '1.44'],
  ])('to %s is %s', (name, expected) => {
    const version: unknown = versions[name];
    expect(isEngineVersion(version) && negotiate(version)).toBe(expected);
  });

  test.each([
    ['1.30', undefined, '1.30'],
    ['1.99', '1.44', '1.56'],
    ['1.99', '1.56', '1.56'],
    ['2.0', '1.44', '1.56'],
  ])('to an engine of %s, and of %s at least, is %s', (ApiVersion, MinAPIVersion, expected) => {
    expect(negotiate({ ApiVersion, ...(MinAPIVersion && { MinAPIVersion }) })).toBe(expected);
  });
});

test('an engine that is too old is told, with what to do', () => {
  const old = { Version: '17.05.0-ce', ApiVersion: '1.29', MinAPIVersion: '1.12' };
  expect(() => negotiate(old)).toThrow(
    expect.objectContaining({
      name: 'DriverError',
      message: `The engine (Docker 17.05.0-ce) is too old: it speaks version 1.29 of Docker's API, and tasks need 1.30.`,
      advice: 'Update it: Docker 17.06 and Podman 3.0 are the oldest that can run tasks.',
    }) as Error,
  );
});

test('an engine that is too new is told, with what to do', () => {
  const future = { Version: '40.0.0', ApiVersion: '1.80', MinAPIVersion: '1.57' };
  expect(() => negotiate(future)).toThrow(
    expect.objectContaining({
      name: 'DriverError',
      message: `The engine (Docker 40.0.0) is too new: it speaks no version of Docker's API before 1.57, and this extension none after 1.56.`,
      advice: 'Update the extension Container Tasks.',
    }) as Error,
  );
});

test.each(Object.keys(versions))('%s is known for Podman, or not', (name) => {
  const version = versions[name];
  expect(version && isPodman(version)).toBe(name.startsWith('Podman'));
});

test.each([null, undefined, 'OK', {}, { ApiVersion: 1.41 }, { ApiVersion: 'latest' }])(
  'what answers %o is no engine',
  (answer) => {
    expect(isEngineVersion(answer)).toBe(false);
  },
);
