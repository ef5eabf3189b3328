import { PassThrough } from 'node:stream';
import * as vscode from 'vscode';

import type { TerminalSize } from '../../core/container-task.ts';
import { couldNotRun } from '../../core/exit-code.ts';
import { LineEditor } from '../../core/line-editor.ts';
import type { TaskEntry } from '../../core/tasks-file/parse.ts';
import type { RunView } from '../../runner/launcher.ts';
import type { Run, TaskSpec } from '../../runner/task-runner.ts';
import { closedByShutdown } from '../vscode-tasks/closed-by-shutdown.ts';
import { dim, withReturns } from './terminal-text.ts';
import { gapLine } from './gap-line.ts';
import { TextBatcher } from './text-batcher.ts';

/** What happens when a run in a terminal has ended: its owner ends it, or the next key does. */
type AtEnd = 'close' | 'wait for a key';

/** Cancels the run with this id, and what it belongs to. */
export interface Canceller {
  cancel(id: string): void;
}

/**
 * Shows runs of a task in a terminal, one after the other: output with its colours, keys for a task that can be typed into,
 * and cancel on Ctrl-C (where that is not the program's) or when the terminal is closed.
 */
export class RunTerminal implements vscode.Pseudoterminal, RunView {
  readonly #canceller: Canceller;
  readonly #task: Pick<TaskEntry, 'tty' | 'interactive'>;
  readonly #atEnd: AtEnd;
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number | undefined>();
  readonly #opened = Promise.withResolvers<undefined>();
  readonly #batcher = new TextBatcher((text, skipped) => {
    this.#write(text);
    // What is left out may hold the end of a colour.
    if (skipped > 0) this.#say(`\u001b[0m\n${dim(gapLine(skipped, this.#logPath))}\n`);
  }, interval);
  #size: TerminalSize = { columns: 80, rows: 24 };
  #keys: PassThrough | undefined;
  #lines = new LineEditor();
  #run: Run | undefined;
  #cancelAll: (() => void) | undefined;
  #isClosed = false;
  #isEmpty = true;
  #logPath = '';

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  constructor(canceller: Canceller, task: Pick<TaskEntry, 'tty' | 'interactive'>, atEnd: AtEnd) {
    this.#canceller = canceller;
    this.#task = task;
    this.#atEnd = atEnd;
  }

  /** Whether it is gone: nothing can be shown any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves when it is there, and its size known. */
  get opened(): Promise<undefined> {
    return this.#opened.promise;
  }

  open(size: vscode.TerminalDimensions | undefined): void {
    if (size) this.setDimensions(size);
    this.#opened.resolve(undefined);
  }

  setDimensions({ columns, rows }: vscode.TerminalDimensions): void {
    this.#size = { columns, rows };
    this.#run?.resize(this.#size);
  }

  /** "Terminate Task", or the terminal was closed; or its window is, and then the run is not to be ended. */
  close(): void {
    this.#isClosed = true;
    this.#opened.resolve(undefined);
    this.#batcher[Symbol.dispose]();
    void closedByShutdown().then((isShutdown) => {
      if (!isShutdown) this.#cancel();
    });
  }

  handleInput(keys: string): void {
    if (this.#atEnd === 'wait for a key' && this.#run?.result) {
      this.#end(undefined);
    } else if (!this.#keys || this.#run?.result) {
      if (keys.includes('\u0003')) this.#cancel();
    } else if (this.#task.tty) {
      this.#type(keys);
    } else {
      this.#typeLines(keys);
    }
  }

  /** The task as it runs here: in a terminal of this size, and fed by its keys after what it is fed with anyway. */
  adapt(spec: TaskSpec): TaskSpec {
    const keys = this.#task.interactive ? new PassThrough() : undefined;
    this.#keys = keys;
    this.#lines = new LineEditor();
    return {
      ...spec,
      terminal: this.#task.tty ? this.#size : undefined,
      input: keys ? oneAfterTheOther(spec.input, keys) : spec.input,
      close: async () => {
        keys?.end();
        await spec.close();
      },
    };
  }

  /** Tells which run is shown. */
  attach(run: Run): void {
    this.#run = run;
    // It may have been closed, or have got another size, while the run was being set up.
    if (this.#isClosed) this.#cancel();
    else run.resize(this.#size);
  }

  /** Forgets the output of the runs before. */
  clear(): void {
    this.#written.fire('\u001b[2J\u001b[3J\u001b[H');
    this.#isEmpty = true;
  }

  begin(headline: string, logPath: string): void {
    this.#run = undefined;
    this.#logPath = logPath;
    this.#say(`${this.#isEmpty ? '' : '\n'}${dim(headline)}\n\n`);
    this.#isEmpty = false;
  }

  add(text: string): void {
    this.#batcher.add(text);
  }

  end(line: string): void {
    this.#batcher.flush();
    this.#say(`\n${dim(line)}\n`);
    if (this.#atEnd === 'wait for a key')
      this.#say(dim(`${vscode.l10n.t('Press any key to close the terminal.')}\n`));
  }

  /** Takes a line on a task that does not run, or not now. */
  tell(line: string): void {
    this.#batcher.flush();
    this.#say(`${dim(line)}\n`);
    this.#isEmpty = false;
  }

  /** Is told how to cancel more than the run that is shown. */
  follow(cancel: () => void): void {
    this.#cancelAll = cancel;
    if (this.#isClosed) cancel();
  }

  /** Ends it with an exit code. */
  finish(code: number): void {
    this.#end(code);
  }

  /** Ends it with a sentence on why nothing ran. */
  fail(message: string): void {
    this.#say(`${message}\n`);
    this.#end(couldNotRun);
  }

  /** VS Code does not call `close` of what has ended by itself. */
  #end(code: number | undefined): void {
    this.#isClosed = true;
    this.#closed.fire(code);
  }

  #cancel(): void {
    if (this.#cancelAll) this.#cancelAll();
    else if (this.#run) this.#canceller.cancel(this.#run.id);
  }

  #type(keys: string): void {
    if (this.#keys?.writable) this.#keys.write(keys);
  }

  #typeLines(keys: string): void {
    const { echo, input, ends, cancels } = this.#lines.feed(keys);
    this.#written.fire(echo);
    if (input !== '') this.#type(input);
    if (ends) this.#keys?.end();
    if (cancels) this.#cancel();
  }

  /** What comes out of a terminal has that terminal's line ends. */
  #write(text: string): void {
    if (this.#task.tty) this.#written.fire(text);
    else this.#say(text);
  }

  #say(text: string): void {
    this.#written.fire(withReturns(text));
  }
}

/** How often output is shown, in ms: whoever types waits for it. */
const interval = 10;

async function* oneAfterTheOther(
  first: AsyncIterable<Uint8Array> | undefined,
  second: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (first) yield* first;
  yield* second;
}
