import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { TestContext } from 'vitest';
import { containersWith, dockerHost } from '../helpers/engine-context.ts';
import type { ListedContainer } from '../helpers/engine-context.ts';
import { eventually } from '../helpers/eventually.ts';
import { openWorkbench } from '../helpers/open-workbench.ts';
import type { OpenWorkbench, WorkbenchOptions } from '../helpers/open-workbench.ts';
import { vsix } from '../helpers/paths.ts';
import { makeTemporaryFolder, removeFolder } from '../helpers/temporary-folder.ts';
import type { Workbench } from '../helpers/workbench.ts';

/** Files of a folder: path and text. */
export type Files = Readonly<Record<string, string>>;

/** A folder of its own, open in a VS Code that has the packaged extension. */
export class Session implements AsyncDisposable {
  readonly folder: string;
  readonly vscode: OpenWorkbench;
  /** How much of each channel's text is older than the last run. */
  private readonly older = new Map<string, number>();

  private constructor(folder: string, vscode: OpenWorkbench) {
    this.folder = folder;
    this.vscode = vscode;
  }

  /** Opens a new folder with these files. */
  static async open(files: Files, options: Omit<WorkbenchOptions, 'folder'> = {}): Promise<Session> {
    const folder = makeTemporaryFolder();
    for (const [name, text] of Object.entries(files)) write(folder, name, text);
    const env = { DOCKER_HOST: dockerHost, ...options.env };
    const vscode = await openWorkbench({ ...options, folder, vsix, env });
    return new Session(folder, vscode);
  }

  get workbench(): Workbench {
    return this.vscode.workbench;
  }

  get page(): Page {
    return this.vscode.page;
  }

  /** Writes a file of the folder, as another program would. */
  write(name: string, text: string): void {
    write(this.folder, name, text);
  }

  /** Removes a file of the folder, if it is there. */
  remove(name: string): void {
    fs.rmSync(path.join(this.folder, name), { force: true });
  }

  /** Chooses the command that runs a task, and the task where there is one to choose. */
  async run(label?: string): Promise<void> {
    if (label !== undefined) this.forgetOutput(label);
    await this.workbench.runCommand('Container Tasks: Run Container Task');
    if (label !== undefined) await this.workbench.pick(label);
  }

  /** Runs a task as one of VS Code's own. @param question what it may ask first, which ends the wait */
  async runInTerminal(label: string, question?: Locator): Promise<void> {
    const last = 'Continue without scanning the task output';
    const steps = [last, `container: ${label}`, 'container'];
    await this.workbench.runCommand('Tasks: Run Task');
    // A click that comes while VS Code fills the list again is lost, and a list may come before our tasks are known.
    await eventually(
      'the start of the task',
      async () => {
        await this.page.waitForTimeout(500);
        // The question comes last, and not for each run.
        if ((await this.containers()).length > 0) return 'running';
        if (await question?.isVisible()) return 'asking';
        const labels = await this.workbench.pickLabels();
        const step = steps.find((each) => labels.includes(each));
        if (step !== undefined) await this.workbench.pick(step);
        else await this.workbench.runCommand('Tasks: Run Task');
        return step === last;
      },
      40_000,
    );
  }

  /** Reloads the window, and waits until it is ready again. */
  async reload(): Promise<void> {
    await this.workbench.runCommand('Developer: Reload Window');
    await this.workbench.ready();
  }

