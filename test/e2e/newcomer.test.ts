import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { testImage } from '../helpers/images.ts';
import { Session, untilText } from './session.ts';

// Without a mouse, as some people work: only keys are pressed here, and nothing is clicked.

const file = 'tasks.container.json';
let session: Session;

beforeAll(async () => {
  session = await Session.open({ 'notes.md': 'Notes\n' });
});
afterAll(() => session[Symbol.asyncDispose]());
beforeEach((context) => {
  session.pictureFailure(context);
});

/** Presses keys one after another. */
async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await session.page.keyboard.press(key);
}

/** Runs a command from the palette. @param title as the palette shows it */
async function command(title: string): Promise<void> {
  const { page, workbench } = session;
  const first = workbench.quickInput().locator('.monaco-list-row.focused', { hasText: title });
  const open = async (): Promise<true> => {
    await press('F1');
    await workbench.quickInput().locator('.quick-input-box input').fill(`>${title}`);
    await first.waitFor({ timeout: 3_000 }).catch(async (error: unknown) => {
      await press('Escape'); // An open palette does not learn of new commands.
      throw error;
    });
    return true;
  };
  await eventually(`the command "${title}"`, open, 30_000);
  await page.keyboard.press('Enter');
  await workbench.quickInput().waitFor({ state: 'hidden' });
}

/** Accepts the suggestion with this text, which has to be the first. */
async function accept(text: string): Promise<void> {
  const suggestion = session.page.locator('.suggest-widget.visible .monaco-list-row.focused');
  await untilText(suggestion, new RegExp(`^${text}`));
  await press('Enter');
  await suggestion.waitFor({ state: 'hidden' });
}

/** Chooses an entry of the menu of the first row of a view. */
async function choose(view: 'Tasks' | 'Runs', entry: string): Promise<void> {
  await goTo(view);
  await press('Shift+F10');
  const menu = session.page.locator('.monaco-menu');
  await menu.waitFor();
  await eventually(`"${entry}" in the menu`, async () => {
    await press('ArrowDown');
    return (await menu.locator('.action-item.focused').innerText()).trim() === entry;
  });
  await press('Enter');
  await menu.waitFor({ state: 'hidden' });
}

/** Puts the focus on the first row of a view. */
async function goTo(view: 'Tasks' | 'Runs'): Promise<void> {
  await command(`Container Tasks: Focus on ${view} View`);
  await session.workbench.viewRows(view).first().waitFor();
  await press('Home', 'ArrowUp');
  await session.page.locator('.monaco-list:focus .monaco-list-row.focused').waitFor();
}

test('a task is written with completion, run and cancelled, and its log and chart opened, with nothing but keys', async () => {
  const { page, workbench } = session;
  await command(`Container Tasks: Create ${file}`);
  await workbench.editor(file).getByText('"Says hello from a container"').waitFor();
  await page.locator('.monaco-editor.focused').waitFor();
  await press('Control+A', 'Delete', 'Control+Space');
  await accept('Container tasks');
  await page.keyboard.type('wait');
  await press('Tab');
  await page.keyboard.type(testImage.slice(0, 11));
  await accept(testImage.slice(0, 20));
  await press('Tab');
  await page.keyboard.type('sleep 300');
  await press('Control+S');
  const task = { label: 'wait', image: testImage, command: 'sleep 300' };
  await eventually('the saved file', () => written().includes('sleep 300'));
  expect(JSON.parse(written())).toEqual({ version: '1', tasks: [task] });

  await choose('Tasks', 'Run Container Task');
  await session.untilItRuns('wait');
  await untilText(workbench.viewRows('Runs').first(), /^wait\s*0:\d\d/);
  await choose('Tasks', 'Cancel Container Task');
  await untilText(workbench.viewRows('Runs').first(), /^wait\s*cancelled · /);
  await session.untilNothingIsLeft();

  await goTo('Runs');
  await press('Enter');
  await workbench.tab(/\.log/).waitFor();
  await command('View: Close All Editors');
  await choose('Runs', 'Show Chart');
  await workbench.tab('Chart: wait').waitFor();
  await session.chart().getByText('You cancelled it.').waitFor();
  await session.vscode.screenshot('newcomer-keys');
});

function written(): string {
  return fs.readFileSync(path.join(session.folder, file), 'utf8');
}
