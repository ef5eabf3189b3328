import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { Session, untilText } from './session.ts';
import { tasksFile } from './tasks-file.ts';

let session: Session;

beforeAll(async () => {
  const tasks = [
    { label: 'misspelt', comand: 'true' },
    { label: 'unfed', command: 'cat', stdin: { file: './there-is-none.txt' } },
    { label: 'wrong', script: 'echo compiling; sleep 2; exit 3' },
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

test('a failure, the views and the chart are in German', async () => {
  await session.clearNotifications();
  await session.workbench.runCommand('View: Show Container Tasks');
  await session.workbench.runCommand('Container Tasks: Containeraufgabe ausführen');
  await session.workbench.pick('wrong');
  const said = 'Der Befehl endete mit Exitcode 3.';
  const notification = session.notification(`wrong: ${said}`);
  await notification.waitFor({ timeout: 30_000 });
  expect(await notification.getByRole('button', { name: 'Ausgabe anzeigen' }).count()).toBe(1);
  const last = /^wrong: Fehler, Exitcode 3, [\d.]+ s\. (.*)$/mu;
  expect(await eventually('the last line', () => last.exec(session.output('wrong'))?.[1])).toBe(said);
  await untilText(session.chart().locator('header'), /Fehlgeschlagen[^]*\d\d?\.\d\d\.\d{4}, \d\d:/);
  await untilText(
    session.workbench.viewRows('Aufgaben').filter({ hasText: 'wrong' }),
    /fehlgeschlagen · .* · soeben/,
  );
  await untilText(session.workbench.viewRows('Ausführungen').first(), /wrong/);
  await session.vscode.screenshot('language-de-views');
});
