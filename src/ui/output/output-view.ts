import * as vscode from 'vscode';

import { PlainText } from '../../core/plain-text.ts';
import type { Presentation } from '../../core/tasks-file/definition.ts';
import { earlierLine, gapLine } from './gap-line.ts';
import { TextBatcher } from './text-batcher.ts';

/** VS Code wipes a channel's file at 30 MiB, and later lines do not appear: it is made anew before that. */
const channelLimit = 20 * 1024 * 1024;

/** Shows the output of one task, run after run, in an OutputChannel of its own. */
export class OutputView implements vscode.Disposable {
  readonly name: string;
  readonly #batcher = new TextBatcher((text, skipped) => {
    this.#append(text, skipped);
  });
  #channel: vscode.OutputChannel;
  #plain = new PlainText();
  #length = 0;
  #atLineStart = true;
  /** Whether the run has printed nothing yet. */
  #isEmpty = true;
  #logPath = '';
  #presentation: Pick<Presentation, 'reveal' | 'focus' | 'clear'> = usual;

  constructor(name: string) {
    this.name = name;
    this.#channel = vscode.window.createOutputChannel(this.name);
  }

  /** How the next runs are shown. */
  present(presentation: Pick<Presentation, 'reveal' | 'focus' | 'clear'>): void {
    this.#presentation = presentation;
  }

  /** Sets the next run apart from the one before. @param logPath has the whole output. */
  begin(headline: string, logPath: string): void {
    if (this.#presentation.clear) this.#channel.clear();
    else if (this.#length > 0) this.#write('\n');
    this.#plain = new PlainText();
    this.#logPath = logPath;
    this.#write(`${headline}\n`);
    this.#isEmpty = true;
    if (this.#presentation.reveal === 'always') this.show();
  }

  /** Takes the next output of the container. */
  add(text: string): void {
    this.#batcher.add(text);
  }

  /** Says in the place of output that it is in the log alone. */
  skip(bytes: number): void {
    this.#print(`${gapLine(bytes, this.#logPath)}\n`);
  }

  /** Takes the line that closes the run. */
  end(line: string): void {
    this.#batcher.flush();
    this.#print(this.#plain.end());
    this.#write(`${this.#atLineStart ? '' : '\n'}\n${line}\n`);
  }

  /** Takes a line on a task that does not run, or not now. */
  tell(line: string): void {
    this.#batcher.flush();
    this.#write(`${this.#atLineStart ? '' : '\n'}${line}\n`);
  }

  show(focus = this.#presentation.focus): void {
    this.#channel.show(!focus);
  }

  dispose(): void {
    this.#batcher[Symbol.dispose]();
    this.#channel.dispose();
  }

  /** Only what is shown is made readable: in a flood that is a small part. */
  #append(text: string, skipped: number): void {
    const shown = this.#plain.add(text);
    // What is left out may hold the rest of a sequence: it does not continue behind the gap.
    if (skipped === 0) this.#print(shown);
    else this.#print(`${shown}${this.#plain.end()}\n${gapLine(skipped, this.#logPath)}\n`);
  }

  /** Sets what the run prints apart from the headline. */
  #print(text: string): void {
    if (text === '') return;
    this.#write(this.#isEmpty ? `\n${text}` : text);
    this.#isEmpty = false;
  }

  #write(text: string): void {
    if (this.#length + text.length > channelLimit) this.#renew();
    this.#channel.append(text);
    this.#length += text.length;
    this.#atLineStart = text.endsWith('\n');
  }

  #renew(): void {
    this.#channel.dispose();
    this.#channel = vscode.window.createOutputChannel(this.name);
    this.#length = 0;
    this.#channel.append(`${earlierLine(this.#logPath)}\n`);
    if (this.#presentation.reveal === 'always') this.#channel.show(true);
  }
}

const usual = { reveal: 'always', focus: false, clear: false } as const;
