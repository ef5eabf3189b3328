import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import type { ContainerTask, Port } from '../../src/core/container-task.ts';
import { containerName } from '../../src/driver/docker/ownership/labels.ts';
import { askEngine } from '../helpers/engine-api.ts';
import { dockerHost, inspectContainer, uniqueName } from '../helpers/engine-context.ts';
import { eventually } from '../helpers/eventually.ts';
import { leftBehind, recordedTask, runAnd, runTask, shell } from '../helpers/task.ts';

/** What a container sees of the network, and the network of it. The engine has to run on this machine. */

afterEach(async () => {
  expect(await leftBehind()).toEqual([]);
});

describe('the network', () => {
  const interfaces = shell('ls /sys/class/net | sort');

  test('is the engine’s default one', async () => {
    expect((await runTask(interfaces)).stdout).toBe('eth0\nlo\n');
  });

  test('is none', async () => {
    expect((await runTask({ ...interfaces, network: 'none' })).stdout).toBe('lo\n');
  });

  test('is the engine’s machine’s own', async () => {
    const namespace = fs.readlinkSync('/proc/self/ns/net');
    const command = ['readlink', '/proc/self/ns/net'];
    expect((await runTask({ command, network: 'host' })).stdout).toBe(`${namespace}\n`);
    expect((await runTask({ command })).stdout).not.toBe(`${namespace}\n`);
  });

  test('is one with a name', async () => {
    const network = uniqueName();
    await askEngine(dockerHost, 'POST', '/networks/create', { body: { Name: network, Internal: true } });
    try {
      const { IPAM } = (await askEngine(dockerHost, 'GET', `/networks/${network}`)) as {
        readonly IPAM: { readonly Config: readonly { readonly Subnet: string }[] };
      };
      const [prefix] = IPAM.Config[0]?.Subnet.split('.0/') ?? [];
      const { stdout } = await runTask({ ...shell('ip -4 -o addr show eth0'), network });
      expect(stdout).toContain(` ${prefix ?? '?'}.`);
    } finally {
      await askEngine(dockerHost, 'DELETE', `/networks/${network}`);
    }
  });

  test('that does not exist is refused', async () => {
    await expect(runTask({ network: 'nosuch' })).rejects.toMatchObject({
      message: 'The engine could not start the container: network nosuch not found.',
      advice: 'Create it with "docker network create", or correct "network".',
    });
  });
});

test('more hosts have names, and one that is none is refused', async () => {
  const extraHosts = ['db:10.1.2.3', 'six:2001:db8::1', 'engine:host-gateway'];
  const { stdout } = await runTask({ command: ['cat', '/etc/hosts'], extraHosts });
  expect(stdout).toContain('10.1.2.3\tdb\n');
  expect(stdout).toContain('2001:db8::1\tsix\n');
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\.\d+\tengine$/m);
  await expect(runTask({ extraHosts: ['db:300.1.1.1'] })).rejects.toMatchObject({
    message: 'The engine could not create the container: invalid IP address in add-host: "300.1.1.1".',
    advice: 'Correct "extraHosts".',
  });
});

describe('a port', () => {
  test('that is free is found, and answers', async () => {
    await serve(port({}), async (hostPort) => {
      expect(hostPort).toBeGreaterThan(0);
      expect(await answer(hostPort)).toBe('hello\n');
    });
  });

  test('of one address answers there, and nowhere else', async () => {
    const free = await freePort();
    await serve(port({ hostPort: free, hostIp: '127.0.0.1' }), async (hostPort) => {
      expect(hostPort).toBe(free);
      expect(await answer(free)).toBe('hello\n');
      await expect(get('127.0.0.2', free)).rejects.toThrow('ECONNREFUSED');
    });
  });

  test('that another container has is refused', async () => {
    const ports = [port({ hostPort: await freePort() })];
    await serve(ports[0] ?? port({}), async (hostPort) => {
      await expect(runTask({ ports })).rejects.toMatchObject({
        message: expect.stringMatching(
          new RegExp(`^The container ".+" has the port ${hostPort} of the engine's machine already\\.$`),
        ) as unknown,
        advice: expect.stringMatching(
          /^Stop it with "docker stop .+", or choose another port in "ports"\.$/,
        ) as unknown,
      });
    });
  });

  test('that another process has is refused', async () => {
    const server = net.createServer();
    const hostPort = await listen(server);
    try {
      const ports = [port({ hostPort, hostIp: '127.0.0.1' })];
      await expect(runTask({ ports })).rejects.toMatchObject(taken('address already in use.'));
    } finally {
      server.close();
    }
  });

  test('of an address that the machine does not have is refused', async () => {
    const ports = [port({ hostPort: await freePort(), hostIp: '192.0.2.1' })]; // RFC 5737: nobody has it.
    await expect(runTask({ ports })).rejects.toMatchObject({
      message: expect.stringContaining('cannot assign requested address.') as unknown,
      advice: 'Correct the address in "ports": it has to be one that the engine\'s machine has.',
    });
  });
});

function port(settings: Partial<Port>): Port {
  return { containerPort: 80, protocol: 'tcp', hostPort: 0, hostIp: '', ...settings };
}

function taken(reason: string): object {
  return {
    message: expect.stringMatching(
      new RegExp(`^The engine could not start the container: (Bind|listen|failed to bind) .*${reason}$`),
    ) as unknown,
    advice: 'Stop what listens on that port of the engine\'s machine, or choose another in "ports".',
  };
}

/** Runs a web server in a container, and does something with the port of this machine that leads to it. */
async function serve(from: Port, act: (hostPort: number) => Promise<void>): Promise<void> {
  const script = 'mkdir /www; echo hello > /www/index.html; httpd -p 80 -h /www; echo ready; sleep 300';
  const recorded = recordedTask({ ...shell(script), ports: [from] });
  const abort = new AbortController();
  const result = await runAnd(
    recorded,
    async (task) => {
      try {
        await act(await hostPortOf(task));
      } finally {
        abort.abort();
      }
    },
    abort.signal,
  );
  expect(result.status).toBe('cancelled');
}

async function hostPortOf({ id }: ContainerTask): Promise<number> {
  const { NetworkSettings } = await inspectContainer(containerName(id));
  return Number(NetworkSettings.Ports['80/tcp']?.[0]?.HostPort);
}

/** The server may take a moment until it listens. */
async function answer(at: number): Promise<string> {
  return eventually('the answer', () => get('127.0.0.1', at));
}

async function get(host: string, at: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  http.get({ host, port: at, agent: false }, resolve).once('error', reject);
  return text(await promise);
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  const found = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return found;
}

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
