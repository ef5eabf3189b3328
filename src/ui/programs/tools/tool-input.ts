/** What a language model gave a tool: of any shape, whatever the schema says. Throws sentences that it can learn from. */
export class ToolInput {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(input: unknown) {
    const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
    this.#values = new Map(isObject ? Object.entries(input) : []);
  }

  /** A text that has to be there. */
  demand(name: string): string {
    const text = this.text(name);
    if (text === undefined || text === '')
      throw new Error(`"${name}" is missing: give it as a text that is not empty.`);
    return text;
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name) ?? undefined;
    if (value === undefined || typeof value === 'string') return value;
    throw new Error(`"${name}" is not a text: give it as one.`);
  }

  /** A number within limits: one beyond them counts as the limit. */
  number(name: string, least: number, most: number): number | undefined {
    const value = this.#values.get(name) ?? undefined;
    if (value === undefined) return undefined;
    // Models write numbers as texts at times.
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || Number.isNaN(number))
      throw new Error(`"${name}" is not a number: give one from ${least} to ${most}.`);
    return Math.min(Math.max(least, number), most);
  }

  flag(name: string): boolean {
    const value = this.#values.get(name);
    return value === true || value === 'true';
  }
}
