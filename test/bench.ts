// Measures what the extension costs, beside other programs that do the same and the least that the work takes: `npm run
// bench [NAME ...]`, all or those whose name has one of the texts. Prints each figure as it comes and the table of all, in
// Markdown, at the end. Figures are of this machine and this moment: compare the ratios.
import { measureActivation } from './bench/activation.ts';
import { measureCancel } from './bench/cancel.ts';
import { measureContainer } from './bench/container.ts';
import { measureData } from './bench/data.ts';
import { measureDemultiplexing } from './bench/demultiplex.ts';
import { describeFigure, toTable } from './bench/figure.ts';
import type { Figure, Measure } from './bench/figure.ts';
import { measureStall } from './bench/flood-stall.ts';
import { measureFlood } from './bench/flood.ts';
import { measureFresh } from './bench/fresh.ts';
import { measureGraph } from './bench/graph.ts';
import { measureLoad } from './bench/load.ts';
import { measureMany } from './bench/many.ts';
import { measureMask } from './bench/mask.ts';
import { measureParse } from './bench/parse.ts';
import { measureSize } from './bench/size.ts';
import { measureSlowSink, measureStream } from './bench/stream.ts';
import { Preparation } from './helpers/preparation.ts';
import { stopSignal } from './helpers/stop-signal.ts';
import type { Needs } from './helpers/suites.ts';

const bundles: Needs = { made: 'build', engine: false, editor: false };
const engine: Needs = { made: 'build', engine: true, editor: false };
const editor: Needs = { made: 'package', engine: true, editor: true };
const measures: Readonly<Record<string, readonly [measure: Measure, needs: Needs]>> = {
  size: [measureSize, { ...bundles, made: 'package' }],
  load: [measureLoad, bundles],
  data: [measureData, bundles],
  graph: [measureGraph, bundles],
  parse: [measureParse, bundles],
  demultiplex: [measureDemultiplexing, bundles],
  fresh: [measureFresh, bundles],
  mask: [measureMask, bundles],
  container: [measureContainer, engine],
  many: [measureMany, engine],
  cancel: [measureCancel, engine],
  stream: [measureStream, engine],
  slow: [measureSlowSink, engine],
  activation: [measureActivation, editor],
  flood: [measureFlood, editor],
  'flood-stall': [measureStall, editor],
};

const signal = stopSignal();
await using preparation = new Preparation({ signal });
console.log(`\n${toTable(await measureAll(chosen(process.argv.slice(2))))}`);

function chosen(texts: readonly string[]): readonly (readonly [measure: Measure, needs: Needs])[] {
  const names = Object.keys(measures).filter(
    (name) => texts.length === 0 || texts.some((text) => name.includes(text)),
  );
  if (names.length === 0)
    throw new Error(`There is no such measure; there are ${Object.keys(measures).join(', ')}.`);
  return names.flatMap((name) => (measures[name] ? [measures[name]] : []));
}

async function measureAll(
  some: readonly (readonly [measure: Measure, needs: Needs])[],
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  // What the first needs made must do for all.
  const made = some.some(([, needs]) => needs.made === 'package') ? 'package' : 'build';
  for (const [measure, needs] of some) {
    const env = await preparation.prepare({ ...needs, made });
    if (needs.engine) process.env['DOCKER_HOST'] = env['DOCKER_HOST'];
    for await (const figure of measure()) {
      signal.throwIfAborted();
      console.log(describeFigure(figure));
      figures.push(figure);
    }
  }
  return figures;
}
