/** A text that is ours, and less to the eye than the output around it. */
export function dim(text: string): string {
  return `\u001b[2m${text}\u001b[0m`;
}

/** Terminals want a carriage return before each line break. */
export function withReturns(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}
