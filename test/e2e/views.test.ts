import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { Session, untilText } from './session.ts';
import { tasksFile, wait } from './tasks-file.ts';

const file = 'tasks.container.json';
const tasks = [
  { label: 'compile', detail: 'Compiles the program', group: 'build', command: 'echo compiled' },
  { label: 'unit', group: 'test', script: 'echo no; exit 3', dependsOn: 'compile' },
  { ...wait, group: 'test' },
  { label: 'internal', command: 'true', hide: true },
  { label: 'wrong', command: 'true', dependsOn: 'nobody' },
];

let session: Session;

beforeAll(async () => {
  session = await Session.open({ 'notes.md': 'Notes\n' });
});
afterAll(() => session[Symbol.asyncDispose]());
beforeEach((context) => {
  session.pictureFailure(context);
});

const rows = (view: 'Tasks' | 'Runs'): Locator => session.workbench.viewRows(view);
const row = (view: 'Tasks' | 'Runs', text: string | RegExp): Locator => rows(view).filter({ hasText: text });
const labels = async (view: 'Tasks' | 'Runs'): Promise<readonly string[]> =>
  (await rows(view).locator('.label-name').allInnerTexts()).map((label) => label.trim());

/** The button of a row, which is there while the mouse is on it. */
async function press(of: Locator, title: string | RegExp): Promise<void> {
  await of.hover();
  await of.getByRole('button', { name: title }).click();
}

async function choose(of: Locator, entry: string): Promise<void> {
  await of.click({ button: 'right' });
  const item = session.page.locator('.monaco-menu .action-item', { hasText: new RegExp(`^\\s*${entry}`) });
  await item.waitFor();
  // A menu takes no click in its first tenth of a second.
  await eventually('the choice', async () => {
    if (await item.isVisible()) await item.click({ timeout: 1_000 }).catch(() => undefined);
    return (await item.count()) === 0;
  });
}

test('without a file the views say what they are for, and follow the file when it is there', async () => {
  await session.workbench.runCommand('View: Show Container Tasks');
  const welcome = session.page.locator('.welcome-view');
  await welcome.getByRole('button', { name: `Create ${file}` }).waitFor();
  await session.vscode.screenshot('views-1-welcome');
  session.write(file, tasksFile());
  await welcome.getByRole('button', { name: 'Open Tasks File' }).waitFor();
  session.write(file, tasksFile(...tasks));
  await welcome.getByRole('button', { name: 'Run Container Task' }).waitFor();
  await eventually('the tasks', async () => (await rows('Tasks').count()) === 7);
  expect(await labels('Tasks')).toEqual(['build', 'compile', 'test', 'unit', 'wait', 'other', 'wrong']);
  await untilText(row('Tasks', 'wrong'), /cannot run/);
});

test('a task is run and stopped where it stands, and both views follow it', async () => {
  await press(row('Tasks', 'wait'), 'Run Container Task');
  await session.untilItRuns('wait');
  await untilText(row('Tasks', 'wait'), /wait\s*0:\d\d/);
  await untilText(row('Runs', 'wait'), /wait\s*0:\d\d/);
  await session.page.locator('.activitybar .badge', { hasText: '1' }).waitFor();
  await session.pictures('views-2-running');
  await press(row('Tasks', 'wait'), 'Cancel Container Task');
  await untilText(row('Tasks', 'wait'), /cancelled · [\d.]+ s · just now/);
  await untilText(row('Runs', 'wait'), /cancelled · [\d.]+ s · just now/);
  await session.untilNothingIsLeft();
});

test('what failed is told with its runs, and is there after a restart', async () => {
  await press(row('Tasks', 'unit'), 'Run Container Task');
  await untilText(row('Tasks', 'unit'), /failed · /);
  await untilText(row('Tasks', 'compile'), /[\d.]+ s · just now/);
  await row('Runs', 'unit').first().click();
  await eventually('the runs of both tasks', async () => (await rows('Runs').count()) === 4);
  await session.clearNotifications();
  await session.workbench.runCommand('View: Close All Editors');
  await session.workbench.runCommand('View: Hide Panel');
  await session.pictures('views-3-ended');
  await widen(300);
  await session.vscode.screenshot('views-4-wide');
  await session.workbench.runCommand('View: Show Explorer');
  await session.reload();
  await session.workbench.runCommand('View: Show Container Tasks');
  await untilText(row('Tasks', 'unit'), /failed · /);
  await untilText(row('Runs', 'unit').first(), /exit code 3 · /);
});

