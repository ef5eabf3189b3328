/**
 * Does what is given up after so many ms, and when the signal is aborted. What it resolves with, such as a stream, may last
 * longer: the signal that it is handed is then the caller's.
 *
 * @throws what the work throws; a TimeoutError; the signal's reason.
 */
export async function within<T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  // Not AbortSignal.timeout(): Node.js 20 forgets one that is only a part of AbortSignal.any().
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort(new DOMException('There was no answer in time.', 'TimeoutError'));
  }, milliseconds);
  const either = AbortSignal.any([signal, late.signal]);
  try {
    // dockerode never settles when an answer is cut off, whatever its signal says.
    return await unlessAborted(work(either), either);
  } finally {
    clearTimeout(timer);
  }
}

/** As the promise, until the signal is aborted. @throws what the promise throws; the signal's reason. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => {
    aborted.reject(signal.reason);
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort);
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
