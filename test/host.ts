// Runs test/host inside the extension host of a real VS Code: `node test/host.ts RESULT_FILE [-t PATTERN]`. See test/run.ts.
import fs from 'node:fs';
import path from 'node:path';
import util, { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchBrowser } from './helpers/browser.ts';
import { prepareHostTests } from './helpers/host-tests.ts';
import type { HostTests } from './helpers/host-tests.ts';
import { root } from './helpers/paths.ts';
import { startVsCode } from './helpers/vscode-server.ts';
import type { VsCodeServer } from './helpers/vscode-server.ts';

/** In ms, for all tests together. */
const limit = 15 * 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { testNamePattern: { type: 'string', short: 't' } },
});
process.exitCode = (await runHostTests(positionals[0], values.testNamePattern)) ? 0 : 1;

async function runHostTests(
  resultFile = path.join(root, 'artifacts/host.json'),
  pattern?: string,
): Promise<boolean> {
  fs.rmSync(resultFile, { force: true });
  using tests = await prepareHostTests();
  await using server = await startVsCode({
    args: ['--disable-workspace-trust', '--enable-smoke-test-driver'], // The driver is what runs tests, since 1.139.
    env: { TEST_RESULT_FILE: resultFile, ...(pattern === undefined ? {} : { TEST_GREP: pattern }) },
  });
  await using browser = await launchBrowser();
  const page = await browser.newPage();
  const log: string[] = [];
  const end = Promise.withResolvers<string | undefined>();
  await listen(page, log, end.resolve);
  await page.goto(workbenchUrl(server, tests));
  const problem = await end.promise;
  if (problem === undefined && fs.existsSync(resultFile)) return true;
  console.error(`test/host: ${problem ?? 'the extension host ended without a result'}.`);
  // Without a result the reason is in the logs: each error's first lines, as it may have a long trace.
  const errors = log
    .filter((each) => each.startsWith('[error]'))
    .map((each) => each.split('\n', 3).join('\n'));
  if (!fs.existsSync(resultFile))
    console.error([...errors.slice(-10), server.output().slice(-1500)].join('\n'));
  return false;
}

/**
 * The workbench gives what the extension host prints, and its exit code, to two functions that the page may have. They
 * print the tests' own lines, keep the others in `log`, and tell what went wrong, if anything.
 */
async function listen(page: Page, log: string[], end: (problem?: string) => void): Promise<void> {
  await page.exposeFunction('codeAutomationLog', (level: string, parts: readonly unknown[]) => {
    const text = util.format(...parts);
    if (text.startsWith('[test] ')) console.log(text.slice('[test] '.length));
    else log.push(`[${level}] ${text}`);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => {
    end(code === 0 ? undefined : `the extension host ended with ${code}`);
  });
  page.once('crash', () => {
    end('the page crashed');
  });
  const late = `there was no end within ${limit / 60_000} minutes`;
  setTimeout(end, limit, late).unref();
}

function workbenchUrl(server: VsCodeServer, tests: HostTests): string {
  const remote = (file: string): string => `vscode-remote://${server.authority}${file}`;
  return server.url(tests.folder, [
    ['extensionDevelopmentPath', remote(root)],
    ['extensionTestsPath', remote(tests.entry)],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ]);
}
