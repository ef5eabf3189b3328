import { registerComponents } from './components.ts';
import { acquireHost } from './host.ts';
import type { Host } from './host.ts';
import { createPage } from './page.ts';
import { parseMessage } from './parse-message.ts';
import type { Shown } from './shown.ts';
import { afterMessage } from './shown.ts';
import { onDidChangeTheme } from './theme.ts';
import './webview.css';

/** Shows what the extension sends, from the `ready` that asks for it until the page is closed. */
function start(root: HTMLElement, host: Host): void {
  let shown: Shown | undefined;
  const ask = (type: 'cancel' | 'showOutput') => (): void => {
    if (shown) host.postMessage({ type, runId: shown.run.id });
  };
  const page = createPage(root, { cancel: ask('cancel'), showOutput: ask('showOutput') });
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = parseMessage(data);
    if (!message) return;
    shown = afterMessage(shown, message);
    if (!shown) return;
    page.show(shown);
    if (message.type === 'state') host.setState({ runId: shown.run.id });
  });
  onDidChangeTheme(() => {
    if (shown) page.show(shown);
  });
  setInterval(() => {
    if (shown?.run.status === 'running') page.tick(shown);
  }, 1000);
  host.postMessage({ type: 'ready' });
}

registerComponents();
const root = document.getElementById('root');
if (root) start(root, acquireHost());
