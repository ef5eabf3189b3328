import type { Driver, LocalImage } from '../../driver/driver.ts';
import * as vscode from 'vscode';

/** How long an engine has to tell its images while somebody types, in ms; and how long what it told is believed. */
const limits = { answer: 1500, kept: 3000 };

/** The images that the engine has, as far as it tells them quickly. */
export class LocalImages {
  readonly #loadDriver: () => Promise<Driver>;
  #known: { readonly at: number; readonly images: Promise<readonly LocalImage[] | undefined> } | undefined;

  constructor(loadDriver: () => Promise<Driver>) {
    this.#loadDriver = loadDriver;
  }

  /** Newest first; undefined where no engine answers in time, or may be asked. Never rejects. */
  find(): Promise<readonly LocalImage[] | undefined> {
    const now = Date.now();
    // The keys of one word ask together.
    if (!this.#known || now - this.#known.at > limits.kept) this.#known = { at: now, images: this.#ask() };
    return this.#known.images;
  }

  async #ask(): Promise<readonly LocalImage[] | undefined> {
    // Its address may come from the workspace.
    if (!vscode.workspace.isTrusted) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      abort.abort(new Error('There was no answer in time.'));
    }, limits.answer);
    try {
      return await (await this.#loadDriver()).images(abort.signal);
    } catch {
      return undefined; // Who types is not told of engines.
    } finally {
      clearTimeout(timer);
    }
  }
}