test('the charts of two selected runs are compared', async () => {
  await row('Runs', 'wait').click();
  await row('Runs', 'unit')
    .first()
    .click({ modifiers: ['ControlOrMeta'] });
  await choose(row('Runs', 'unit').first(), 'Compare Charts');
  await untilText(session.chart().locator('header'), /wait and unit compared[^]*A: wait[^]*B: unit/);
  await session.pictures('views-6-compare');
  await session.workbench.runCommand('View: Close All Editors');
  await row('Runs', 'wait').click(); // Only this one is selected then.
});

test('a log opens to be read, a run is removed or run again, and all go when that is confirmed', async () => {
  await choose(row('Runs', 'unit').first(), 'Open Log');
  await session.workbench.tab(/\.log/).waitFor();
  await eventually('the output', async () =>
    /^no$/m.test((await session.page.locator('.editor-instance .view-lines').first().innerText()).trim()),
  );
  await session.vscode.screenshot('views-5-log');
  await choose(row('Runs', 'wait'), 'Remove from History');
  await eventually('one run less', async () => (await row('Runs', 'wait').count()) === 0);
  await session.workbench.runCommand('Container Tasks: Re-run Last Container Task');
  await eventually(
    'a second run',
    async () => (await row('Runs', /unit\s*exit code 3/).count()) === 2,
    30_000,
  );
  await session.clearNotifications();
  await session.workbench.runCommand('Container Tasks: Clear History');
  const dialog = session.page.locator('.monaco-dialog-box', { hasText: 'Remove all 4 runs' });
  await dialog.getByRole('button', { name: 'Clear History' }).click();
  await eventually('nothing', async () => (await rows('Runs').count()) === 0);
  await untilText(row('Tasks', 'unit'), 'unit');
});

test('after a reload the last task runs again, takes a shell from the view, and all is stopped at once', async () => {
  await press(row('Tasks', 'wait'), 'Run Container Task');
  await session.untilItRuns('wait');
  await session.status().click();
  await session.untilNothingIsLeft();
  await session.workbench.runCommand('View: Show Explorer');
  await session.reload();
  await session.workbench.runCommand('Container Tasks: Re-run Last Container Task');
  await session.untilItRuns('wait');
  await session.workbench.runCommand('View: Show Container Tasks');
  await untilText(row('Tasks', 'wait'), /wait\s*0:\d\d/);
  await choose(row('Tasks', 'wait'), 'Attach Shell');
  await eventually('a prompt', async () => /# \s*$/.test(await session.workbench.terminalText()), 30_000);
  await press(row('Tasks', 'compile'), 'Run Container Task');
  await session.workbench.runCommand('Container Tasks: Stop All Container Tasks');
  await session.untilNothingIsLeft();
  await untilText(row('Tasks', 'wait'), /cancelled · /);
  await session.workbench.runCommand('Terminal: Kill All Terminals').catch(() => undefined);
});

test('a click opens a task in its file, where a mistake is corrected as one types', async () => {
  await row('Tasks', 'wrong').click();
  await session.workbench.tab(file).waitFor();
  session.write(file, tasksFile({ label: 'right', command: 'true' }));
  await eventually('the corrected task', async () => (await labels('Tasks')).join() === 'right');
});

/** Makes the side bar wider by so many pixels. */
async function widen(by: number): Promise<void> {
  const box = await session.page.locator('.part.sidebar').boundingBox();
  if (!box) throw new Error('There is no side bar.');
  const { mouse } = session.page;
  await mouse.move(box.x + box.width, box.y + 400);
  await mouse.down();
  await mouse.move(box.x + box.width + by, box.y + 400, { steps: 5 });
  await mouse.up();
}
