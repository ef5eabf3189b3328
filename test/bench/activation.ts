import path from 'node:path';
import { openWorkbench } from '../helpers/open-workbench.ts';
import type { OpenWorkbench } from '../helpers/open-workbench.ts';
import { root, vsix } from '../helpers/paths.ts';
import type { Figure } from './figure.ts';
import { median } from './timing.ts';

const openings = 5;
const time = /(\d+)\s*ms/;

/** How long the extension's activation takes, as VS Code itself says. */
export async function* measureActivation(): AsyncGenerator<Figure> {
  await using vscode = await openWorkbench({ folder: path.join(root, 'examples/hello'), vsix });
  const times: number[] = [];
  // The list makes only the rows that are in view.
  await vscode.page.setViewportSize({ width: 1400, height: 2400 });
  for (let opening = 0; opening < openings; opening++) {
    if (opening > 0) await reopen(vscode);
    times.push(await activationTime(vscode));
  }
  const measure = `Activation, as VS Code has it (${times.join(', ')})`;
  yield { measure, unit: 'ms', ours: median(times), aim: { ours: 15 } };
}

/** With an extension host of its own, like every opening. */
async function reopen({ page, workbench }: OpenWorkbench): Promise<void> {
  await page.reload();
  await workbench.ready();
}

async function activationTime({ page, workbench }: OpenWorkbench): Promise<number> {
  await workbench.runCommand('Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Container Tasks' });
  // Until it has been activated there is no number.
  const text = await row.locator('.activation-time', { hasText: time }).innerText({ timeout: 30_000 });
  return Number(time.exec(text)?.[1]);
}
