import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { Session } from './session.ts';
import { tasksFile, wait } from './tasks-file.ts';

let session: Session;

beforeAll(async () => {
  const colourful = { label: 'colourful', script: String.raw`printf '\033[31mred\033[0m and plain\n'` };
  session = await Session.open({ 'tasks.container.json': tasksFile(colourful, wait) });
});
afterAll(() => session[Symbol.asyncDispose]());
beforeEach((context) => {
  session.pictureFailure(context);
});
afterEach(() => session.untilNothingIsLeft());

test('Run Task lists container tasks, and runs them with their colours in the terminal', async () => {
  const { workbench } = session;
  await session.runInTerminal('colourful');
  await eventually('the end', async () =>
    /red and plain\s+colourful: success, exit code 0/.test(await workbench.terminalText()),
  );
  expect(await colourOf('red')).not.toBe(await colourOf('and plain'));
  await session.vscode.screenshot('vscode-task-colours');
});

test('a terminal that is closed ends its task', async () => {
  await session.runInTerminal('wait');
  await session.untilItRuns('wait');
  await eventually('its output', async () => (await session.workbench.terminalText()).includes('waiting'));
  await session.status().waitFor();
  await session.workbench.runCommand('Terminal: Kill the Active Terminal Instance');
  await session.untilNothingIsLeft();
  await session.status().waitFor({ state: 'hidden' });
});

test('a task that is terminated ends, and its container goes', async () => {
  await session.runInTerminal('wait');
  await session.untilItRuns('wait');
  await session.workbench.runCommand('Tasks: Terminate Task');
  await session.workbench.pick('container: wait');
  await session.untilNothingIsLeft();
});

/** The colour of a text in the terminal. */
async function colourOf(text: string): Promise<string> {
  const span = session.workbench.panel().locator('.xterm-rows span', { hasText: new RegExp(`^\\s*${text}`) });
  return span.first().evaluate((element: unknown) => {
    const view = globalThis as unknown as { getComputedStyle(of: unknown): { readonly color: string } };
    return view.getComputedStyle(element).color;
  });
}
