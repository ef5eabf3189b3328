/** A part of the interface that is made when it is first used. */
export class LatePart<Part extends { dispose(): void }> {
  readonly #make: () => Promise<Part>;
  #made: Promise<Part> | undefined;

  /** @param make loads what it is made of; it is called once at most */
  constructor(make: () => Promise<Part>) {
    this.#make = make;
  }

  /** Each use sees those before it done, as far as they wait for nothing else. */
  async use<Result>(how: (part: Part) => Result): Promise<Awaited<Result>> {
    this.#made ??= this.#make();
    return await how(await this.#made);
  }

  /** Ends the part, where there is one. */
  dispose(): void {
    void this.#made?.then((part) => {
      part.dispose();
    });
  }
}
