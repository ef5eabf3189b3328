import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { testImage } from '../helpers/images.ts';
import { Keys } from './keys.ts';
import { Session, untilText } from './session.ts';

const file = 'tasks.container.json';
/** A second try begins with a folder of its own. They stay open to the end: a failure's picture is taken late. */
const sessions = new AsyncDisposableStack();
let session: Session;

beforeEach(async (context) => {
  session = sessions.use(await Session.open({ 'notes.md': 'Notes\n' }));
  session.pictureFailure(context);
});
afterAll(() => sessions.disposeAsync());

test('a task is written with completion, run and cancelled, and its log and chart opened, with nothing but keys', async () => {
  const keys = new Keys(session);
  const { page, workbench } = session;
  await keys.command(`Container Tasks: Create ${file}`);
  await workbench.editor(file).getByText('"Says hello from a container"').waitFor();
  await page.locator('.monaco-editor.focused').waitFor();
  await keys.press('Control+A', 'Delete', 'Control+Space');
  await keys.accept('Container tasks');
  await page.keyboard.type('wait');
  await keys.press('Escape', 'Escape'); // Whether Tab goes on to the next placeholder depends on what else is open.
  await keys.press('ArrowDown', 'End', 'ArrowLeft', 'ArrowLeft', ...erase('alpine:3'));
  await page.keyboard.type(testImage.slice(0, 11));
  await keys.accept(testImage);
  await keys.press('ArrowDown', 'End', 'ArrowLeft', ...erase('echo hello'));
  await page.keyboard.type('sleep 300');
  const task = { label: 'wait', image: testImage, command: 'sleep 300' };
  await eventually('the saved file', async () => {
    await keys.press('Control+S');
    return written().includes('sleep 300');
  });
  expect(JSON.parse(written())).toEqual({ version: '1', tasks: [task] });

  await keys.choose('Tasks', 'Run Container Task');
  await session.untilItRuns('wait');
  await untilText(workbench.viewRows('Runs').first(), /^wait\s*0:\d\d/);
  await keys.choose('Tasks', 'Cancel Container Task');
  await untilText(workbench.viewRows('Runs').first(), /^wait\s*cancelled · /);
  await session.untilNothingIsLeft();

  await keys.goTo('Runs');
  await keys.press('Enter');
  await workbench.tab(/\.log/).waitFor();
  await keys.command('View: Close All Editors');
  await keys.choose('Runs', 'Show Chart');
  await workbench.tab('Chart: wait').waitFor();
  await session.chart().getByText('You cancelled it.', { exact: true }).waitFor();
  await session.vscode.screenshot('newcomer-keys');
});

/** The keys that erase this text before the cursor. */
function erase(text: string): readonly string[] {
  return Array.from(text, () => 'Backspace');
}

function written(): string {
  return fs.readFileSync(path.join(session.folder, file), 'utf8');
}
