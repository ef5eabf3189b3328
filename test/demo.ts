// Shows the extension without a person: opens examples/hello in a real VS Code, with the packaged extension, runs its task
// `build` and prints what it printed: `npm run demo`. With `-- --open` VS Code stays open until Ctrl-C.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openEngine } from './helpers/engine.ts';
import { eventually } from './helpers/eventually.ts';
import { findProgram } from './helpers/find-program.ts';
import { exampleImage, provideImages } from './helpers/images.ts';
import { openWorkbench } from './helpers/open-workbench.ts';
import type { OpenWorkbench } from './helpers/open-workbench.ts';
import { root, vsix } from './helpers/paths.ts';
import { runCommand } from './helpers/run-command.ts';
import { stopSignal } from './helpers/stop-signal.ts';
import { runScript } from './helpers/suites.ts';
import { makeTemporaryFolder, removeFolder } from './helpers/temporary-folder.ts';

const task = 'build';
const example = path.join(root, 'examples/hello');
const { values } = parseArgs({ options: { open: { type: 'boolean', default: false } } });
process.exitCode = (await demonstrate(values.open).catch(explain)) ? 0 : 1;

async function demonstrate(staysOpen: boolean): Promise<boolean> {
  const signal = stopSignal();
  if ((await runScript('package', { signal })) !== 0) return false;
  await using engine = await openEngine();
  await using images = await provideImages(engine, { example: true });
  using folder = exampleWith(images.example);
  process.env['DOCKER_HOST'] = engine.dockerHost;
  await using vscode = await openWorkbench({ folder: folder.path, vsix });
  const lastLine = await Promise.race([runTask(vscode), stopped(signal)]);
  console.log(`\n${vscode.outputText(`Container: ${task}`).trim()}\n`);
  console.log(`Status: ${lastLine}`);
  console.log(`Screenshot: ${await vscode.screenshot('demo')}`);
  if (staysOpen) await keepOpen(vscode, folder.path, signal);
  return lastLine.startsWith(`${task}: success`);
}

function explain(error: unknown): false {
  console.error(error instanceof Error ? error.message : String(error));
  return false;
}

/** The example itself or, where its image cannot be had, a copy that names another one. */
function exampleWith(image: string): Disposable & { readonly path: string } {
  if (image === exampleImage) return { path: example, [Symbol.dispose]: () => undefined };
  console.log(
    `${exampleImage} cannot be pulled here: running a copy of the example with the image ${image}.`,
  );
  const copy = makeTemporaryFolder();
  const name = 'tasks.container.json';
  const content = fs.readFileSync(path.join(example, name), 'utf8');
  fs.writeFileSync(path.join(copy, name), content.replaceAll(`"${exampleImage}"`, `"${image}"`));
  return {
    path: copy,
    [Symbol.dispose]: () => {
      removeFolder(copy);
    },
  };
}

/** Runs the task from the palette and resolves with the last line of its output. */
async function runTask(vscode: OpenWorkbench): Promise<string> {
  await vscode.workbench.runCommand('Container Tasks: Run Container Task');
  await vscode.workbench.pick(task);
  const end = new RegExp(`^${task}: (success|error|timeout|killed|cancelled)\\b.*$`, 'm');
  const lastLine = (): string | undefined => end.exec(vscode.outputText(`Container: ${task}`))?.[0];
  return eventually(`the end of the task ${task}`, lastLine, 5 * 60_000);
}

async function stopped(signal: AbortSignal): Promise<never> {
  await aborted(signal);
  throw signal.reason;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
    if (signal.aborted) resolve();
  });
}

/** In the desktop VS Code where there is one and a display, with its own settings and extensions left alone. */
async function keepOpen({ server }: OpenWorkbench, folder: string, signal: AbortSignal): Promise<void> {
  const code = findProgram('code');
  const hasDisplay =
    process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  if (code !== undefined && hasDisplay) await openDesktop(code, folder, server.dataDir);
  console.log(`VS Code is open at ${server.url(folder)} until Ctrl-C.`);
  const heartbeat = setInterval(() => undefined, 60_000);
  await aborted(signal);
  clearInterval(heartbeat);
}

async function openDesktop(code: string, folder: string, dataDir: string): Promise<void> {
  const own = [`--user-data-dir=${dataDir}/desktop`, `--extensions-dir=${dataDir}/desktop-extensions`];
  await runCommand(code, [...own, '--install-extension', vsix]);
  spawn(code, [...own, '--disable-workspace-trust', '--new-window', folder], {
    stdio: 'ignore',
    detached: true,
  }).unref();
}
