import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { testImage } from '../helpers/images.ts';
import { Session } from './session.ts';
import { startStallingRegistry } from './stalling-registry.ts';
import type { Registry } from './stalling-registry.ts';
import { tasksFile, wait } from './tasks-file.ts';

let registry: Registry;
let session: Session;

beforeAll(async () => {
  registry = await startStallingRegistry();
  const tasks = [
    { label: 'wrong', script: 'echo about to fail; exit 3' },
    { label: 'greedy', command: 'tail /dev/zero', resources: { memory: '32m' } },
    { label: 'late', command: 'sleep 60', timeout: '1s' },
    { label: 'unknown', command: 'no-such-command', init: false },
    { label: 'shell', script: 'true', shell: ['bash', '-c'] },
    { label: 'folder', command: '/tmp' },
    { label: 'missing', image: `${registry.address}/there-is-none`, command: 'true' },
    { label: 'stalled', image: `${registry.address}/stalled`, command: 'true' },
    { label: 'built', build: './image', command: 'true' },
    { label: 'second try', script: '[ -e tried ] || { touch tried; exit 1; }' },
    { label: 'mistaken', command: 'true', timout: '5m' },
    { label: 'unmounted', command: 'true', mounts: ['./not-here:/data'] },
    wait,
  ];
  session = await Session.open({
    'tasks.container.json': tasksFile(...tasks),
    'image/Dockerfile': `FROM ${testImage}\nRUN echo compiling; sleep 6; echo no compiler >&2; exit 4\n`,
    'notes.md': 'Notes\n',
  });
  await session.workbench.openFile('notes.md');
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
});
beforeEach((context) => {
  session.pictureFailure(context);
});
afterEach(async () => {
  await session.untilNothingIsLeft();
  await session.clearNotifications();
});

test.each([
  [
    'wrong',
    /^wrong: error, exit code 3, [\d.]+ s\. The command failed with exit code 3\.$/,
    ['Show Output', 'Run Again'],
  ],
  [
    'greedy',
    /^greedy: killed, exit code 137, .* limit of 32 MiB[.;].* Raise "resources\.memory", for example to "64m"\.$/,
    ['Edit resources.memory', 'Show Output'],
  ],
  [
    'late',
    /^late: timeout, exit code \d+, .* timeout of 1 s, and printed nothing at all\. Find out what it waits for, or raise "timeout"/,
    ['Edit timeout', 'Show Output'],
  ],
  [
    'unknown',
    /^unknown: error, exit code 127, .*"no-such-command" is not in the image.* Correct "command"/,
    ['Edit command', 'Show Output'],
  ],
  ['shell', /^shell: error, exit code 127, .*"bash" is not in the image/, ['Edit shell', 'Show Output']],
  [
    'folder',
    /^folder: error, exit code 126, .*"\/tmp" is a folder, which cannot be executed\./,
    ['Edit command', 'Show Output'],
  ],
  [
    'missing',
    /^missing: error, .*The image "127\.0\.0\.1:\d+\/there-is-none" was not found\. Correct "image"/,
    ['Edit image', 'Run Again'],
  ],
])('the output and a notification say why "%s" failed, and what to do', async (label, expected, buttons) => {
  await session.run(label);
  const line = await session.closingLine(label);
  expect(line).toMatch(expected);
  const notification = session.notification(`${label}: `);
  await notification.waitFor();
  // What a person reads there is what the line says behind the figures.
  expect(await notification.innerText()).toContain(`${label}: ${line.slice(line.indexOf(' s. ') + 4)}`);
  expect(await notification.locator('.monaco-text-button').allInnerTexts()).toEqual(buttons);
  await session.vscode.screenshot(`failure-${label}`);
});

test('what has to be changed opens from the notification, and is in the Problems panel', async () => {
  const { workbench, page } = session;
  await session.run('greedy');
  await session.closingLine('greedy');
  await session.notification('greedy: ').getByRole('button', { name: 'Edit resources.memory' }).click();
  // The field is selected: what is typed takes its place.
  await page.locator('.statusbar-item', { hasText: /\(\d+ selected\)/ }).waitFor();
  await workbench.panel().getByRole('tab', { name: 'Problems' }).click();
  const problems = workbench.panel().locator('.markers-panel');
  await problems.getByText(/^greedy: It needed more memory/).waitFor();
  await problems.getByText(/^late: It ran longer than its timeout/).waitFor();
  await session.pictures('failure-problems');
  await page.keyboard.press('ControlOrMeta+w');
});

