import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { installPackages } from './apt.ts';
import { findProgram } from './find-program.ts';
import { cache } from './paths.ts';
import { readCommand } from './run-command.ts';

const switches = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--mute-audio'],
  ...['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ...['--disable-background-timer-throttling', '--disable-backgrounding-occluded-windows'],
  ...['--disable-renderer-backgrounding', '--disable-extensions'],
  // Nothing but this machine: the tests must not depend on what the workbench looks for on the internet.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/**
 * Starts the browser, headless.
 *
 * @throws Error that says what to install, where there is none and none can be had.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await provideBrowser();
  // Signals are ours to handle: Playwright would end this process before anything else is cleaned up.
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  return chromium.launch({ executablePath, args: switches, ...signals });
}

/** The browser's program, installed first where there is none. CHROMIUM_PATH names another one. */
export async function provideBrowser(): Promise<string> {
  const found = findBrowser();
  if (found !== undefined) return found;
  // Ubuntu's package only asks for a snap, which needs a running snapd.
  if (/^ID=ubuntu$/m.test(osRelease())) await downloadBrowser();
  else await installPackages(['chromium', 'fonts-dejavu-core'], 'to drive VS Code');
  const installed = findBrowser();
  if (installed === undefined) throw new Error('Install Chromium, or set CHROMIUM_PATH to its program.');
  return installed;
}

function findBrowser(): string | undefined {
  const names = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];
  return process.env['CHROMIUM_PATH'] ?? downloadedBrowser() ?? findProgram(...names);
}

function osRelease(): string {
  return fs.existsSync('/etc/os-release') ? fs.readFileSync('/etc/os-release', 'utf8') : '';
}

/** Where Playwright's own installer puts Chromium's headless shell: its folders carry a revision. */
function downloadedBrowser(): string | undefined {
  const folder = path.join(cache, 'browsers');
  if (!fs.existsSync(folder)) return undefined;
  const program = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .find((name) => /\/(chrome-)?headless[-_]shell$/.test(name));
  return program && path.join(folder, program);
}

async function downloadBrowser(): Promise<void> {
  const installer = path.join(
    path.dirname(createRequire(import.meta.url).resolve('playwright-core')),
    'cli.js',
  );
  const dependencies = process.getuid?.() === 0 ? ['--with-deps'] : [];
  const args = [installer, 'install', ...dependencies, '--only-shell', 'chromium'];
  const env = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: path.join(cache, 'browsers') };
  console.log('Downloading Chromium to drive VS Code ...');
  await readCommand(process.execPath, args, { env }).catch((error: unknown) => {
    throw new Error('Install Chromium, or set CHROMIUM_PATH to its program.', { cause: error });
  });
}
