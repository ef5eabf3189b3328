import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { networksWith } from '../helpers/engine-context.ts';
import { eventually } from '../helpers/eventually.ts';
import { testImage } from '../helpers/images.ts';
import { Session, untilText } from './session.ts';
import { tasksFile } from './tasks-file.ts';

/** A task with all that it depends on, its matrix and its services. */

const until = (file: string): string => `until [ -e ${file} ]; do sleep 0.1; done`;
const build = { label: 'build', detail: 'What the others need', script: `echo building; ${until('built')}` };
const check = {
  ...{ label: 'check', dependsOn: ['build'], services: ['web'], matrix: { node: ['22', '24'] } },
  ...{ group: { kind: 'test', isDefault: true }, icon: { id: 'beaker' } },
  script: `echo "node \${matrix:node} got $(wget -q -O - http://web)"; ${until('checked')}`,
};
const error = 'Cannot find name "x".';
const compile = {
  ...{ label: 'compile', problemMatcher: '$tsc', group: 'build', icon: { id: 'tools' } },
  script: `echo '/workspace/src/main.ts(2,3): error TS2304: ${error}'; exit 3`,
};
const deploy = { label: 'deploy', dependsOn: ['build', 'compile'], command: 'echo deployed' };
const copy = {
  ...{ label: 'copy', files: ['notes.md'], output: ['out/notes.md'], user: 'host' },
  script: 'mkdir -p out; cp notes.md out',
};
const publish = { label: 'publish', dependsOn: ['copy'], script: `echo publishing; ${until('published')}` };
const reaching = {
  label: 'reaching',
  dependsOn: ['outside'],
  command: 'true',
  mounts: ['/usr/bin:/bin2:ro'],
};
const outside = { label: 'outside', command: 'true', mounts: ['/usr/lib:/lib2:ro'], network: 'host' };
const web = {
  ...{ image: testImage, stop: { grace: '1s' } },
  command: ['sh', '-c', 'mkdir /www; echo page > /www/index.html; echo serving; exec httpd -f -h /www'],
  healthcheck: { test: ['CMD-SHELL', 'wget -q -O /dev/null http://127.0.0.1'], interval: '200ms' },
};
const combinations = ['check (node: 22)', 'check (node: 24)'] as const;
/** The files that tasks wait for. */
const goOn = ['built', 'checked', 'published'] as const;
let session: Session;

beforeAll(async () => {
  const tasks = tasksFile(build, check, compile, deploy, copy, publish, reaching, outside);
  session = await Session.open(
    {
      'tasks.container.json': tasks.replace('{', `{\n  "services": ${JSON.stringify({ web })},`),
      'notes.md': 'Notes\n',
      'src/main.ts': 'one\ntwo\nthree\n',
    },
    { settings: { 'containerTasks.openChart': false } },
  );
});
afterAll(() => session[Symbol.asyncDispose]());
beforeEach((context) => {
  session.pictureFailure(context);
  for (const label of ['build', 'check', 'compile', 'deploy', 'copy', 'publish']) session.forgetOutput(label);
});
afterEach(async () => {
  // What a failed test has left runs no longer then.
  for (const name of goOn) session.write(name, '');
  await session.untilNothingIsLeft();
  await session.status().waitFor({ state: 'hidden' });
  for (const label of combinations)
    expect(await networksWith(`com.container-tasks.task=${label}`)).toEqual([]);
  for (const name of goOn) session.remove(name);
  await session.clearNotifications();
});

test('what it depends on runs first, then its matrix beside services, each in a channel of its own', async () => {
  await session.run('check');
  await untilText(session.status(), /^\s*check: build 0:0\d$/);
  await hasPrinted('build', 'building');
  await tooltip(/^check \d:\d\d\n\s+build \d:\d\d\nClick to cancel$/);
  await session.pictures('plan-1-dependency');
  session.write('built', '');
  for (const label of combinations) await hasPrinted(label, `node ${/\d+/.exec(label)?.[0] ?? ''} got page`);
  for (const label of combinations) expect(session.output(`web of ${label}`)).toMatch(/^serving$/m);
  await inPanel(/^node 2[24] got page$/m);
  await untilText(session.status(), /^\s*check 0:\d\d$/);
  await tooltip(/^check \d:\d\d\n\s+check \(node: 22\) \d:\d\d\n\s+check \(node: 24\) \d:\d\d\nClick/);
  await session.vscode.screenshot('plan-2-matrix');
  session.write('checked', '');
  for (const label of combinations) await hasPrinted(label, 'success, exit code 0');
  expect(session.output('check')).toBe('');
});

