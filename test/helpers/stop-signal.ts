/** Aborted by the first SIGINT, SIGTERM or SIGHUP, so that what was started is ended before the process ends. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => {
      controller.abort(new Error(`Stopped by ${name}.`));
    });
  return controller.signal;
}
