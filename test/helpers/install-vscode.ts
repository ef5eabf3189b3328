import fs from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';
import { findProgram } from './find-program.ts';
import { ownedName, ownerlessNames } from './owner.ts';
import { cache } from './paths.ts';
import { readCommand } from './run-command.ts';
import { vsCodeVersion } from './vscode-versions.ts';
import type { VsCodeVersion } from './vscode-versions.ts';

/** An installed VS Code: its server and its web workbench. */
export interface VsCode {
  /** The server's program, to be run by {@link node}. */
  readonly server: string;
  /** The Node.js that it runs on. */
  readonly node: string;
}

/** Part of the folder's name: to be raised when what is installed changes. */
const recipe = 1;

const platform = `${process.platform}-${process.arch}`;

/** Built-in extensions that the tests can do without: large, or of no use without an account. */
const unneededExtensions = [
  ...['copilot', 'mermaid-markdown-features', 'microsoft-authentication'],
  ...['ms-vscode.js-debug', 'ms-vscode.js-debug-companion', 'ms-vscode.vscode-js-profile-table'],
];

/** Packages that neither the server, its helpers nor the workbench need to start: most have no binary for every platform. */
const unneededPackages = [
  ...[
    '@github/copilot-sdk',
    '@microsoft/mxc-sdk',
    '@devcontainers/cli',
    '@vscode/sandbox-runtime',
    '@vscode/sqlite3',
  ],
  ...[
    'kerberos',
    'ssh2',
    '@vscode/windows-process-tree',
    '@vscode/windows-registry',
    '@vscode/windows-ca-certs',
  ],
  ...['@vscode/copilot-api', '@vscode/vscode-languagedetection'],
];

/** Packages without a binary in them, to be compiled or replaced by stand-ins. */
const nativePackages = ['@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog'];

/**
 * Installs a real VS Code from the npm registry alone, once for each version. Safe to run in parallel.
 *
 * @throws Error with npm's output, when the registry cannot be reached.
 */
export async function installVsCode(version: VsCodeVersion = vsCodeVersion()): Promise<VsCode> {
  const folder = path.join(cache, `vscode-${version.codeServer}-${recipe}`);
  if (!fs.existsSync(folder)) await install(version, folder);
  return { server: path.join(folder, 'server/out/server-main.js'), node: nodeIn(folder) };
}

function nodeIn(folder: string): string {
  return path.join(folder, `node/node_modules/node-${platform}/bin/node`);
}

