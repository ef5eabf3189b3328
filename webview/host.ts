import type { FromWebview, KeptState } from '../src/core/protocol.ts';

/** What a webview may do with its host: see the editor's `acquireVsCodeApi`. */
export interface Host {
  postMessage(message: FromWebview): void;
  /** Kept by the editor; its serializer for this panel is given it to restore the panel after a restart. */
  setState(state: KeptState): void;
}

/** The editor gives its API once for each page. */
export function acquireHost(): Host {
  return acquireVsCodeApi();
}

declare function acquireVsCodeApi(): Host;
