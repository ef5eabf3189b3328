import type { LineKey } from './panels.ts';

/** The editor's colours and font, as a canvas needs them. */
export interface Theme {
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  /** Of the page. */
  readonly page: string;
  readonly limit: string;
  readonly lines: Readonly<Record<LineKey, string>>;
  readonly fontFamily: string;
}

/** Reads the theme that is on now. webview.css names the colours once, with what stands in for those a theme lacks. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    foreground: read('--foreground'),
    muted: read('--muted'),
    grid: read('--grid'),
    page: read('--page'),
    limit: read('--limit'),
    lines: { cpu: read('--cpu'), memory: read('--memory'), in: read('--in'), out: read('--out') },
    fontFamily: style.fontFamily,
  };
}

/** Calls back after the editor has changed its theme: it then rewrites the body's class and the root's variables. */
export function onDidChangeTheme(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributeFilter: ['style'] });
}
