// Measures what the extension costs, beside other programs that do the same: `npm run bench`. Prints each figure as it
// comes and the table of all, in Markdown, at the end. Figures are of this machine and this moment: compare the ratios.
import { measureActivation } from './bench/activation.ts';
import { measureContainer } from './bench/container.ts';
import { measureData } from './bench/data.ts';
import { measureDemultiplexing } from './bench/demultiplex.ts';
import { describeFigure, toTable } from './bench/figure.ts';
import type { Figure, Measure } from './bench/figure.ts';
import { measureFlood } from './bench/flood.ts';
import { measureLoad } from './bench/load.ts';
import { measureSize } from './bench/size.ts';
import { Preparation } from './helpers/preparation.ts';
import { stopSignal } from './helpers/stop-signal.ts';

const measures: readonly Measure[] = [
  ...[measureSize, measureLoad, measureData, measureDemultiplexing],
  ...[measureContainer, measureActivation, measureFlood],
];

const signal = stopSignal();
await using preparation = new Preparation({ signal });
const env = await preparation.prepare({ made: 'package', engine: true, editor: true });
process.env['DOCKER_HOST'] = env['DOCKER_HOST'];
console.log(`\n${toTable(await measureAll())}`);

async function measureAll(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const measure of measures)
    for await (const figure of measure()) {
      signal.throwIfAborted();
      console.log(describeFigure(figure));
      figures.push(figure);
    }
  return figures;
}
