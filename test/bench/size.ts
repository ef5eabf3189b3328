import fs from 'node:fs';
import path from 'node:path';
import { root, vsix } from '../helpers/paths.ts';
import type { Figure } from './figure.ts';

/** What is shipped, and what of it is loaded when. */
export function* measureSize(): Generator<Figure> {
  yield { ...sizeOf('activation loads dist/extension.cjs', 'extension.cjs'), aim: { ours: 100 } };
  yield sizeOf('the first run loads dist/docker-driver.cjs', 'docker-driver.cjs');
  yield sizeOf('the chart loads dist/webview.js', 'webview.js');
  yield { ...sizeOf('the package', path.basename(vsix)), aim: { ours: 1000 } };
}

function sizeOf(what: string, name: string): Figure {
  const bytes = fs.statSync(path.join(root, 'dist', name)).size;
  return { measure: `Size: ${what}`, unit: 'kB', ours: bytes / 1000 };
}
