import fs from 'node:fs';
import path from 'node:path';
import { eventually } from '../helpers/eventually.ts';
import { openWorkbench } from '../helpers/open-workbench.ts';
import type { OpenWorkbench } from '../helpers/open-workbench.ts';
import { vsix } from '../helpers/paths.ts';
import { image } from '../helpers/task.ts';
import { makeTemporaryFolder, removeFolder } from '../helpers/temporary-folder.ts';

const lineLength = 100;
const lines = Math.ceil(2 ** 26 / lineLength);
const script = `yes ${'x'.repeat(lineLength - 1)} | head -n ${lines}`;
const limit = 120_000;

/** A file in the folder. */
const endOfShell = 'ended';

/** The same 64 MiB from the Docker CLI, as a shell's command. */
export const dockerCommand = `docker run --rm --init ${image} sh -c '${script}'`;

/** Where a task of ours prints 64 MiB. */
export type Place = 'channel' | 'terminal';

/** A window with tasks that print 64 MiB: ours, and one of VS Code's own that does it with the Docker CLI. */
export class FloodWindow implements AsyncDisposable {
  readonly vscode: OpenWorkbench;
  readonly #folder: string;

  private constructor(vscode: OpenWorkbench, folder: string) {
    this.vscode = vscode;
    this.#folder = folder;
  }

  /** @param extensionFolder of another extension beside ours */
  static async open(extensionFolder?: string): Promise<FloodWindow> {
    const folder = makeTemporaryFolder();
    try {
      writeTasks(folder);
      const more = extensionFolder === undefined ? {} : { extensionFolder };
      return new FloodWindow(await openWorkbench({ folder, vsix, ...more }), folder);
    } catch (error) {
      removeFolder(folder);
      throw error;
    }
  }

  /** Shows the list of our tasks: the extension is active then, and no more is left to do than to choose. */
  async list(): Promise<void> {
    await this.vscode.workbench.runCommand('Container Tasks: Run Container Task');
  }

  /** Chooses a task from the list; resolves when its last line is shown. */
  async run(place: Place): Promise<void> {
    const { vscode } = this;
    const { workbench, page } = vscode;
    const text = async (): Promise<string> =>
      place === 'channel' ? vscode.outputText(`Container: ${place}`) : workbench.terminalText();
    const end = new RegExp(`^${place}: (success|error|timeout|killed|cancelled)\\b.*$`, 'gm');
    const endsOf = (all: string): readonly RegExpExecArray[] => [...all.matchAll(end)];
    const before = endsOf(await text().catch(() => '')).length; // Of a terminal, none: it has been closed.
    const choose = async (): Promise<true> => {
      if (!(await workbench.pickLabels()).includes(place)) await this.list(); // It may have been closed.
      await workbench.pick(place);
      return true;
    };
    await eventually('the list of our tasks', choose, limit);
    const ends = async (): Promise<RegExpExecArray | undefined> => endsOf(await text())[before];
    const [line, status] = await eventually('the end of the flood', ends, limit);
    if (status !== 'success') throw new Error(`The flood has failed: ${line}`);
    if (place === 'terminal') await page.keyboard.press('Space'); // Any key closes it.
  }

  /** Runs the shell task; resolves when its command has ended. */
  async runShell(): Promise<void> {
    const { workbench } = this.vscode;
    const ended = path.join(this.#folder, endOfShell);
    fs.rmSync(ended, { force: true });
    const choose = async (): Promise<true> => {
      await workbench.runCommand('Tasks: Run Task');
      await workbench.pick('shell');
      return true;
    };
    await eventually('the list of tasks', choose, limit); // On a busy machine it may close again.
    await eventually('the end of the shell task', () => fs.existsSync(ended), limit);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.vscode[Symbol.asyncDispose]();
    removeFolder(this.#folder);
  }
}

function writeTasks(folder: string): void {
  const task = (output: Place) => ({
    ...{ label: output, image, command: ['sh', '-c', script] },
    presentation: { output, focus: output === 'terminal' }, // For the key that closes it.
  });
  const tasks = [task('channel'), task('terminal')];
  fs.writeFileSync(path.join(folder, 'tasks.container.json'), JSON.stringify({ version: '1', tasks }));
  const shell = {
    label: 'shell',
    type: 'shell',
    command: `${dockerCommand}; touch ${endOfShell}`,
    problemMatcher: [],
  };
  fs.mkdirSync(path.join(folder, '.vscode'));
  const file = path.join(folder, '.vscode/tasks.json');
  fs.writeFileSync(file, JSON.stringify({ version: '2.0.0', tasks: [shell] }));
}
