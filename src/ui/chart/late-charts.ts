import { LatePart } from '../late-part.ts';
import type { Charts } from './charts.ts';

/** The chart panels, which are loaded with the first of them; what they are made of is that of {@link Charts}. */
export function lateCharts(...parts: ConstructorParameters<typeof Charts>): LatePart<Charts> {
  return new LatePart(async () => {
    const { Charts } = await import('../late.ts');
    return new Charts(...parts);
  });
}
