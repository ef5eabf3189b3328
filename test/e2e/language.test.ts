import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Session } from './session.ts';
import { tasksFile } from './tasks-file.ts';

let session: Session;

beforeAll(async () => {
  const tasks = [
    { label: 'misspelt', comand: 'true' },
    { label: 'unfed', command: 'cat', stdin: { file: './there-is-none.txt' } },
  ];
  session = await Session.open({ 'tasks.container.json': tasksFile(...tasks) }, { language: 'de' });
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
});
beforeEach((context) => {
  session.pictureFailure(context);
});

test('commands, questions and what is wrong with a task are in German', async () => {
  await session.workbench.runCommand('Container Tasks: Containeraufgabe ausführen');
  const question = session.workbench.quickInput().getByPlaceholder('Die auszuführende Containeraufgabe');
  await question.waitFor();
  await session.vscode.screenshot('language-de-question');
  await session.workbench.pick('misspelt');
  const notification = session.notification('`comand` gehört nicht in eine Aufgabe: Meinten Sie `command`?');
  await notification.waitFor();
  expect(await notification.innerText()).toContain('tasks.container.json, Zeile ');
  expect(await notification.getByRole('button', { name: 'Erneut ausführen' }).count()).toBe(1);
  await session.vscode.screenshot('language-de-mistake');
});
