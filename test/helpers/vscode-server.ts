import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './eventually.ts';
import { installVsCode } from './install-vscode.ts';
import type { VsCode } from './install-vscode.ts';
import { readCommand } from './run-command.ts';
import { makeTemporaryFolder, removeFolder } from './temporary-folder.ts';

/** How a VS Code is started. */
export interface ServerOptions {
  /** An extension to install first. */
  readonly vsix?: string | undefined;
  /** The folder of another extension, which is used as it is. */
  readonly extensionFolder?: string;
  /** User settings, over {@link quietSettings}. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** More environment variables of the server, its extension hosts and their tasks. */
  readonly env?: NodeJS.ProcessEnv;
  /** More arguments. */
  readonly args?: readonly string[];
  /** The language of extensions, such as `de`; VS Code itself stays English. Default: English. */
  readonly language?: string;
}

/** A VS Code that runs. Disposing it ends it with all it started and removes its data. */
export interface VsCodeServer extends AsyncDisposable {
  /** Host and port, as in a `vscode-remote://` address. */
  readonly authority: string;
  /** The folder of its settings, extensions and logs. */
  readonly dataDir: string;
  /** The address of the workbench with a folder open, and a payload as VS Code's web embedder reads it. */
  url(folder: string, payload?: readonly (readonly [string, string])[]): string;
  /** What it printed. */
  output(): string;
}

const host = '127.0.0.1'; // Loopback, and by its number a secure context: webviews need one for their service worker.

/** Settings that keep VS Code from doing what no test asked for. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off', // In a browser it is on: a test's edit would reach the disk when the machine is slow.
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'remote.autoForwardPorts': false,
  'task.allowAutomaticTasks': 'off',
  'terminal.integrated.gpuAcceleration': 'off', // The terminal's text is in the page then.
  'terminal.integrated.enablePersistentSessions': false,
  'window.confirmBeforeClose': 'never',
};

/** Starts VS Code's server, installing VS Code where it is not. */
export async function startVsCode(options: ServerOptions = {}): Promise<VsCodeServer> {
  const vscode = await installVsCode();
  const dataDir = makeTemporaryFolder();
  try {
    writeSettings(dataDir, { ...quietSettings, ...options.settings });
    if (options.vsix !== undefined) await installExtension(vscode, dataDir, options.vsix);
    if (options.extensionFolder !== undefined) listExtension(dataDir, options.extensionFolder);
    if (options.language !== undefined) writeLanguagePack(dataDir, options.language);
    return await startServer(vscode, dataDir, options);
  } catch (error) {
    removeFolder(dataDir);
    throw error;
  }
}

function writeSettings(dataDir: string, settings: object): void {
  const folder = path.join(dataDir, 'data/User');
  fs.mkdirSync(folder, { recursive: true });
  fs.mkdirSync(path.join(dataDir, 't'));
  fs.writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}

/** A language that VS Code knows and has no words of: what an installed language pack leaves behind, but for its texts. */
function writeLanguagePack(dataDir: string, language: string): void {
  const file = path.join(dataDir, 'texts.i18n.json');
  fs.writeFileSync(file, JSON.stringify({ version: '1', contents: {} }));
  // The extension is not there: it only keeps VS Code from looking for one.
  const extensions = [{ extensionIdentifier: { id: 'container-tasks.no-texts' }, version: '1' }];
  const pack = { hash: 'none', label: language, extensions, translations: { vscode: file } };
  fs.writeFileSync(path.join(dataDir, 'data/languagepacks.json'), JSON.stringify({ [language]: pack }));
}

async function installExtension(vscode: VsCode, dataDir: string, vsix: string): Promise<void> {
  const args = [...commonArguments(vscode, dataDir), '--install-extension', path.resolve(vsix), '--force'];
  const output = await readCommand(vscode.node, args, { env: environment(dataDir) });
  if (!output.includes('successfully installed')) throw new Error(`${vsix} cannot be installed:\n${output}`);
}

/** Adds a folder to VS Code's list of what is installed, which may not be there yet. */
function listExtension(dataDir: string, folder: string): void {
  const file = path.join(dataDir, 'extensions/extensions.json');
  // VS Code's own file, a list; and a manifest of the tests, which has these.
  const list = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as readonly unknown[]) : [];
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    readonly [name in 'publisher' | 'name' | 'version']: string;
  };
  const { publisher, name, version } = manifest;
  const location = { $mid: 1, path: folder, scheme: 'file' };
  const entry = { identifier: { id: `${publisher}.${name}` }, version, location, metadata: {} };
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify([...list, entry]));
}

function commonArguments(vscode: VsCode, dataDir: string): readonly string[] {
  const folders = ['--server-data-dir', dataDir, '--extensions-dir', path.join(dataDir, 'extensions')];
  return [vscode.server, '--accept-server-license-terms', '--disable-telemetry', ...folders];
}

/** Ours, without what a terminal of VS Code or an npm script would tell this other VS Code. */
function environment(dataDir: string, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|npm_|NODE_OPTIONS$|VITEST|ELECTRON_)/.test(name),
  );
  const folder = path.join(dataDir, 't');
  return { ...Object.fromEntries(inherited), TMPDIR: folder, XDG_RUNTIME_DIR: folder, ...extra };
}

async function startServer(vscode: VsCode, dataDir: string, options: ServerOptions): Promise<VsCodeServer> {
  const [port, token] = [await freePort(), randomUUID()];
  const address = ['--host', host, '--port', String(port), '--connection-token', token];
  const server = spawn(
    vscode.node,
    [...commonArguments(vscode, dataDir), ...address, ...localeArguments(options), ...(options.args ?? [])],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment(dataDir, options.env),
      detached: true, // A process group: extension host, terminals and file watcher end with it.
    },
  );
  let output = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (data: Buffer) => (output += data.toString()));
  try {
    await untilItAnswers(server, `http://${host}:${port}/version`);
  } catch (error) {
    await endServer(server);
    throw new Error(`VS Code's server does not start:\n${output}`, { cause: error });
  }
  return {
    authority: `${host}:${port}`,
    dataDir,
    url: (folder, payload = []) => {
      const query = { folder: path.resolve(folder), tkn: token, payload: JSON.stringify(payload) };
      return `http://${host}:${port}/?${new URLSearchParams(query).toString()}`;
    },
    output: () => output,
    [Symbol.asyncDispose]: async () => {
      await endServer(server);
      removeFolder(dataDir);
    },
  };
}

function localeArguments({ language }: ServerOptions): readonly string[] {
  return language === undefined ? [] : ['--locale', language];
}

async function untilItAnswers(server: ChildProcess, url: string): Promise<void> {
  const exit = once(server, 'exit').then(([code]) => {
    throw new Error(`It ended with ${String(code)}.`);
  });
  await Promise.race([exit, eventually('an answer', async () => (await fetch(url)).ok, 60_000)]);
  exit.catch(() => undefined); // It ends later, as it should.
}

async function endServer(server: ChildProcess): Promise<void> {
  const isRunning = server.exitCode === null && server.signalCode === null;
  const exit = isRunning ? once(server, 'exit') : undefined;
  signalGroup(server.pid, 'SIGTERM');
  await Promise.race([exit, sleep(3_000, undefined, { ref: false })]);
  signalGroup(server.pid, 'SIGKILL');
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // All of it has ended.
  }
}
