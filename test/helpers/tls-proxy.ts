import fs from 'node:fs';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { installPackages } from './apt.ts';
import { findProgram } from './find-program.ts';
import { readCommand } from './run-command.ts';

/** The suite's engine as one that is reached over TLS. */
export interface TlsProxy extends AsyncDisposable {
  /** `tcp://`, as in the variable DOCKER_HOST. */
  readonly dockerHost: string;
  /** The folder of the client's ca.pem, cert.pem and key.pem, as in the variable DOCKER_CERT_PATH. */
  readonly certificates: string;
}

/**
 * Puts an engine behind TLS that asks for the client's certificate, as an engine with --tlsverify does.
 *
 * @param dockerHost of the engine: `unix://`, or `tcp://` without TLS
 */
export async function startTlsProxy(dockerHost: string): Promise<TlsProxy> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'container-tasks-tls-'));
  await makeCertificates(folder);
  const read = (name: string): Buffer => fs.readFileSync(path.join(folder, name));
  const server = tls.createServer(
    {
      ca: read('ca.pem'),
      cert: read('server.pem'),
      key: read('server-key.pem'),
      requestCert: true,
      allowHalfOpen: true,
    },
    (client) => {
      const engine = net.connect({ ...targetOf(dockerHost), allowHalfOpen: true });
      client.on('error', () => engine.destroy()).on('close', () => engine.destroy());
      engine.on('error', () => client.destroy());
      client.pipe(engine);
      engine.pipe(client);
    },
  );
  const connections = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    connections.add(socket.on('close', () => connections.delete(socket)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    dockerHost: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    certificates: folder,
    [Symbol.asyncDispose]: async () => {
      for (const socket of connections) socket.destroy(); // Half-open ones would stay.
      await new Promise((resolve) => server.close(resolve));
      fs.rmSync(folder, { recursive: true });
    },
  };
}

function targetOf(dockerHost: string): net.NetConnectOpts {
  const url = new URL(dockerHost);
  if (url.protocol === 'unix:') return { path: url.pathname };
  return { host: url.hostname, port: Number(url.port) };
}

/** A certificate authority, and by it one certificate for 127.0.0.1 and one for a client. */
async function makeCertificates(folder: string): Promise<void> {
  await installPackages(findProgram('openssl') ? [] : ['openssl'], 'for certificates');
  const openssl = (...args: string[]): Promise<string> => readCommand('openssl', args, { cwd: folder });
  const newKey = ['-newkey', 'rsa:2048', '-nodes', '-keyout'];
  await openssl('req', '-x509', ...newKey, 'ca-key.pem', '-out', 'ca.pem', '-subj', '/CN=test', '-days', '2');
  const sign = ['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial', '-days', '2'];
  fs.writeFileSync(path.join(folder, 'server.ext'), 'subjectAltName=IP:127.0.0.1\n');
  fs.writeFileSync(path.join(folder, 'client.ext'), 'extendedKeyUsage=clientAuth\n');
  for (const [name, key, certificate] of [
    ['server', 'server-key.pem', 'server.pem'],
    ['client', 'key.pem', 'cert.pem'],
  ] as const) {
    await openssl('req', ...newKey, key, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    await openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...sign,
      '-extfile',
      `${name}.ext`,
      '-out',
      certificate,
    );
  }
}
