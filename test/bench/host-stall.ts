import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { eventually } from '../helpers/eventually.ts';

/** How long a process held its event loop between two looks at it, 1 ms apart, in ms. */
export interface Stall {
  readonly longest: number;
  /** 99 of 100 were shorter. */
  readonly p99: number;
  /** The longest that its own work took: what other programs take of a busy machine is no part of it. */
  readonly work: number;
}

/** Watches the event loop of VS Code's extension host from within: an extension beside ours. */
export class HostStall {
  readonly #socketPath: string;

  /** Writes the extension, with which VS Code is to be opened. @param folder is empty */
  constructor(folder: string) {
    this.#socketPath = path.join(folder, 'socket');
    const manifest = { name: 'stall', publisher: 'bench', version: '1.0.0', main: './extension.cjs' };
    const rest = { engines: { vscode: '^1.100.0' }, activationEvents: ['*'] };
    fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...manifest, ...rest }));
    fs.writeFileSync(path.join(folder, 'extension.cjs'), program);
  }

  /** Measures while something is done, and resolves with its result too. */
  async during<T>(work: () => Promise<T>): Promise<readonly [result: T, held: Stall]> {
    await eventually('the extension host', () => this.#ask('/begin'), 30_000);
    const result = await work();
    return [result, JSON.parse(await this.#ask('/end')) as Stall]; // As the program below answers.
  }

  async #ask(what: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
    http.get({ socketPath: this.#socketPath, path: what }, resolve).on('error', reject);
    return text(await promise);
  }
}

const program = `
const http = require('node:http');
const { createHistogram } = require('node:perf_hooks');
const path = require('node:path');
let timer, held, work;
const begin = () => {
  clearInterval(timer);
  held = createHistogram();
  work = 0;
  let [then, used] = [performance.now(), process.threadCpuUsage()];
  timer = setInterval(() => {
    const more = process.threadCpuUsage(used);
    work = Math.max(work, (more.user + more.system) / 1e3);
    held.record(Math.max(1, Math.round((performance.now() - then) * 1e3)));
    [then, used] = [performance.now(), process.threadCpuUsage()];
  }, 1);
};
const end = () => {
  clearInterval(timer);
  return { longest: held.max / 1e3, p99: held.percentile(99) / 1e3, work };
};
exports.activate = () => {
  const answers = { '/begin': begin, '/end': end };
  const server = http.createServer(({ url }, response) => response.end(JSON.stringify(answers[url]() ?? true)));
  server.listen(path.join(__dirname, 'socket'));
};
`;
