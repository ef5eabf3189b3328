import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { bend } from './faults.ts';
import type { Fault } from './faults.ts';

/** An engine behind a connection with one fault. */
export interface FaultProxy extends AsyncDisposable {
  /** As in the variable DOCKER_HOST. */
  readonly dockerHost: string;
  /** How often the fault was met. */
  readonly met: () => number;
  /** How many the driver has not closed. */
  readonly openConnections: () => number;
  /** Ends the fault: what is held back goes on, and what comes is let through. */
  heal(): void;
}

/** Raw bytes from both sides, until they are given to each other. */
interface Exchange {
  readonly client: Socket;
  /** The request as far as it has come, its head at least. */
  readonly request: Buffer;
}

/**
 * Stands between the driver and an engine and does a fault to one call.
 *
 * @param dockerHost of the engine, `unix://` or `tcp://` without TLS
 * @param call matches the calls that go wrong by `METHOD /path?query`, without the version
 */
export async function startFaultProxy(dockerHost: string, call: RegExp, fault: Fault): Promise<FaultProxy> {
  const healed = new AbortController();
  const connections = new Set<Socket>();
  const sockets = new Set<Socket>();
  let met = 0;
  const serve = async (client: Socket): Promise<void> => {
    const request = await readHead(client);
    const isFaulty = call.test(nameOf(request)) && !healed.signal.aborted;
    if (isFaulty) met++;
    await forward({ client, request }, dockerHost, isFaulty ? fault : undefined, healed.signal);
  };
  // A port and not a socket, as only TCP knows a reset.
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    connections.add(client);
    sockets.add(client.on('close', () => sockets.delete(client)));
    // What is closed altogether looks like what is closed on one side, and the driver keeps no such connection.
    for (const end of ['end', 'close']) client.on(end, () => connections.delete(client));
    client.on('error', () => undefined);
    serve(client).catch(() => client.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    dockerHost: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    met: () => met,
    openConnections: () => connections.size,
    heal: () => {
      healed.abort();
    },
    [Symbol.asyncDispose]: async () => {
      healed.abort();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readHead(client: Socket): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (!head.includes('\r\n\r\n')) {
    const [chunk] = (await once(client, 'data')) as [Buffer];
    head = Buffer.concat([head, chunk]);
  }
  client.pause();
  return head;
}

function nameOf(request: Buffer): string {
  const [, method = '', path = ''] = /^(\S+) (?:\/v[0-9.]+)?(\S+)/.exec(request.toString('latin1')) ?? [];
  return `${method} ${path}`;
}

async function forward(
  { client, request }: Exchange,
  dockerHost: string,
  fault: Fault | undefined,
  healed: AbortSignal,
): Promise<void> {
  if (fault?.kind === 'answer') {
    client.end(fault.answer);
    return;
  }
  if (fault?.kind === 'unsent') {
    if (fault.how === 'held') await Promise.race([once(healed, 'abort'), once(client, 'close')]);
    client.destroy();
    return;
  }
  if (client.destroyed) return;
  const engine = net.connect({ ...targetOf(dockerHost), allowHalfOpen: true });
  client.on('close', () => engine.destroy());
  engine.on('error', () => client.destroy());
  engine.write(request);
  client.pipe(engine);
  if (fault) await bend(fault, engine, client, healed);
  else engine.pipe(client);
}

function targetOf(dockerHost: string): net.NetConnectOpts {
  const url = new URL(dockerHost);
  if (url.protocol === 'unix:') return { path: url.pathname };
  return { host: url.hostname, port: Number(url.port) };
}