  /** The text of the log file of the last run. */
  log(): string {
    const storage = path.join(this.vscode.dataDir, 'data/User/workspaceStorage');
    const logs = fs
      .readdirSync(storage, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.log'))
      .sort((a, b) => path.basename(a).localeCompare(path.basename(b)));
    return fs.readFileSync(path.join(storage, logs.at(-1) ?? ''), 'utf8');
  }

  /** What a task's output channel got since the last run, or since {@link forgetOutput}. */
  output(label: string): string {
    return this.vscode.outputText(`Container: ${label}`).slice(this.older.get(label) ?? 0);
  }

  /** Lets {@link output} begin with what comes now: a channel's file keeps what the channel was cleared of. */
  forgetOutput(label: string): void {
    this.older.set(label, this.vscode.outputText(`Container: ${label}`).length);
  }

  /** Waits for the line that closes a run, and resolves with it. */
  async closingLine(label: string): Promise<string> {
    const line = new RegExp(`^${label}: (success|error|timeout|killed|cancelled)\\b.*$`, 'm');
    return eventually(`the closing line of "${label}"`, () => line.exec(this.output(label))?.[0], 30_000);
  }

  /** The containers on the engine that belong to this folder. */
  async containers(): Promise<readonly ListedContainer[]> {
    const workspace = createHash('sha256').update(this.folder).digest('hex').slice(0, 16);
    return containersWith(`com.container-tasks.workspace=${workspace}`);
  }

  /** Waits until the container of a task runs. */
  async untilItRuns(label: string): Promise<ListedContainer> {
    return eventually(`a container of "${label}"`, async () =>
      (await this.containers()).find(
        ({ State, Labels }) => State === 'running' && Labels['com.container-tasks.task'] === label,
      ),
    );
  }

  /** Waits until the engine has no container of this folder. @param limit in ms */
  async untilNothingIsLeft(limit?: number): Promise<void> {
    const ask = async (): Promise<true> => {
      const left = (await this.containers()).map(({ State, Labels }) => [
        Labels['com.container-tasks.task'],
        State,
      ]);
      return left.length === 0 || Promise.reject(new Error(left.join('; ')));
    };
    await eventually('no container', ask, limit);
  }

  /** The entry in the status bar while tasks run. */
  status(): Locator {
    return this.workbench.statusItem('container-tasks.container-tasks.running');
  }

  /** The notification with this text. */
  notification(text: string | RegExp): Locator {
    return this.workbench.notifications().filter({ hasText: text });
  }

  /** The chart that is in view. */
  chart(): FrameLocator {
    return this.workbench.webview();
  }

  /** Dismisses every notification. */
  async clearNotifications(): Promise<void> {
    await this.workbench.runCommand('Notifications: Clear All Notifications');
  }

  /**
   * Takes a picture as it is: `<name>.png`. With PICTURES=1 one in each of {@link themes} instead: `<name>-<theme>.png`.
   * The last, which stays, is the one that the tests have.
   */
  async pictures(name: string): Promise<void> {
    if (process.env['PICTURES'] !== '1') {
      await this.vscode.screenshot(name);
      return;
    }
    for (const [theme, kind] of themes) {
      this.write('.vscode/settings.json', JSON.stringify({ 'workbench.colorTheme': `Default ${theme}` }));
      await this.page.locator(`.monaco-workbench${kind}`).waitFor();
      await this.vscode.screenshot(`${name}-${theme.replaceAll(' ', '-').toLowerCase()}`);
    }
  }

  /** Keeps a picture of the screen if the test that runs now fails: call it before each test. */
  pictureFailure({ task, onTestFailed }: TestContext): void {
    onTestFailed(async () => {
      await this.vscode.screenshot(`failed-${task.name.replace(/\W+/g, '-').slice(0, 60)}`);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.vscode[Symbol.asyncDispose]();
    removeFolder(this.folder);
  }
}

/** Waits until an element has this text. */
export async function untilText(element: Locator, text: string | RegExp): Promise<void> {
  await eventually(String(text), async () => {
    const shown = await element.innerText();
    const is = typeof text === 'string' ? shown.trim() === text : text.test(shown);
    return is || Promise.reject(new Error(shown));
  });
}

/** A colour theme's name without `Default`, and what the workbench is then. */
const themes = [
  ['Light Modern', '.vs:not(.hc-light)'],
  ['High Contrast Light', '.hc-light'],
  ['High Contrast', '.hc-black'],
  ['Dark Modern', '.vs-dark'],
] as const;

function write(folder: string, name: string, text: string): void {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
