/** Whether the signal is aborted, until it is forgotten. */
export function onAbort(signal: AbortSignal): { happened: Promise<void>; forget: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const listener = (): void => {
    resolve(undefined);
  };
  if (signal.aborted) listener();
  else signal.addEventListener('abort', listener, { once: true });
  return {
    happened: promise,
    forget: () => {
      signal.removeEventListener('abort', listener);
    },
  };
}
