/** The value in the middle; of an even number of values, the mean of the two there. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = NaN, high = low] = sorted.slice(
    Math.ceil(sorted.length / 2) - 1,
    Math.floor(sorted.length / 2) + 1,
  );
  return (low + high) / 2;
}

/** How long it takes, in ms. */
export async function timed(act: () => unknown): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

/**
 * Times several things in turn, so that what else the machine does meets all of them.
 *
 * @param rounds how often each is timed, after `warmUps` times that do not count
 * @returns the median of each, in ms
 */
export async function timeInTurn(
  rounds: number,
  acts: readonly (() => unknown)[],
  warmUps = 0,
): Promise<readonly number[]> {
  const times = acts.map((): number[] => []);
  for (let round = -warmUps; round < rounds; round++)
    for (const [index, act] of acts.entries()) {
      const time = await timed(act);
      if (round >= 0) times[index]?.push(time);
    }
  return times.map(median);
}
