import fs from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { Session } from './session.ts';
import { tasksFile } from './tasks-file.ts';

/** What a person is asked before a task reaches past its workspace. In-host tests cannot answer a dialog. */

const outside = { label: 'outside', script: 'ls -d /host', mounts: ['/usr:/host:ro'] };
const two = { ...outside, label: 'two', mounts: ['/usr:/host:ro', '/usr/share:/share'] };
const much = {
  label: 'much',
  command: 'true',
  ...{ privileged: true, capAdd: ['SYS_PTRACE'], securityOpt: ['seccomp=unconfined'], network: 'host' },
  mounts: ['./link:/all'],
};
let session: Session;

beforeAll(async () => {
  const tasks = tasksFile(outside, two, much);
  session = await Session.open({ 'tasks.container.json': tasks, 'notes.md': 'Notes\n' });
  fs.symlinkSync('/', path.join(session.folder, 'link'));
});
afterAll(() => session[Symbol.asyncDispose]());
beforeEach((context) => {
  session.pictureFailure(context);
});
afterEach(async () => {
  await session.untilNothingIsLeft();
});

test('a task that reaches past its workspace asks what it may, and does not run without a yes', async () => {
  await session.run('much');
  const dialog = question('much');
  await dialog.waitFor();
  expect((await dialog.innerText()).match(/• .+/g)).toEqual([
    '• It runs privileged: nothing keeps it inside its container.',
    '• It gets the capability SYS_PTRACE of Linux.',
    '• It changes what keeps it inside its container: the security option "seccomp=unconfined".',
    "• It uses the network of the engine's machine as its own, with all that listens on that machine alone.",
    '• It reads and changes every file of this machine, "/".',
  ]);
  await session.pictures('consent-1');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(session.output('much')).toBe('');
});

test('it is asked once, and another task only for what is new', async () => {
  await session.run('outside');
  await allow('outside');
  expect(await session.closingLine('outside')).toMatch(/^outside: success/);
  await session.run('outside');
  expect(await session.closingLine('outside')).toMatch(/^outside: success/);
  await session.run('two');
  await question('two').waitFor();
  expect(await question('two').innerText()).not.toContain('"/usr"');
  await allow('two');
  expect(await session.closingLine('two')).toMatch(/^two: success/);
});

test('a task in a terminal asks too, and says why it does not run', async () => {
  await revoke('/usr (read only)');
  await session.runInTerminal('outside', question('outside'));
  await question('outside').getByRole('button', { name: 'Cancel' }).click();
  await eventually('the reason', async () =>
    /reaches past its workspace, which is not\s+allowed:\s+bind\s+"\/usr \(read\s+only\)"/.test(
      await session.workbench.terminalText(),
    ),
  );
});

test('what was allowed is asked for again when it is revoked', async () => {
  await session.run('outside');
  await allow('outside');
  await session.closingLine('outside');
  await session.workbench.runCommand('Container Tasks: Revoke Consent');
  await eventually(
    'the list',
    async () => (await session.workbench.pickLabels()).join() === '/usr/share,/usr (read only)',
  );
  await session.vscode.screenshot('consent-2-revoke');
  await session.page.keyboard.press('Escape');
  await revoke('/usr (read only)');
  await session.run('outside');
  await question('outside').getByRole('button', { name: 'Cancel' }).click();
});

function question(label: string): Locator {
  return session.page.locator('.monaco-dialog-box', { hasText: `Allow the task "${label}" to reach past` });
}

async function allow(label: string): Promise<void> {
  await question(label).getByRole('button', { name: 'Allow' }).click();
  await question(label).waitFor({ state: 'hidden' });
}

async function revoke(value: string): Promise<void> {
  await session.workbench.runCommand('Container Tasks: Revoke Consent');
  await session.workbench.pick(value);
  await session.workbench.quickInput().getByRole('button', { name: 'OK' }).click();
  await session.workbench.quickInput().waitFor({ state: 'hidden' });
}
