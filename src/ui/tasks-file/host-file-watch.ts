import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';

/** Tells when files of this machine that documents name come, go or change, or a person comes back to the window. */
export class HostFileWatch implements vscode.Disposable {
  readonly #onChange: (key: string) => void;
  /** By document, and by path. */
  readonly #watchers = new Map<string, ReadonlyMap<string, vscode.FileSystemWatcher>>();
  readonly #focus: vscode.Disposable;

  /** @param onChange is told the key of the document whose files have changed */
  constructor(onChange: (key: string) => void) {
    this.#onChange = onChange;
    // What cannot be watched, as its folder is not there, was changed elsewhere.
    this.#focus = vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) for (const key of this.#watchers.keys()) onChange(key);
    });
  }

  /** Watches these absolute paths for a document, and no others. */
  watch(key: string, paths: readonly string[]): void {
    const before = this.#watchers.get(key) ?? new Map<string, vscode.FileSystemWatcher>();
    const wanted = [...new Set(paths)];
    const now = new Map(wanted.map((path) => [path, before.get(path) ?? this.#start(key, path)]));
    for (const [path, watcher] of before) if (!now.has(path)) watcher.dispose();
    if (now.size > 0) this.#watchers.set(key, now);
    else this.#watchers.delete(key);
  }

  dispose(): void {
    this.#focus.dispose();
    for (const watchers of this.#watchers.values())
      for (const watcher of watchers.values()) watcher.dispose();
  }

  #start(key: string, path: string): vscode.FileSystemWatcher {
    const pattern = new vscode.RelativePattern(vscode.Uri.file(dirname(path)), basename(path));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const changed = (): void => {
      this.#onChange(key);
    };
    watcher.onDidCreate(changed);
    watcher.onDidChange(changed);
    watcher.onDidDelete(changed);
    return watcher;
  }
}
