import fs from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { parse } from '../../src/core/tasks-file/parse.ts';
import { askEngine } from '../helpers/engine-api.ts';
import { dockerHost } from '../helpers/engine-context.ts';
import { eventually } from '../helpers/eventually.ts';
import { Session } from './session.ts';
import { tasksFile } from './tasks-file.ts';

/** Commands beside those that run a task: a shell in its container, a first file, a line of Docker's. */

const file = 'tasks.container.json';
const manifest = { scripts: { build: 'tsc -p .', test: 'vitest run' }, engines: { node: '22' } };
let session: Session;

beforeAll(async () => {
  session = await Session.open(
    {
      'package.json': JSON.stringify(manifest),
      'package-lock.json': '{}',
      'go.mod': 'module x\n\ngo 1.25\n',
    },
    { settings: { 'containerTasks.openChart': false } },
  );
});
afterAll(() => session[Symbol.asyncDispose]());
beforeEach((context) => {
  session.pictureFailure(context);
});

afterEach(async () => {
  await session.clearNotifications();
});

test('a first file has tasks for what is in the folder', async () => {
  await session.workbench.runCommand('Container Tasks: Create tasks.container.json');
  await eventually(
    'the templates',
    async () => (await session.workbench.pickLabels()).join() === 'Node.js,Go',
  );
  await session.vscode.screenshot('commands-1-templates');
  await session.page.keyboard.press('Enter');
  await session.workbench.editor(file).getByText('"node: install"').first().waitFor();
  await session.pictures('commands-2-created');
  const { tasks, problems } = parse(read());
  expect(problems).toEqual([]);
  expect(tasks.map(({ label }) => label)).toContain('node: test');
  expect(await session.workbench.statusText(/^\s*0\s*0\s*$/).count()).toBe(1); // Neither errors nor warnings.
});

test('a docker run line becomes a task of the file, in one step that can be undone', async () => {
  const before = read();
  await session.workbench.runCommand('Container Tasks: Convert docker run to Task');
  const input = session.workbench.quickInput().locator('.quick-input-box input');
  await input.fill('docker run --rm -v $(pwd):/app alpine | less');
  await session.workbench.quickInput().getByText('| needs a shell').first().waitFor();
  await session.vscode.screenshot('commands-3-refused');
  await session.workbench.answer('docker run --rm -v $(pwd):/app -w /app --restart=always alpine:3 ls -l');
  await session.notification('--restart').waitFor();
  const editor = session.workbench.editor(file);
  await editor.getByText('"/app"').first().waitFor();
  await session.vscode.screenshot('commands-4-converted');
  await save();
  await eventually('the task', () => read() !== before);
  expect(parse(read()).tasks.at(-1)).toMatchObject({ label: 'ls', problems: [] });
  expect(read()).toContain('//   --restart=always  It has no meaning');
  await session.page.keyboard.press('Control+z');
  await save();
  await eventually('the file as it was', () => read() === before);
});

test('a shell is attached to a task that runs: it is typed into, takes a size, and leaves nothing when it is closed', async () => {
  session.write(file, tasksFile({ label: 'server', script: 'echo up; exec sleep 300' }));
  await session.workbench.runCommand('Container Tasks: Attach Shell');
  await session.notification('none is running').waitFor();
  await session.run();
  const { Id } = await session.untilItRuns('server');
  await session.workbench.runCommand('Container Tasks: Attach Shell');
  await shown(/# $/m);
  const { keyboard } = session.page;
  await keyboard.type('pwd; echo grüß $((40 + 2)); stty size; sleep 222 &\n');
  await shown(/\/workspace\ngrüß 42\n\d+ \d+\n/);
  const size = /^(\d+) (\d+)$/m.exec(await text())?.[0];
  await session.page.setViewportSize({ width: 1000, height: 700 });
  await eventually('another size', async () => {
    await keyboard.type('stty size\n');
    await session.page.waitForTimeout(300);
    return [...(await text()).matchAll(/^(\d+) (\d+)$/gm)].at(-1)?.[0] !== size;
  });
  await session.pictures('commands-5-shell');
  await session.page.setViewportSize({ width: 1400, height: 900 });
  expect((await processes(Id)).join()).toMatch(/sleep 222/);
  await session.workbench.runCommand('Terminal: Kill the Active Terminal Instance');
  await eventually('only the task', async () => {
    const left = (await processes(Id)).filter((line) => /ash|sleep 222|stty/.test(line));
    return left.length === 0 || Promise.reject(new Error(left.join()));
  });
});

test('a shell ends with the task, and says so', async () => {
  await session.workbench.runCommand('Container Tasks: Attach Shell');
  await shown(/# $/m);
  await session.status().click();
  await shown(/The container has ended, and this shell with it\.\nPress any key/);
  await session.vscode.screenshot('commands-6-ended');
  await session.untilNothingIsLeft();
  await session.page.locator('.terminal-wrapper.active').click();
  await session.page.keyboard.press('Enter');
  await eventually(
    'no terminal',
    async () => (await session.page.locator('.terminal-wrapper.active').count()) === 0,
  );
});

function read(): string {
  return fs.readFileSync(path.join(session.folder, file), 'utf8');
}

async function save(): Promise<void> {
  await session.workbench.runCommand('File: Save');
}

async function processes(id: string): Promise<readonly string[]> {
  const { Processes } = (await askEngine(
    dockerHost,
    'GET',
    `/containers/${id}/top?ps_args=-eo%20pid,args`,
  )) as {
    readonly Processes: readonly (readonly string[])[];
  };
  return Processes.map((columns) => columns.at(-1) ?? '');
}

async function text(): Promise<string> {
  return (await session.workbench.terminalText()).replace(/ +$/gm, '');
}

/** Waits for what the terminal shows to match; at its end there is a blank. */
async function shown(pattern: RegExp): Promise<void> {
  await eventually(
    String(pattern),
    async () => {
      const now = `${(await text()).trimEnd()} `;
      return pattern.test(now) || Promise.reject(new Error(now));
    },
    30_000,
  );
}
