import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until the answer is neither undefined nor false, and resolves with it.
 *
 * @param what is waited for, for the error's message
 * @param ask may throw: that counts as no answer yet
 * @param limit in ms
 * @throws Error that names `what` and the last answer or error, when the time is over.
 */
export async function eventually<T>(
  what: string,
  ask: () => T | Promise<T>,
  limit = 15_000,
): Promise<Exclude<T, undefined | false>> {
  const end = Date.now() + limit;
  let last: unknown;
  do {
    try {
      const answer = await ask();
      if (isAnswer(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await sleep(100);
  } while (Date.now() < end);
  throw new Error(`Waited ${limit / 1000} s in vain for ${what}; last: ${String(last).slice(0, 1500)}`);
}

function isAnswer<T>(value: T): value is Exclude<T, undefined | false> {
  return value !== undefined && value !== false;
}
