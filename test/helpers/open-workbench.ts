import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { outputChannelText } from './output-channel.ts';
import { artifacts } from './paths.ts';
import { startVsCode } from './vscode-server.ts';
import type { ServerOptions, VsCodeServer } from './vscode-server.ts';
import { Workbench } from './workbench.ts';

/** What VS Code is opened with. */
export interface WorkbenchOptions extends ServerOptions {
  /** The folder that is opened, as it is: copy a fixture first. */
  readonly folder: string;
  /** true (the default): trusted; false: Restricted Mode; `ask`: the question is on the screen. */
  readonly trust?: boolean | 'ask';
  /** A colour theme's name. */
  readonly theme?: string;
}

/** A VS Code that is open in a browser. Disposing it closes both. */
export interface OpenWorkbench extends AsyncDisposable {
  readonly page: Page;
  readonly workbench: Workbench;
  readonly server: VsCodeServer;
  /** The folder of its settings, extensions and logs. */
  readonly dataDir: string;
  /** The whole text of an extension's output channel; the panel has only the lines in view. */
  outputText(channel: string): string;
  /** Writes `artifacts/<name>.png` and returns its path. */
  screenshot(name: string): Promise<string>;
}

/** Opens a folder in a real VS Code, as a person would, with nothing of it kept afterwards. */
export async function openWorkbench(options: WorkbenchOptions): Promise<OpenWorkbench> {
  const { folder, trust = true, theme = 'Default Dark Modern', settings, args = [] } = options;
  await using opening = new AsyncDisposableStack();
  const server = opening.use(
    await startVsCode({
      ...options,
      settings: { 'workbench.colorTheme': theme, ...trustSettings(trust), ...settings },
      args: trust === true ? [...args, '--disable-workspace-trust'] : args,
    }),
  );
  const browser = opening.use(await launchBrowser());
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    locale: 'en-US',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const workbench = new Workbench(page);
  await page.goto(server.url(folder));
  if (trust === 'ask') await workbench.trustDialog().waitFor({ timeout: 60_000 });
  else await workbench.ready();
  const open = opening.move();
  return {
    page,
    workbench,
    server,
    dataDir: server.dataDir,
    outputText: (channel) => outputChannelText(server.dataDir, channel),
    screenshot: (name) => takeScreenshot(page, name),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

function trustSettings(trust: boolean | 'ask'): Readonly<Record<string, unknown>> {
  return { 'security.workspace.trust.startupPrompt': trust === 'ask' ? 'always' : 'never' };
}

async function takeScreenshot(page: Page, name: string): Promise<string> {
  fs.mkdirSync(artifacts, { recursive: true });
  const file = path.join(artifacts, `${name}.png`);
  await page.screenshot({ path: file });
  return file;
}
