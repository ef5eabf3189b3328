import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths.ts';
import { makeTemporaryFolder, removeFolder } from './temporary-folder.ts';

/** What VS Code is started with to run test/host in its extension host. */
export interface HostTests extends Disposable {
  /** The module whose `run` runs the tests. */
  readonly entry: string;
  /** A copy of test/host/workspace to be opened. */
  readonly folder: string;
}

/** Bundles test/host for the extension host and copies its folder. */
export async function prepareHostTests(): Promise<HostTests> {
  const source = path.join(root, 'test/host');
  const target = path.join(root, 'dist/test/host');
  const tests = fs.readdirSync(source).filter((name) => name.endsWith('.test.ts'));
  fs.rmSync(target, { recursive: true, force: true });
  await build({
    entryPoints: ['index.ts', ...tests].map((name) => path.join(source, name)),
    outdir: target,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'], // As in esbuild.mjs.
    target: 'node22',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const folder = makeTemporaryFolder();
  fs.cpSync(path.join(source, 'workspace'), folder, { recursive: true });
  return {
    entry: path.join(target, 'index.cjs'),
    folder,
    [Symbol.dispose]: () => {
      removeFolder(folder);
    },
  };
}
