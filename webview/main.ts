import * as l10n from '@vscode/l10n';
import type { FromWebview } from '../src/core/protocol.ts';
import { registerComponents } from './components.ts';
import { acquireHost } from './host.ts';
import type { Host } from './host.ts';
import { createPage } from './page.ts';
import { parseMessage } from './parse-message.ts';
import { drawPicture } from './picture.ts';
import type { Shown } from './shown.ts';
import { afterMessage } from './shown.ts';
import { onDidChangeTheme } from './theme.ts';
import './webview.css';

/** Shows what the extension sends, from the `ready` that asks for it until the page is closed. */
function start(root: HTMLElement, host: Host): void {
  let shown: Shown | undefined;
  /** What the charts show while they are paused. */
  let paused: Shown | undefined;
  const ask = (type: Exclude<FromWebview['type'], 'export'>) => (): void => {
    host.postMessage({ type });
  };
  const show = (): void => {
    if (shown) page.show(shown, paused);
  };
  const page = createPage(root, {
    cancel: ask('cancel'),
    showOutput: ask('showOutput'),
    compare: ask('compare'),
    togglePause: () => {
      const mayPause = shown?.run.status === 'running' && !paused;
      paused = mayPause ? shown : undefined;
      show();
    },
    export: () => {
      if (shown) host.postMessage({ type: 'export', picture: drawPicture(paused ?? shown) });
    },
  });
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = parseMessage(data);
    if (!message) return;
    shown = afterMessage(shown, message);
    if (paused?.run.id !== shown?.run.id) paused = undefined;
    if (shown && message.type === 'state') host.setState(keptState(shown));
    if (message.type === 'state' || !paused) show();
  });
  onDidChangeTheme(show);
  setInterval(() => {
    if (shown?.run.status === 'running') page.tick(shown);
  }, 1000);
  host.postMessage({ type: 'ready' });
}

function keptState({ run, other }: Shown): Parameters<Host['setState']>[0] {
  return { runId: run.id, ...(other && { otherId: other.run.id }) };
}

/** VS Code's translations, which the page brings along. Called before the first text is made. */
function translate({ dataset }: HTMLElement): void {
  const { translations } = dataset;
  if (translations !== undefined) l10n.config({ contents: translations });
}

const root = document.getElementById('root');
if (root) {
  translate(root);
  registerComponents();
  start(root, acquireHost());
}
