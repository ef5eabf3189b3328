import { runCommand } from '../helpers/run-command.ts';
import type { Figure } from './figure.ts';
import { dockerCommand, FloodWindow } from './flood-window.ts';
import type { Place } from './flood-window.ts';
import { extensionHostOf, ResidentMemory } from './resident-memory.ts';
import { timed } from './timing.ts';

const MiB = 2 ** 20;

/** What 64 MiB of output do to the extension host's memory, and how long they take. */
export async function* measureFlood(): AsyncGenerator<Figure> {
  for (const place of ['channel', 'terminal'] as const) yield* measureIn(place);
}

/** In a window of its own: what a process has had of memory, it keeps. */
async function* measureIn(place: Place): AsyncGenerator<Figure> {
  await using window = await FloodWindow.open();
  const docker = await timed(dockerRun);
  await window.list();
  using memory = new ResidentMemory(extensionHostOf(window.vscode.dataDir));
  const before = await memory.settle();
  const ours = await timed(() => window.run(place));
  const what = `Output: 64 MiB to a ${place}`;
  yield {
    measure: `${what}: memory of the extension host (${Math.round(before / MiB)} MiB before)`,
    unit: 'MiB more',
    ours: (memory.peak - before) / MiB,
    aim: { ours: 50 },
  };
  yield {
    measure: `${what}, and to the log file`,
    unit: 'ms',
    ours,
    competitor: { name: 'docker run > /dev/null', value: docker },
  };
}

async function dockerRun(): Promise<void> {
  const command = `${dockerCommand} > /dev/null 2>&1`;
  if ((await runCommand('sh', ['-c', command])) !== 0) throw new Error(`This failed: ${command}`);
}
