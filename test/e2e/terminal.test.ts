import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { Session } from './session.ts';
import { tasksFile } from './tasks-file.ts';

/** Tasks that a person types into. */

const shell = {
  ...{ label: 'shell', command: 'sh', tty: true, interactive: true },
  icon: { id: 'terminal-bash', color: 'terminal.ansiGreen' },
  group: { kind: 'build', isDefault: true },
};
const lines = {
  label: 'lines',
  script: 'while read line; do echo "<$line>"; done; echo end',
  interactive: true,
};
const waits = { label: 'waits', script: 'echo waiting; sleep 300', presentation: { output: 'terminal' } };
const twice = {
  ...{ label: 'twice', script: 'echo one of two; sleep 300', detail: 'May run two times at once' },
  ...{
    runOptions: { instanceLimit: 2, instancePolicy: 'terminateOldest' },
    group: 'test',
    icon: { id: 'beaker' },
  },
};
const hidden = { label: 'hidden', command: 'true', hide: true };
let session: Session;

beforeAll(async () => {
  const tasks = tasksFile(shell, lines, waits, twice, hidden);
  session = await Session.open(
    { 'tasks.container.json': tasks, 'notes.md': 'Notes\n' },
    { settings: { 'containerTasks.openChart': false } },
  );
});
afterAll(() => session[Symbol.asyncDispose]());
beforeEach((context) => {
  session.pictureFailure(context);
});
afterEach(async () => {
  await session.untilNothingIsLeft();
});

test('tasks are offered by their group, with their icon, and hidden ones are not', async () => {
  await session.run();
  await eventually(
    'the tasks',
    async () => (await session.workbench.pickLabels()).join() === 'shell,twice,lines,waits',
  );
  const rows = session.workbench.quickInput().locator('.monaco-list-row');
  expect(await rows.first().innerText()).toMatch(/build/);
  await session.pictures('terminal-1-pick');
  await session.page.keyboard.press('Escape');
});

test('a shell is typed into: it echoes, knows its size, and Ctrl-C is its own', async () => {
  await session.run('shell');
  await shown(/# $/m);
  const { keyboard } = session.page;
  await keyboard.type('echo $((40 + 2)); stty size\n');
  await shown(/# echo \$\(\(40 \+ 2\)\); stty size\n42\n\d+ \d+\n.*# $/m);
  const size = /^(\d+) (\d+)\s*$/m.exec(await text());
  await session.page.setViewportSize({ width: 1000, height: 700 });
  await eventually('another size', async () => {
    await keyboard.type('stty size\n');
    await session.page.waitForTimeout(300);
    const now = [...(await text()).matchAll(/^(\d+) (\d+)\s*$/gm)].at(-1);
    return now !== undefined && now[2] !== size?.[2];
  });
  // The shell itself reads its keys in another mode.
  await keyboard.type('echo going; sleep 300\n');
  await shown(/^going ?$/m);
  await keyboard.press('Control+c');
  await keyboard.type('echo after $?\n');
  await shown(/after 130/);
  await session.pictures('terminal-2-shell');
  await session.page.setViewportSize({ width: 1400, height: 900 });
  await keyboard.type('exit 3\n');
  await shown(/shell: error, exit code 3[^]*Press any key to close the terminal/);
  await session.vscode.screenshot('terminal-3-ended');
  await session.notification('shell: ').waitFor();
  // A key in the terminal would close it.
  await session.workbench.openFile('notes.md');
  await session.page.locator('.editor-instance .view-lines').first().click();
  await session.clearNotifications();
});

test('the terminal that is there is used again, and what it showed stays', async () => {
  await session.run('shell');
  await shown(/exit code 3[^]*Press any key[^]*shell: container-tasks-test[^]*# $/m);
  await session.page.keyboard.press('Control+d');
  await shown(/success, exit code 0[^]*Press any key/);
  await session.page.keyboard.press('Enter');
  await eventually(
    'no terminal',
    async () => (await session.page.locator('.terminal-wrapper.active').count()) === 0,
  );
});

test('a task without a terminal of its own reads lines, which can be corrected, until Ctrl-D', async () => {
  await session.run('lines');
  await session.untilItRuns('lines');
  const { keyboard } = session.page;
  await keyboard.type('helloo');
  await keyboard.press('Backspace');
  await keyboard.press('Enter');
  await shown(/\nhello\n<hello> \n/);
  await keyboard.press('Control+d');
  await shown(/\nend\n\nlines: success/);
});

test('Ctrl-C cancels a task that cannot be typed into', async () => {
  await session.run('waits');
  await shown(/\nwaiting \n/);
  await session.page.locator('.terminal-wrapper.active').click();
  await session.page.keyboard.press('Control+c');
  await shown(/waits: cancelled/);
});

test('two runs at once have a channel each, and a third ends the oldest', async () => {
  await session.run('twice');
  await session.untilItRuns('twice');
  await session.run('twice');
  await eventually('two', async () => (await session.containers()).length === 2);
  await eventually('the second channel', () => /one of two/.test(session.output('twice (2)')));
  await session.run('twice');
  await eventually('the end of the first', () => /twice: cancelled/.test(session.output('twice')));
  await eventually('two again', async () => {
    const running = (await session.containers()).filter(({ State }) => State === 'running');
    return running.length === 2 && /one of two/.test(session.output('twice'));
  });
  await session.status().click();
  await session.workbench.pick('twice');
  await eventually('one less', async () => (await session.containers()).length === 1, 30_000);
  await session.status().click();
});

async function text(): Promise<string> {
  return session.workbench.terminalText();
}

/** Waits for what the terminal shows to match; at its end there is a blank and a line break. */
async function shown(pattern: RegExp): Promise<void> {
  await eventually(String(pattern), async () => {
    // Each row is filled with blanks, and the rows below the last are empty.
    const now = `${(await text()).replace(/ +$/gm, '').trimEnd()} \n`;
    return pattern.test(now) || Promise.reject(new Error(now));
  });
}
