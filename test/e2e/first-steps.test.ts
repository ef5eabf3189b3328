import fs from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { testImage } from '../helpers/images.ts';
import { Session } from './session.ts';
import { tasksFile } from './tasks-file.ts';

const file = 'tasks.container.json';
let session: Session;

beforeAll(async () => {
  const only = tasksFile({ label: 'only', command: 'echo on its own' });
  session = await Session.open({ [file]: only, 'notes.md': 'Notes\n' }, { trust: false });
});
afterAll(() => session[Symbol.asyncDispose]());
beforeEach((context) => {
  session.pictureFailure(context);
});
afterEach(async () => {
  await session.untilNothingIsLeft();
  await session.clearNotifications();
});

test('in an untrusted workspace the view says what is missing, and nothing else', async () => {
  await session.workbench.runCommand('View: Show Container Tasks');
  const welcome = session.page.locator('.welcome-view:visible');
  await welcome.getByText('Container tasks run only in a trusted workspace.').waitFor();
  expect(await welcome.getByRole('button').allInnerTexts()).toEqual(['Manage Workspace Trust']);
  expect(await session.workbench.viewRows('Tasks').count()).toBe(0);
  await session.pictures('first-0-view');
  await session.workbench.runCommand('View: Show Explorer');
});

test('in an untrusted workspace nothing runs, and it says why; once it is trusted, its one task runs at once', async () => {
  await session.run();
  const refusal = session.notification('Container tasks run only in a trusted workspace');
  await refusal.waitFor();
  await session.vscode.screenshot('first-1-untrusted');
  expect(session.output('only')).toBe('');
  await refusal.getByRole('button', { name: 'Manage Workspace Trust' }).click();
  await session.workbench.confirmTrust();
  await session.workbench.statusText('Restricted Mode').waitFor({ state: 'hidden' });
  await session.run();
  expect(await session.closingLine('only')).toMatch(/^only: success, exit code 0, /);
  expect(session.output('only')).toMatch(/\n\non its own\n\nonly: success/);
});

test('where there is no file, it offers to create one, whose first task runs', async () => {
  fs.rmSync(path.join(session.folder, file));
  await session.run();
  const offer = session.notification('This workspace has no container tasks yet.');
  await offer.getByRole('button', { name: `Create ${file}` }).click();
  await session.workbench.editor(file).getByText('"Says hello from a container"').waitFor();
  await session.vscode.screenshot('first-2-created');
  const created = fs.readFileSync(path.join(session.folder, file), 'utf8');
  expect(created).toContain('"image": "busybox:latest"');
  expect(await session.workbench.statusText(/^\s*0\s*0\s*$/).count()).toBe(1); // Neither errors nor warnings.

  // The image that it names may have to be pulled, which not every machine can.
  session.write(file, created.replaceAll('busybox:latest', testImage));
  await session.workbench.editor(file).getByText(testImage).first().waitFor();
  await session.run('hello');
  expect(await session.closingLine('hello')).toMatch(/^hello: success, exit code 0, /);
  expect(session.output('hello')).toMatch(/^hello$/m);
});

test('a broken file opens where it is broken, says what is, and runs when it is corrected', async () => {
  session.write(file, '{\n  "version": "1",\n  "tasks": [\n    { "label": "build" "image": "x" }\n  ]\n}\n');
  await eventually(
    'the mark',
    async () => (await session.workbench.statusText(/^\s*[1-9]\s*0\s*$/).count()) > 0,
  );
  await session.workbench.openFile('notes.md');
  await session.run();
  const mistake = session.notification(/tasks\.container\.json, line 4: .*comma/);
  await mistake.waitFor();
  await session.page.locator('.statusbar-item', { hasText: /Ln 4, Col \d+/ }).waitFor();
  expect(await session.workbench.tab(file).getAttribute('class')).toContain('active');
  await session.vscode.screenshot('first-3-broken');

  session.write(file, tasksFile({ label: 'build', command: 'echo as it should be' }));
  await session.workbench.editor(file).getByText('as it should be').waitFor();
  await mistake.getByRole('button', { name: 'Run Again' }).click();
  expect(await session.closingLine('build')).toMatch(/^build: success/);
});