test('a click on the status bar cancels all of it', async () => {
  await session.run('check');
  await session.untilItRuns('build');
  await hasPrinted('build', 'building');
  await session.status().click();
  expect(await session.closingLine('build')).toMatch(/^build: cancelled, .* You cancelled it\.$/);
  expect(session.output('check')).toBe('check: cancelled. You cancelled it.\n');
  await inPanel(/^build: cancelled/m);
  await session.untilNothingIsLeft();
  await session.vscode.screenshot('plan-3-cancelled');
});

test('the first that fails is told at once, and shown; what needs it says why it does not run', async () => {
  await session.run('deploy');
  const failure = session.notification('compile, which deploy needs: The command failed with exit code 3.');
  await failure.waitFor();
  await untilText(session.status(), /^\s*deploy: build 0:\d\d$/);
  await inPanel(/^compile: error, exit code 3/m);
  await session.pictures('plan-4-failure');
  session.write('built', '');
  await session.status().waitFor({ state: 'hidden' });
  expect(session.output('deploy')).toBe('deploy: skipped. "compile" failed, which "deploy" needs.\n');
  await inPanel(/^compile: error, exit code 3/m);
  await session.clearNotifications();
  await session.workbench.panel().getByRole('tab', { name: 'Problems' }).click();
  await session.workbench.problems().filter({ hasText: error }).waitFor();
  expect((await session.workbench.problems().allInnerTexts()).join('\n')).toMatch(/main\.ts[^]*Ln 2, Col 3/);
  await session.pictures('plan-5-problems');
});

test('in a terminal of VS Code, what it depends on is told in lines, and leaves the panel to it', async () => {
  session.write('built', '');
  await session.runInTerminal('deploy');
  await inTerminal(/compile: error, exit code 3, [^]*\n *deploy: skipped\. "compile" failed, which "deploy"/);
  await session.pictures('plan-6-terminal');
  session.write('published', '');
  await session.runInTerminal('publish');
  await inTerminal(/copy: (success|up to date)[^]*publishing[^]*publish: success, exit code 0/);
  await session.runInTerminal('publish');
  await inTerminal(/publish \n+ *copy: up to date\. [^]*publish: success[^]*1 succeeded, 1 up to date in/);
  expect(session.output('copy')).toMatch(/^copy: up to date\. Nothing that it reads has changed/m);
  await session.vscode.screenshot('plan-7-up-to-date');
});

test('a terminal that is closed ends what the task waits for', async () => {
  await session.runInTerminal('check');
  await session.untilItRuns('build');
  await inTerminal(/build: runs/);
  await session.workbench.runCommand('Terminal: Kill the Active Terminal Instance');
  await session.untilNothingIsLeft();
});

test('a window that is reloaded ends what something waits for, and goes on with the last', async () => {
  await session.run('check');
  await session.untilItRuns('build');
  await session.reload();
  await session.untilNothingIsLeft();
  await session.run('publish');
  const { Id } = await session.untilItRuns('publish');
  await hasPrinted('publish', 'publishing');
  await session.reload();
  await untilText(session.status(), /^\s*publish 0:\d\d$/);
  expect(await session.untilItRuns('publish')).toMatchObject({ Id });
  session.write('published', '');
  expect(await session.closingLine('publish')).toMatch(/^publish: success/);
});

test('all of it is allowed in one question', async () => {
  await session.run('reaching');
  const question = session.page.locator('.monaco-dialog-box', { hasText: 'Allow the task "reaching"' });
  await question.waitFor();
  expect((await question.innerText()).match(/• .+/g)).toHaveLength(3);
  await session.pictures('plan-8-consent');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await session.run();
  await session.pictures('plan-9-pick');
  await session.page.keyboard.press('Escape');
});

async function hasPrinted(label: string, text: string): Promise<void> {
  await eventually(`"${text}" of ${label}`, () => session.output(label).includes(text), 60_000);
}

async function inPanel(pattern: RegExp): Promise<void> {
  await matches(pattern, () => session.workbench.visibleOutput());
}

async function inTerminal(pattern: RegExp): Promise<void> {
  await matches(pattern, () => session.workbench.terminalText());
}

async function matches(pattern: RegExp, read: () => Promise<string>): Promise<void> {
  const ask = async (): Promise<true> => {
    const text = await read();
    return pattern.test(text) || Promise.reject(new Error(text));
  };
  await eventually(String(pattern), ask, 30_000);
}

/** Waits for the status bar's tooltip to match, which stays until the pointer goes. */
async function tooltip(pattern: RegExp): Promise<void> {
  const hover: Locator = session.page.locator('.monaco-hover:visible');
  await session.page.mouse.move(600, 300);
  await session.status().hover();
  await untilText(hover, pattern);
}
