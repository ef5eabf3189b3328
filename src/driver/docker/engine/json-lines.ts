/**
 * Reads newline-separated JSON values, as the engine streams pull progress and statistics. Split lines and split UTF-8
 * survive; a last line without its newline counts.
 *
 * @throws {SyntaxError} a line is not JSON; the stream's own error.
 */
export async function* jsonLines(
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<unknown, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line);
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield JSON.parse(rest);
}
