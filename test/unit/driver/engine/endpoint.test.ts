import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseEndpoint } from '../../../../src/driver/docker/engine/endpoint.ts';
import { DriverError } from '../../../../src/driver/driver.ts';

test.each([
  ['unix:///var/run/docker.sock', { protocol: 'http', socketPath: '/var/run/docker.sock' }],
  ['npipe:////./pipe/docker_engine', { protocol: 'http', socketPath: '//./pipe/docker_engine' }],
])('reads %s as local', (url, connection) => {
  expect(parseEndpoint(url, { DOCKER_TLS_VERIFY: '1' })).toEqual({ url, local: true, connection });
});

test.each([
  ['tcp://localhost:2375', { protocol: 'http', host: 'localhost', port: 2375 }],
  ['tcp://10.0.0.1', { protocol: 'http', host: '10.0.0.1', port: 2375 }],
  ['http://build.example:80', { protocol: 'http', host: 'build.example', port: 80 }],
  ['tcp://[::1]:1234', { protocol: 'http', host: '::1', port: 1234 }],
  ['https://build.example', { protocol: 'https', host: 'build.example', port: 2376 }],
  ['https://build.example:443', { protocol: 'https', host: 'build.example', port: 443 }],
])('reads %s as remote', (url, connection) => {
  expect(parseEndpoint(url, {})).toEqual({ url, local: false, connection });
});

describe('TLS', () => {
  let folder = '';

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'container-tasks-certificates-'));
  });

  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  test('is on for tcp:// with DOCKER_TLS_VERIFY, with the certificates of DOCKER_CERT_PATH', () => {
    for (const name of ['ca', 'cert', 'key'])
      fs.writeFileSync(path.join(folder, `${name}.pem`), `the ${name}`);
    const env = { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder };
    expect(parseEndpoint('tcp://build.example', env).connection).toEqual({
      protocol: 'https',
      host: 'build.example',
      port: 2376,
      ca: 'the ca',
      cert: 'the cert',
      key: 'the key',
    });
  });

  test('is off for http://, whatever DOCKER_TLS_VERIFY says', () => {
    expect(parseEndpoint('http://x:1', { DOCKER_TLS_VERIFY: '1' }).connection.protocol).toBe('http');
  });

  test('says so when a certificate is missing', () => {
    expect(() => parseEndpoint('https://x', { DOCKER_CERT_PATH: folder })).toThrow(
      `The TLS certificates in "${folder}" cannot be read.`,
    );
  });
});

describe('refuses', () => {
  test.each([
    '',
    'docker.sock',
    '/var/run/docker.sock',
    'unix://',
    'tcp://',
    'tcp://:2375',
    'tcp://host:99999',
    'tcp://a b:1',
    'fd://x',
  ])('"%s"', (url) => {
    const error = errorOf(url);
    expect(error.message).toBe(`"${url}" is not the address of a container engine.`);
    expect(error.advice).toMatch(/^Write it as "unix:/);
  });

  test('ssh, with what to do instead', () => {
    expect(errorOf('ssh://me@host').advice).toMatch(/^Forward the remote socket with "ssh -L /);
  });
});

function errorOf(url: string): DriverError {
  try {
    parseEndpoint(url, {});
  } catch (error) {
    if (error instanceof DriverError) return error;
  }
  throw new Error(`${url} was taken, or refused without a word to the user`);
}
