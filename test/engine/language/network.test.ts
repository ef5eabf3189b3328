import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { askEngine } from '../../helpers/engine-api.ts';
import { dockerHost, inspectContainer, uniqueName } from '../../helpers/engine-context.ts';
import { eventually } from '../../helpers/eventually.ts';
import { outputOf, useFileWorkspace } from '../../helpers/file-task.ts';
import { image } from '../../helpers/task.ts';

/** What a task reaches, and from where it is reached. The engine has to run on this machine. */

const workspace = useFileWorkspace();

test('network is the engine’s own, none, or one with a name', async () => {
  const interfaces = 'ls /sys/class/net | sort | tr "\\n" " "';
  const name = uniqueName();
  const body = { Name: name, Internal: true };
  const { Id } = (await askEngine(dockerHost, 'POST', '/networks/create', { body })) as { Id: string };
  const { IPAM } = (await askEngine(dockerHost, 'GET', `/networks/${Id}`)) as {
    readonly IPAM: { readonly Config: readonly { readonly Subnet: string }[] };
  };
  try {
    const task = { label: 'it', image, script: interfaces };
    const [usual, none, named] = await Promise.all([
      workspace().run({ tasks: [task] }, 'it'),
      outputOf(workspace(), { script: interfaces, network: 'none' }),
      outputOf(workspace(), { script: 'ip -4 -o addr show eth0', network: name }),
    ]);
    expect(usual.output('it')).toBe('eth0 lo ');
    expect(none).toBe('lo ');
    expect(named).toContain(` ${IPAM.Config[0]?.Subnet.split('.0/')[0] ?? '?'}.`);
  } finally {
    await askEngine(dockerHost, 'DELETE', `/networks/${Id}`);
  }
});

test('ports: the machine listens on them', async () => {
  const script =
    'mkdir /www; echo page > /www/index.html; httpd -p 80 -h /www; until [ -e done ]; do sleep 0.1; done';
  const task = { label: 'it', image, script, ports: ['127.0.0.1::80', 81], timeout: '1m' };
  const ended = workspace().run({ tasks: [task] }, 'it');
  const ports = await eventually('its ports', async () => {
    const [container] = await workspace().containers();
    const found = container && (await inspectContainer(container.Id)).NetworkSettings.Ports;
    return found?.['80/tcp'] && found;
  });
  expect(ports['80/tcp']).toMatchObject([{ HostIp: '127.0.0.1' }]);
  expect(ports['81/tcp']?.[0]?.HostPort).toMatch(/^\d+$/);
  const page = await eventually('the page', () => get(Number(ports['80/tcp']?.[0]?.HostPort)));
  expect(page).toBe('page\n');
  workspace().write({ done: '' });
  expect((await ended).outcome).toMatchObject({ result: { status: 'success' } });
});

test('extraHosts: names of hosts, as a list or an object', async () => {
  const task = { label: 'it', image, command: 'cat /etc/hosts' };
  const [list, object] = await Promise.all(
    [['db:10.1.2.3', 'engine:host-gateway'], { db: '10.1.2.3', six: '2001:db8::1' }].map(async (extraHosts) =>
      (await workspace().run({ tasks: [{ ...task, extraHosts }] }, 'it')).output('it'),
    ),
  );
  expect(list).toMatch(/^10\.1\.2\.3\tdb$/m);
  expect(list).toMatch(/^\d+\.\d+\.\d+\.\d+\tengine$/m);
  expect(object).toMatch(/^10\.1\.2\.3\tdb$/m);
  expect(object).toMatch(/^2001:db8::1\tsix$/m);
});

describe('services', () => {
  /** It is healthy when it serves, a while after its start. */
  const db = {
    image,
    env: { WORD: 'served' },
    script: 'echo starting; sleep 0.7; mkdir /www; echo $WORD > /www/index.html; exec httpd -f -h /www',
    healthcheck: { test: 'wget -q -O - http://127.0.0.1', interval: '200ms', retries: 50 },
    stop: { grace: 0 },
  };

  test('are reached by their names as soon as they are healthy, or started, and are removed after', async () => {
    const cache = { image, command: 'sleep 300', stop: { grace: 0 } };
    const task = {
      label: 'it',
      image,
      services: ['db', 'cache'],
      script: 'wget -q -O - http://db; nslookup cache > /dev/null && echo found',
    };
    const file = { services: { db, cache }, tasks: [task] };
    const { outcome, output } = await workspace().run(file, 'it');
    expect(output('it')).toBe('served\nfound\n');
    expect(outcome).toMatchObject({ result: { status: 'success' } });
    expect(output('it/db')).toBe('starting\n');
    expect(await workspace().containers()).toEqual([]);
  });

  test('that do not come up fail their task with what they said', async () => {
    const broken = { image, script: 'echo no way; exit 3' };
    const task = { label: 'it', image, services: ['broken'], command: 'true' };
    const { outcome } = await workspace().run({ services: { broken }, tasks: [task] }, 'it');
    expect(outcome).toMatchObject({ result: { status: 'error' } });
    expect(JSON.stringify(outcome)).toContain('no way');
  });
});

async function get(port: number): Promise<string> {
  const request = http.get({ host: '127.0.0.1', port, agent: false });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  return text(response);
}
