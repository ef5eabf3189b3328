import { cp, mkdir, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { build as bundle, context } from 'esbuild';

/**
 * Bundles the extension into dist/: `extension.cjs` (what activation loads), `tasks.cjs` (loaded when a tasks file is first
 * looked at), `late.cjs` (when a view is looked at, a command is used, a tasks file is opened, a task runs), `docker-driver.cjs` (when the first task runs), `programs.cjs` (when another extension or a language model asks for tasks; `api.d.ts` are its types), `container-tasks.cjs` (the same tasks in a terminal), `l10n.cjs` (the translations that these share), `later-removal.cjs` (a program that the end of a window starts) and `webview.js` with `webview.css`. `--watch` rebuilds on change.
 */

/** @type {import('esbuild').BuildOptions} */
const shared = { bundle: true, minify: true, outdir: 'dist', logLevel: 'warning', legalComments: 'none' };

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.cjs' },
  // import() becomes require(), which every VS Code can do in its extension host.
  supported: { 'dynamic-import': false },
};

/** Keeps what is loaded late out of a bundle: its dynamic import becomes a require of a bundle of its own. @type {import('esbuild').Plugin} */
const lateApart = {
  name: 'late-apart',
  setup: (build) => {
    build.onResolve({ filter: /\/(docker-driver|programs|tasks|late)\.ts$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: `./${basename(path, '.ts')}.cjs`, external: true } : undefined,
    );
  },
};

/** All bundles share the module that has the translations. @type {import('esbuild').Plugin} */
const sharedTranslations = {
  name: 'shared-translations',
  setup: (build) => {
    build.onResolve({ filter: /^@vscode\/l10n$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './l10n.cjs', external: true },
    );
  },
};

/** Each file would have its own copy of VS Code's interface, which takes most of the activation: all of a bundle share one. @type {import('esbuild').Plugin} */
const oneVscode = {
  name: 'one-vscode',
  setup: (build) => {
    build.onResolve({ filter: /^vscode$/ }, ({ namespace, path }) =>
      namespace === 'one-vscode' ? { path, external: true } : { path, namespace: 'one-vscode' },
    );
    build.onLoad({ filter: /.*/, namespace: 'one-vscode' }, () => ({ contents: `export * from 'vscode';` }));
  },
};

/** dockerode's ssh, BuildKit sessions and archives, which we do not use, are 670 KB: whoever calls into them is told so. @type {import('esbuild').Plugin} */
const withoutUnusedParts = {
  name: 'without-unused-parts',
  setup: (build) => {
    const unused = /^(ssh2|@grpc\/grpc-js|@grpc\/proto-loader|protobufjs|tar-fs|@balena\/dockerignore)$/;
    build.onResolve({ filter: unused }, ({ path }) => ({
      path,
      namespace: 'left-out',
    }));
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, {
        get: (_, name) => function () { throw new Error('${path} (' + String(name) + ') is not part of this bundle'); },
      });`,
    }));
  },
};

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  {
    ...node,
    entryPoints: ['src/extension.ts'],
    plugins: [oneVscode, lateApart, sharedTranslations],
  },
  {
    ...node,
    entryPoints: { 'container-tasks': 'src/headless.ts' },
    banner: { js: '#!/usr/bin/env node' },
    plugins: [lateApart, sharedTranslations],
  },
  { ...node, entryPoints: ['src/runner/tasks.ts'], plugins: [sharedTranslations] },
  {
    ...node,
    entryPoints: ['src/ui/programs/programs.ts'],
    plugins: [oneVscode, lateApart, sharedTranslations],
  },
  {
    ...node,
    entryPoints: ['src/ui/late.ts'],
    plugins: [oneVscode, lateApart, sharedTranslations],
  },
  {
    ...node,
    entryPoints: ['src/driver/docker/docker-driver.ts'],
    plugins: [withoutUnusedParts, sharedTranslations],
  },
  { ...node, entryPoints: { l10n: '@vscode/l10n' } },
  { ...node, entryPoints: ['src/driver/docker/ownership/later-removal.ts'] },
  {
    ...shared,
    entryPoints: { webview: 'webview/main.ts' },
    format: 'iife',
    target: 'es2022',
    platform: 'browser',
  },
];

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
await cp('src/api.ts', 'dist/api.d.ts');
if (process.argv.includes('--watch')) {
  for (const options of bundles) await (await context({ ...options, logLevel: 'info' })).watch();
} else {
  await Promise.all(bundles.map((options) => bundle(options)));
}
