import fs from 'node:fs';
import path from 'node:path';
import { eventually } from '../helpers/eventually.ts';
import { openWorkbench } from '../helpers/open-workbench.ts';
import type { OpenWorkbench } from '../helpers/open-workbench.ts';
import { vsix } from '../helpers/paths.ts';
import { runCommand } from '../helpers/run-command.ts';
import { image } from '../helpers/task.ts';
import { makeTemporaryFolder, removeFolder } from '../helpers/temporary-folder.ts';
import type { Figure } from './figure.ts';
import { extensionHostOf, ResidentMemory } from './resident-memory.ts';
import { timed } from './timing.ts';

const MiB = 2 ** 20;
const lineLength = 100;
const lines = Math.ceil((64 * MiB) / lineLength);
const script = `yes ${'x'.repeat(lineLength - 1)} | head -n ${lines}`;

/** What 64 MiB of output do to the extension host, and how long they take. */
export async function* measureFlood(): AsyncGenerator<Figure> {
  const folder = makeTemporaryFolder();
  try {
    // Two, as the only one would run without being chosen.
    const tasks = ['flood', 'another'].map((label) => ({ label, image, command: ['sh', '-c', script] }));
    fs.writeFileSync(path.join(folder, 'tasks.container.json'), JSON.stringify({ version: '1', tasks }));
    await using vscode = await openWorkbench({ folder, vsix });
    yield* measureIn(vscode);
  } finally {
    removeFolder(folder);
  }
}

async function* measureIn(vscode: OpenWorkbench): AsyncGenerator<Figure> {
  const docker = await timed(dockerRun);
  // The palette's list: the extension is active, and no more is left to do than to choose.
  await vscode.workbench.runCommand('Container Tasks: Run Container Task');
  using memory = new ResidentMemory(extensionHostOf(vscode.dataDir));
  const before = await memory.settle();
  const ours = await timed(() => runFlood(vscode));
  yield {
    measure: `Output: memory of the extension host while 64 MiB stream (${Math.round(before / MiB)} MiB before)`,
    unit: 'MiB more',
    ours: (memory.peak - before) / MiB,
    aim: { ours: 50 },
  };
  yield {
    measure: 'Output: 64 MiB, to the log file and the panel',
    unit: 'ms',
    ours,
    competitor: { name: 'docker run > /dev/null', value: docker },
  };
}

async function dockerRun(): Promise<void> {
  const command = `docker run --rm --init ${image} sh -c '${script}' > /dev/null 2>&1`;
  if ((await runCommand('sh', ['-c', command])) !== 0) throw new Error(`This failed: ${command}`);
}

async function runFlood(vscode: OpenWorkbench): Promise<void> {
  await vscode.workbench.pick('flood');
  const end = /^flood: (success|error|timeout|killed|cancelled)\b.*$/m;
  const text = (): string => vscode.outputText('Container: flood');
  const [line, status] = await eventually('the end of the flood', () => end.exec(text()) ?? false, 60_000);
  if (status !== 'success') throw new Error(`The flood has failed: ${line}`);
}
