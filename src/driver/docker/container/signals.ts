/** The signal that ended a process, as its exit code tells; undefined: none that we know. */
export function signalOf(exitCode: number): string | undefined {
  return signals[exitCode - 128];
}

/** Whether the engine means this signal: it tells the number, or the name. */
export function isSignal(name: string, told: string): boolean {
  return told === name || `SIG${told}` === name || signals[Number(told)] === name;
}

/** The signals that end a process most often, by number (signal(7), Linux on x86 and ARM). */
const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};
