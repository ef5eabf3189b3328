import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Reach } from '../../../src/core/reach.ts';
import type { Consent } from '../../../src/runner/consent.ts';
import { askEngine } from '../../helpers/engine-api.ts';
import { dockerHost, uniqueName } from '../../helpers/engine-context.ts';
import { fileOf, outputOf, useFileWorkspace } from '../../helpers/file-task.ts';

/** What reaches past the workspace: asked for before it runs, and refused without a person. The engine has to run here. */

const workspace = useFileWorkspace();

describe('with consent it has what it asks for, and without it is refused', () => {
  const effective = 'grep CapEff /proc/self/status | cut -f2';
  // By number: capabilities(7).
  const netAdmin = 1n << 12n;

  test('capAdd', async () => {
    const usual = BigInt(`0x${await outputOf(workspace(), { script: effective })}`);
    const task = { script: effective, capAdd: ['NET_ADMIN'] };
    expect(BigInt(`0x${await allowed(task, ['capAdd "NET_ADMIN"'])}`)).toBe(usual | netAdmin);
  });

  test('securityOpt that confines less; one that confines more asks nothing', async () => {
    const script = 'grep -E "NoNewPrivs|^Seccomp:" /proc/self/status | cut -f2 | tr "\\n" " "';
    const securityOpt = ['no-new-privileges', 'seccomp=unconfined'];
    expect(await outputOf(workspace(), { script, securityOpt: securityOpt.slice(0, 1) })).toMatch(/^1 /);
    expect(await allowed({ script, securityOpt }, ['securityOpt "seccomp=unconfined"'])).toBe('1 0 ');
  });

  /** Not every machine can give every privilege away. */
  test('privileged', async () => {
    const task = { script: effective, privileged: true };
    const capabilities = await allowed(task, ['privileged "true"']).catch(String);
    if (capabilities.includes('Error'))
      expect(capabilities).toContain('Remove \\"privileged\\" and \\"capAdd\\"');
    else expect(BigInt(`0x${capabilities}`) & netAdmin).toBe(netAdmin);
  });

  test('network: host', async () => {
    const task = { command: 'readlink /proc/self/ns/net', network: 'host' };
    expect(await allowed(task, ['network "host"'])).toBe(`${fs.readlinkSync('/proc/self/ns/net')}\n`);
  });

  test('a bind of the engine’s socket, of / and of a path outside the workspace', async ({ skip }) => {
    skip(!dockerHost.startsWith('unix://'), 'the engine has no socket here');
    const socket = fs.realpathSync(dockerHost.slice('unix://'.length));
    const outside = path.join(workspace().folder, '..', 'outside');
    fs.mkdirSync(outside);
    fs.writeFileSync(path.join(outside, 'whose'), 'theirs');
    const mounts = [`${socket}:/engine.sock`, '/:/host:ro', '../outside:/outside'];
    const script = `test -S /engine.sock && cat /outside/whose /host${outside}/whose`;
    const asked = [`bind "${socket}"`, 'bind "/ (read only)"', `bind "${outside}"`];
    expect(await allowed({ script, mounts }, asked)).toBe('theirstheirs');
  });

  test('a symlink in the workspace that leads out; one that stays in it asks nothing', async () => {
    fs.mkdirSync(path.join(workspace().folder, '..', 'outside'));
    workspace().write({ '../outside/whose': 'theirs', 'inner/whose': 'mine' });
    fs.symlinkSync('../outside', workspace().path('out'));
    fs.symlinkSync('inner', workspace().path('in'));
    const command = 'cat /x/whose';
    expect(await outputOf(workspace(), { command, mounts: ['./in:/x'] })).toBe('mine');
    const asked = [`bind "${path.join(workspace().folder, '..', 'outside')}"`];
    expect(await allowed({ command, mounts: ['./out:/x'] }, asked)).toBe('theirs');
  });

  test('a volume that is another name for a path of the machine (o=bind)', async () => {
    const name = uniqueName();
    const DriverOpts = { type: 'none', o: 'bind', device: '/' };
    await askEngine(dockerHost, 'POST', '/volumes/create', { body: { Name: name, DriverOpts } });
    try {
      workspace().write({ whose: 'of the machine' });
      const task = { command: `cat /x${workspace().path('whose')}`, mounts: [`${name}:/x`] };
      expect(await allowed(task, [`volume "${name} = /"`])).toBe('of the machine');
    } finally {
      await askEngine(dockerHost, 'DELETE', `/volumes/${name}`);
    }
  });

  test('what a service wants', async () => {
    const services = { db: { image: 'x/y', capAdd: ['ALL'] } };
    const file = fileOf({ command: 'true', services: ['db'] }, { services, defaults: { image: 'x/y' } });
    await expect(workspace().run(file, 'it')).rejects.toThrow('capAdd "ALL"');
  });
});

/** What a task prints that is allowed what it has to ask for; without consent it is refused, with the same words. */
async function allowed(task: object, asked: readonly string[]): Promise<string> {
  for (const each of asked) await expect(outputOf(workspace(), task)).rejects.toThrow(each);
  const seen: Reach[] = [];
  const consent: Consent = {
    ask: (reaches) => {
      seen.push(...reaches);
      return Promise.resolve(true);
    },
    advice: '',
  };
  const output = await outputOf(workspace(), task, { consent });
  expect([...new Set(seen.map(({ kind, value }) => `${kind} "${value}"`))]).toEqual(asked);
  return output;
}