async function install(version: VsCodeVersion, folder: string): Promise<void> {
  console.log(`Installing VS Code (code-server ${version.codeServer}) ...`);
  for (const name of ownerlessNames(cache, 'install')) fs.rmSync(path.join(cache, name), { recursive: true });
  const draft = path.join(cache, ownedName('install'));
  fs.mkdirSync(draft, { recursive: true });
  try {
    await installNode(version.node, draft);
    await installServer(version.codeServer, draft);
    fs.renameSync(draft, folder);
  } catch (error) {
    if (!fs.existsSync(folder)) throw error; // Another run may have been faster.
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

async function installNode(version: string, draft: string): Promise<void> {
  const folder = path.join(draft, 'node');
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  await npm(folder, ['install', '--ignore-scripts', '--no-save', `node-${platform}@${version}`]);
}

async function installServer(version: string, draft: string): Promise<void> {
  const server = path.join(draft, 'server');
  const excluded = unneededExtensions.map((each) => `--exclude=package/lib/vscode/extensions/${each}`);
  await unpack(`code-server@${version}`, server, ['--strip-components=3', ...excluded, 'package/lib/vscode']);
  const withCompiler = ['g++', 'make', 'python3'].every((each) => findProgram(each) !== undefined);
  dropDependencies(server, unneededPackages);
  if (!withCompiler) dropDependencies(server, nativePackages);
  await npm(server, ['install', '--omit=dev', '--ignore-scripts']);
  if (!withCompiler || !(await compileNativePackages(server, nodeIn(draft)))) standIn(server);
  await addRipgrep(server);
  await addTerminals(server);
}

/** Changes the server's list of dependencies; the versions of the others stay those of its shrinkwrap file. */
function dropDependencies(server: string, names: readonly string[]): void {
  const file = path.join(server, 'package.json');
  // VS Code's own package.json, which always has this.
  const content = JSON.parse(fs.readFileSync(file, 'utf8')) as { readonly dependencies: object };
  const kept = Object.entries(content.dependencies).filter(([name]) => !names.includes(name));
  // npm refuses an override of a dependency that is gone.
  const changed = { ...content, dependencies: Object.fromEntries(kept), overrides: undefined };
  fs.writeFileSync(file, JSON.stringify(changed));
}

async function compileNativePackages(server: string, node: string): Promise<boolean> {
  const present = nativePackages.filter((each) => fs.existsSync(path.join(server, 'node_modules', each)));
  const env = {
    PATH: `${path.dirname(node)}${path.delimiter}${process.env['PATH'] ?? ''}`,
    npm_config_nodedir: path.dirname(path.dirname(node)), // Its package has the headers, too.
  };
  try {
    await npm(server, ['rebuild', '--ignore-scripts=false', ...present], env);
    return true;
  } catch (error) {
    console.log(
      `VS Code's native packages do not compile here; using stand-ins. ${String(error).slice(-500)}`,
    );
    return false;
  }
}

/** The watchdog only ends an orphaned extension host, which looks for its parent itself as well. */
function standIn(server: string): void {
  const spdlog = fs.readFileSync(path.join(import.meta.dirname, 'spdlog-stand-in.ts'), 'utf8');
  for (const name of nativePackages) {
    const folder = path.join(server, 'node_modules', name);
    const main = name === '@vscode/spdlog' ? 'index.mjs' : 'index.cjs';
    const code =
      main === 'index.mjs'
        ? transformSync(spdlog, { loader: 'ts' }).code
        : 'exports.start = () => undefined;\n';
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version: '0.0.0', main }));
    fs.writeFileSync(path.join(folder, main), code);
  }
}

/** Up to 1.11x the search program was downloaded by an install script; a package has carried it since. */
async function addRipgrep(server: string): Promise<void> {
  const folder = path.join(server, 'node_modules/@vscode/ripgrep');
  const program = path.join(folder, 'bin/rg');
  if (!fs.existsSync(folder) || fs.existsSync(program)) return;
  const name = `package/bin/${platform}`;
  await unpack('@vscode/ripgrep-universal@1.18.0', path.dirname(program), ['--strip-components=3', name]);
  fs.chmodSync(program, 0o755);
}

/** node-pty carries binaries since 1.2, which can stand in for the versions before. */
async function addTerminals(server: string): Promise<void> {
  const folder = path.join(server, 'node_modules/node-pty');
  if (fs.existsSync(path.join(folder, 'prebuilds', platform))) return;
  fs.rmSync(folder, { recursive: true, force: true });
  await unpack('node-pty@1.2.0-beta.15', folder, ['--strip-components=1']);
}

/** Unpacks one npm package, without its dependencies and scripts. */
async function unpack(name: string, folder: string, tarArguments: readonly string[]): Promise<void> {
  fs.mkdirSync(folder, { recursive: true });
  const file = (await npm(folder, ['pack', name, '--silent'])).trim().split('\n').at(-1) ?? '';
  await readCommand('tar', ['-xzf', file, ...tarArguments], { cwd: folder });
  fs.rmSync(path.join(folder, file));
}

/** Runs npm without what an outer `npm run` says about its own package. */
function npm(cwd: string, args: readonly string[], extra: NodeJS.ProcessEnv = {}): Promise<string> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|config_.*prefix)/.test(name),
  );
  const env = { ...Object.fromEntries(inherited), ...extra };
  return readCommand('npm', [...args, '--no-audit', '--no-fund'], { cwd, env });
}
