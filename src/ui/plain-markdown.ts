/**
 * Markdown that shows a text as it is: what a file or a container says is no Markdown of ours. `appendText` makes blanks of it
 * that no line breaks at.
 */
export function asPlainText(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-!~<>|&]/g, '\\$&');
}
