import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { testImage } from '../helpers/images.ts';
import { Session } from './session.ts';
import { tasksFile } from './tasks-file.ts';

const file = 'tasks.container.json';
let session: Session;

beforeAll(async () => {
  session = await Session.open({
    [file]: tasksFile(
      { label: 'build', detail: 'Makes it', command: 'echo built' },
      { label: 'test', dependsOn: ['build'], script: 'echo ${workspaceFolder} ${env:HOME}' },
      { label: 'fail', dependsOn: [], script: 'exit 3' },
    ),
  });
});
afterAll(() => session[Symbol.asyncDispose]());
beforeEach((context) => {
  session.pictureFailure(context);
});

/** What stands over the tasks, in the order of the file. */
const lenses = () => session.workbench.editor(file).locator('.codelens-decoration');

/** A click that comes while the editor draws the lenses anew is lost. */
async function runFromLens(index: number, label: string): Promise<void> {
  await eventually(
    `a run of "${label}"`,
    async () => {
      await lenses().nth(index).getByText('Run', { exact: true }).click({ timeout: 2_000 });
      return eventually('its output', () => session.output(label) !== '', 3_000);
    },
    30_000,
  );
}

test('a task is run from the line over it, which then tells how it ended', async () => {
  await session.workbench.openFile(file);
  await runFromLens(2, 'fail');
  await session.closingLine('fail');
  await session.workbench
    .editor(file)
    .getByText(/exit code 3|failed/)
    .first()
    .waitFor();
  await runFromLens(1, 'test');
  expect(await session.closingLine('test')).toMatch(/^test: success/);
  await lenses()
    .nth(0)
    .getByText(/just now/)
    .waitFor();
  await session.untilNothingIsLeft();
  await session.clearNotifications();
  await session.pictures('language-1-lenses');
});

test('what is pointed at is told, and what can be written is offered', async () => {
  const editor = session.workbench.editor(file);
  await editor.locator('.view-line', { hasText: 'workspaceFolder' }).getByText('workspaceFolder').hover();
  const hover = session.page.locator('.monaco-hover:visible', { hasText: 'In the container:' });
  await hover.waitFor();
  expect(await hover.innerText()).toContain('/workspace');
  await session.vscode.screenshot('language-2-hover-dark');
  await session.page.keyboard.press('Escape');

  await editor
    .locator('.view-line', { hasText: /"build"\s*$/ })
    .locator('span', { hasText: '"build"' })
    .last()
    .click();
  await session.page.keyboard.press('Control+Space');
  const list = session.page.locator('.suggest-widget.visible');
  await list.getByText('Makes it').first().waitFor();
  await session.vscode.screenshot('language-3-completion-dark');
  await session.page.keyboard.press('Escape');

  await editor
    .locator('.view-line', { hasText: '"image"' })
    .locator('span', { hasText: testImage })
    .last()
    .click();
  await session.page.keyboard.press('Control+Space');
  await list.getByText(testImage).first().waitFor();
  await session.vscode.screenshot('language-4-images-dark');
  await session.page.keyboard.press('Escape');
});
