// Makes the pictures of the README and the walkthrough in a real VS Code: `npm run pictures`.
import fs from 'node:fs';
import path from 'node:path';
import { openEngine } from './helpers/engine.ts';
import { eventually } from './helpers/eventually.ts';
import { exampleImage, provideImages } from './helpers/images.ts';
import { openWorkbench } from './helpers/open-workbench.ts';
import type { OpenWorkbench } from './helpers/open-workbench.ts';
import { root, vsix } from './helpers/paths.ts';
import { recordPage } from './helpers/record-page.ts';
import { stopSignal } from './helpers/stop-signal.ts';
import { runScript } from './helpers/suites.ts';
import { makeTemporaryFolder, removeFolder } from './helpers/temporary-folder.ts';

const media = path.join(root, 'media');
const signal = stopSignal();

if ((await runScript('package', { signal })) !== 0) process.exit(1);
await using engine = await openEngine();
await using images = await provideImages(engine, { example: true });
process.env['DOCKER_HOST'] = engine.dockerHost;
const folder = path.join(makeTemporaryFolder(), 'site');
try {
  copyExample();
  await using vscode = await openWorkbench({ folder, vsix });
  await vscode.page.setViewportSize({ width: 1280, height: 800 });
  await takePictures(vscode);
} finally {
  removeFolder(path.dirname(folder));
}

function copyExample(): void {
  fs.cpSync(path.join(root, 'examples/site'), folder, { recursive: true });
  const file = path.join(folder, 'tasks.container.json');
  const text = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, text.replaceAll(`"${exampleImage}"`, `"${images.example}"`));
}

async function takePictures({ workbench, page }: OpenWorkbench): Promise<void> {
  await workbench.openFile('tasks.container.json');
  const status = workbench.statusItem('container-tasks.container-tasks.running');
  await recordPage(page, path.join(media, 'recording.gif'), 1.5, async () => {
    await workbench.runCommand('Container Tasks: Run Container Task');
    await workbench.pick('load').catch(async (e: unknown) => {
      await page.screenshot({ path: '/tmp/fail.png' });
      throw e;
    });
    await eventually('work', () => status.isVisible(), 20_000);
    await page.waitForTimeout(12_000);
    await status.click();
    await status.waitFor({ state: 'hidden' });
    await page.waitForTimeout(1000);
  });
  await page.screenshot({ path: path.join(media, 'screenshot.png') });
}
