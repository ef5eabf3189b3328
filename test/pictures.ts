// Makes the pictures of the README and the walkthrough in a real VS Code: `npm run pictures`.
import fs from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { openEngine } from './helpers/engine.ts';
import { eventually } from './helpers/eventually.ts';
import { exampleImage, provideImages } from './helpers/images.ts';
import { openWorkbench } from './helpers/open-workbench.ts';
import type { OpenWorkbench } from './helpers/open-workbench.ts';
import { root, vsix } from './helpers/paths.ts';
import { recordPage } from './helpers/record-page.ts';
import { stopSignal } from './helpers/stop-signal.ts';
import { runScript } from './helpers/suites.ts';
import { makeTemporaryFolder, removeFolder } from './helpers/temporary-folder.ts';

const media = path.join(root, 'media');
const signal = stopSignal();

if ((await runScript('package', { signal })) !== 0) process.exit(1);
await using engine = await openEngine();
await using images = await provideImages(engine, { example: true });
process.env['DOCKER_HOST'] = engine.dockerHost;
const folder = path.join(makeTemporaryFolder(), 'site');
try {
  copyExample();
  await using vscode = await openWorkbench({ folder, vsix });
  await vscode.page.setViewportSize({ width: 1280, height: 800 });
  await takePictures(vscode).catch(async (error: unknown) => {
    console.error(`It looked like this: ${await vscode.screenshot('pictures-failed')}`);
    throw error;
  });
} finally {
  removeFolder(path.dirname(folder));
}

function copyExample(): void {
  fs.cpSync(path.join(root, 'examples/site'), folder, { recursive: true });
  const file = path.join(folder, 'tasks.container.json');
  const text = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, text.replaceAll(`"${exampleImage}"`, `"${images.example}"`));
}

async function takePictures(vscode: OpenWorkbench): Promise<void> {
  const { workbench, page } = vscode;
  await workbench.openFile('tasks.container.json');
  await workbench.runCommand('View: Show Container Tasks');
  await ended(vscode, 'test');
  await ended(vscode, 'lint');
  await workbench.runCommand('View: Toggle Panel Visibility');
  await workbench.runCommand('Go to Line/Column...');
  await workbench.answer(':46');
  await recordPage(page, path.join(media, 'recording.gif'), 1.5, () => runAndCancel(vscode));
  await runForAWhile(vscode, 14_000);
  await page.screenshot({ path: path.join(media, 'screenshot.png') });
  await workbench.runCommand('Container Tasks: Cancel Container Task');
  await status(vscode).waitFor({ state: 'hidden' });
  await fail(vscode);
  await page.screenshot({ path: path.join(media, 'failure.png') });
}

function status({ workbench }: OpenWorkbench): Locator {
  return workbench.statusItem('container-tasks.container-tasks.running');
}

function row({ workbench }: OpenWorkbench, task: string): Locator {
  return workbench.viewRows('Tasks').filter({ hasText: task }).last();
}

/** The button of a row is there while the mouse is on it. */
async function press(vscode: OpenWorkbench, task: string, button: string): Promise<void> {
  await row(vscode, task).hover();
  await row(vscode, task).getByRole('button', { name: button }).click();
}

async function ended(vscode: OpenWorkbench, task: string): Promise<void> {
  await press(vscode, task, 'Run Container Task');
  await eventually(
    `the end of ${task}`,
    async () => /just now/.test(await row(vscode, task).innerText()),
    60_000,
  );
}

async function runAndCancel(vscode: OpenWorkbench): Promise<void> {
  await vscode.page.waitForTimeout(1_500);
  await runForAWhile(vscode, 12_000);
  await status(vscode).click();
  await status(vscode).waitFor({ state: 'hidden' });
  await vscode.page.waitForTimeout(1_500);
}

async function runForAWhile(vscode: OpenWorkbench, milliseconds: number): Promise<void> {
  await press(vscode, 'load', 'Run Container Task');
  await status(vscode).waitFor({ timeout: 20_000 });
  await vscode.page.waitForTimeout(milliseconds);
}

/** Gives the task less memory than it needs, and runs it. */
async function fail(vscode: OpenWorkbench): Promise<void> {
  const file = path.join(folder, 'tasks.container.json');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('"256m"', '"12m"'));
  await press(vscode, 'load', 'Run Container Task');
  await vscode.workbench.notifications().first().waitFor({ timeout: 60_000 });
  await vscode.workbench.panel().getByRole('tab', { name: 'Problems' }).click();
  await vscode.workbench.problems().first().waitFor();
}
