import type { RunStatus } from '../src/core/run-result.ts';
import { glyphs, glyphSize } from './status.ts';

/** A status as a shape, so that colour is not all that tells one from another. Decoration: the words stand beside it. */
export function statusGlyph(status: RunStatus): SVGElement {
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', `0 0 ${glyphSize} ${glyphSize}`);
  svg.setAttribute('class', `glyph ${status}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', glyphs[status]);
  svg.append(path);
  return svg;
}

const namespace = 'http://www.w3.org/2000/svg';
