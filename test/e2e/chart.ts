import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { FrameLocator } from 'playwright-core';

const require = createRequire(import.meta.url);

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

/**
 * How much one of the page's colours stands out from its background: 1 to 21, as WCAG 2 defines it.
 *
 * @param colour the name of a custom property of webview.css
 */
export async function contrast(chart: FrameLocator, colour: string): Promise<number> {
  return chart.locator('body').evaluate((body: Pick<Canvas, 'ownerDocument'>, name: string) => {
    const view = globalThis as unknown as {
      getComputedStyle(of: unknown): { getPropertyValue(property: string): string };
    };
    const luminanceOf = (property: string): number => {
      const context = body.ownerDocument.createElement('canvas').getContext('2d');
      context.fillStyle = view.getComputedStyle(body).getPropertyValue(property).trim();
      context.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = [...context.getImageData(0, 0, 1, 1).data].map((part) =>
        part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const [dark = 0, light = 0] = [luminanceOf(name), luminanceOf('--page')].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }, colour);
}

/** What axe-core finds wrong with the page, each with where. It is run past the page's policy, which lets no script in. */
export async function axeViolations(chart: FrameLocator): Promise<readonly string[]> {
  const frame = await (await chart.locator('body').elementHandle()).ownerFrame();
  if (!frame) throw new Error('The chart has no frame.');
  await frame.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  return frame.evaluate<readonly string[]>(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => id + ': ' + html + '\\n' + failureSummary)))`,
  );
}
