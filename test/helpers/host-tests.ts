import { build } from 'esbuild';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './paths.ts';

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
    target: 'node22',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  // Its real path: VS Code tells folders apart by their text.
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'container-tasks-host-')));
  fs.cpSync(path.join(source, 'workspace'), folder, { recursive: true });
  return {
    entry: path.join(target, 'index.cjs'),
    folder,
    [Symbol.dispose]: () => {
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