test('a failed task is run again from its notification', async () => {
  await session.run('second try');
  expect(await session.closingLine('second try')).toMatch(/error, exit code 1/);
  session.forgetOutput('second try');
  await session.notification('second try: ').getByRole('button', { name: 'Run Again' }).click();
  expect(await session.closingLine('second try')).toMatch(/success, exit code 0/);
});

test('the output of a failed task is shown from its notification', async () => {
  await session.run('wrong');
  await session.closingLine('wrong');
  await session.workbench.panel().getByRole('tab', { name: 'Problems' }).click();
  await session.workbench.panel().locator('.markers-panel').waitFor();
  await session.notification('wrong: ').getByRole('button', { name: 'Show Output' }).click();
  await eventually('its lines', async () =>
    (await session.workbench.visibleOutput()).includes('about to fail'),
  );
});

test('a task that runs already is restarted only when a person says so', async () => {
  await session.run('wait');
  const { Id } = await session.untilItRuns('wait');
  await session.run('wait');
  const question = session.notification('The task "wait" is already running.');
  await question.waitFor();
  await session.vscode.screenshot('failure-already-running');
  await question.getByRole('button', { name: 'Restart' }).click();
  const second = await eventually('another container', async () =>
    (await session.containers()).find((each) => each.Id !== Id && each.State === 'running'),
  );
  expect((await session.containers()).map((each) => each.Id)).toEqual([second.Id]);
  await session.status().click();
});

test('an image is built with progress, and the step that fails is told with what it printed', async () => {
  await session.run('built');
  const progress = session.notification('Building the image of built');
  await progress.filter({ hasText: /RUN echo compiling/ }).waitFor();
  expect(await session.chart().locator('header').innerText()).toContain('RUN echo compiling');
  await session.vscode.screenshot('failure-building');
  expect(await session.closingLine('built')).toMatch(
    /^built: error, [\d.]+ s\. Step 2 of \d+ of the build, "RUN echo compiling.*", failed with exit code 4\./,
  );
  expect(session.output('built')).toMatch(/^no compiler$/m);
  await progress.waitFor({ state: 'detached' });
  await session.notification('built: ').waitFor();
  await session.vscode.screenshot('failure-built');
});

test('a missing image is pulled with progress, which can be cancelled', async () => {
  await session.run('stalled');
  const progress = session.notification(`Pulling ${registry.address}/stalled`);
  await progress.filter({ hasText: /of 8 MiB/ }).waitFor();
  expect(await session.chart().locator('header').innerText()).toMatch(/Pulling .*\/stalled: .* of 8 MiB/);
  await session.vscode.screenshot('failure-pulling');
  await progress.getByRole('button', { name: 'Cancel' }).click();
  expect(await session.closingLine('stalled')).toMatch(/^stalled: cancelled, [\d.]+ s\. You cancelled it\.$/);
  await progress.waitFor({ state: 'detached' });
});

test('the file opens at the mistake that keeps a task from running', async () => {
  const { workbench, page } = session;
  await session.run();
  const row = workbench.quickInput().locator('.monaco-list-row', { hasText: 'mistaken' });
  expect(await row.innerText()).toMatch(/`timout` is not a field.*`timeout`/);
  await session.vscode.screenshot('failure-pick-mistaken');
  await row.click();
  const error = session.notification(/tasks\.container\.json, line \d+: `timout`/);
  await error.waitFor();
  const line = /line (\d+)/.exec(await error.innerText())?.[1] ?? '';
  await page.locator('.statusbar-item', { hasText: `Ln ${line},` }).waitFor();
  await session.vscode.screenshot('failure-mistake');
});

test("a mount's host path that is not there is named before anything runs", async () => {
  await session.run('unmounted');
  await session.notification('"./not-here" is not there').waitFor();
  expect(session.output('unmounted')).toMatch(
    /^unmounted: error, 0 s\. The mount's host path "\.\/not-here"/,
  );
});

test('where no engine answers, a sentence says what was tried and how to start one', async () => {
  session.write('.vscode/settings.json', '{ "containerTasks.docker": "unix:///nowhere/docker.sock" }');
  const line = await eventually('the setting', async () => {
    await session.run('wrong');
    const last = await session.closingLine('wrong');
    return last.includes('No container engine') && last;
  });
  expect(line).toMatch(/^wrong: error, [\d.]+ s\. No container engine answers\. Start Docker or Podman/);
  expect(line).toMatch(/Tried: unix:\/\/\/nowhere\/docker\.sock \(not there\)\.$/);
  const notification = session.notification('No container engine answers.');
  await notification.waitFor();
  expect(await notification.locator('.monaco-text-button').allInnerTexts()).toEqual([
    'Open Settings',
    'Run Again',
  ]);
  await session.vscode.screenshot('failure-no-engine');
});
