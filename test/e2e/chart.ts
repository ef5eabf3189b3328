import type { FrameLocator } from 'playwright-core';

/** What is used of a canvas. The tests have no types of the DOM: it is the browser's, not theirs. */
interface Canvas {
  readonly width: number;
  readonly height: number;
  getContext(kind: '2d'): Context;
  readonly ownerDocument: { createElement(name: 'canvas'): Canvas; readonly body: unknown };
}

interface Context {
  fillStyle: string;
  fillRect(x: number, y: number, width: number, height: number): void;
  getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
}

/**
 * How many pixels of a chart have one of the page's colours.
 *
 * @param title of the chart: CPU, Memory, Network or Disk
 * @param colour the name of a custom property of webview.css
 */
export async function pixels(chart: FrameLocator, title: string, colour: string): Promise<number> {
  const canvas = chart.locator('section.panel', { hasText: title }).locator('canvas');
  return canvas.evaluate((element: Canvas, name: string) => {
    const view = globalThis as unknown as {
      getComputedStyle(of: unknown): { getPropertyValue(property: string): string };
    };
    const sample = element.ownerDocument.createElement('canvas').getContext('2d');
    sample.fillStyle = view.getComputedStyle(element.ownerDocument.body).getPropertyValue(name).trim();
    sample.fillRect(0, 0, 1, 1);
    const wanted = sample.getImageData(0, 0, 1, 1).data;
    const { data } = element.getContext('2d').getImageData(0, 0, element.width, element.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      const isNear = [0, 1, 2].every((part) => Math.abs((data[i + part] ?? 0) - (wanted[part] ?? 0)) < 24);
      if (isNear && (data[i + 3] ?? 0) > 128) count++;
    }
    return count;
  }, colour);
}
