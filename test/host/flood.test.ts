import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';

import { newLogPath } from '../../src/runner/run-log.ts';
import { OutputLinks } from '../../src/ui/output/output-links.ts';
import { OutputView } from '../../src/ui/output/output-view.ts';
import { eventually } from '../helpers/eventually.ts';
import { outputChannelText } from '../helpers/output-channel.ts';
import { ChangeListeners, leastResources, noMoreResources } from './resources.ts';
import { fileUri, nothingIsLeft, run } from './workspace.ts';

const MiB = 2 ** 20;

suite('a flood of output', () => {
  teardown(nothingIsLeft);

  test('of more than VS Code keeps of a channel goes on to its last line, in a channel that is made anew', async function () {
    this.timeout(180_000);
    const created: string[] = [];
    const shown: (boolean | undefined)[] = [];
    const { createOutputChannel } = vscode.window;
    let written = 0;
    let [most, since] = [0, 0];
    const counting = (name: string): vscode.OutputChannel => {
      const channel = createOutputChannel(name);
      created.push(name);
      since = 0;
      return {
        ...{ name, replace: channel.replace.bind(channel), clear: channel.clear.bind(channel) },
        ...{ appendLine: channel.appendLine.bind(channel), hide: channel.hide.bind(channel) },
        append: (text) => {
          written += text.length;
          since += text.length;
          most = Math.max(most, since);
          channel.append(text);
        },
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- The interface has both of its forms.
        show: (...args: [unknown?, boolean?]) => {
          shown.push(args[0] === true);
        },
        dispose: () => {
          channel.dispose();
        },
      };
    };
    Object.defineProperty(vscode.window, 'createOutputChannel', { value: counting, configurable: true });
    const view = new OutputView('Container: rolling');
    try {
      const document = await vscode.workspace.openTextDocument(fileUri('tasks.container.json'));
      await vscode.window.showTextDocument(document);
      view.present({ reveal: 'silent', focus: false, clear: false });
      view.begin('rolling: begins', newLogPath('/a folder/logs'));
      const piece = `${'x'.repeat(99)}\n`.repeat(5000);
      for (let sum = 0; sum < 45 * MiB; sum += piece.length) view.tell(piece.trimEnd());
      view.end('rolling: the last line');
      assert.ok(written > 45 * MiB);
      assert.ok(most < 25 * MiB, `${most} units in one channel`);
      assert.deepEqual(created, ['Container: rolling', 'Container: rolling', 'Container: rolling']);
      const text = await eventually(
        'the last line',
        () => textOf(view.name, 'rolling: the last line\n'),
        60_000,
      );
      // Nothing of the last channel is lost.
      assert.equal(text.length - text.lastIndexOf('[Earlier output'), since);
      assert.match(text, /^\[Earlier output is not shown here\. The whole log: \/a folder\/logs\//m);
      // Nobody has asked to see it.
      assert.deepEqual(shown, []);
      assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), document.uri.toString());
    } finally {
      Object.defineProperty(vscode.window, 'createOutputChannel', {
        value: createOutputChannel,
        configurable: true,
      });
      view.dispose();
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    }
  });

  test('names the log where something is left out, as a link to it', async () => {
    using links = disposable(new OutputLinks());
    const view = new OutputView('Container: skipping');
    try {
      const log = newLogPath('/a folder/logs');
      view.begin('skipping: begins', log);
      view.skip(5 * MiB);
      view.end('skipping: ends');
      const document = await eventually('the channel', () =>
        vscode.window.visibleTextEditors
          .map((editor) => editor.document)
          .find((each) => each.getText().includes('skipping: ends')),
      );
      const { token } = new vscode.CancellationTokenSource();
      const [link, ...others] = await links.value.provideDocumentLinks(document, token);
      assert.deepEqual(others, []);
      assert.ok(link);
      assert.equal(document.getText(link.range), log);
      assert.equal(link.target?.fsPath, log);
      assert.match(
        document.getText(),
        /\n\[5 MiB not shown here\. The whole log: \/a folder\/logs\/.*\.log\]\n/,
      );
    } finally {
      view.dispose();
    }
  });

  test('has links only in what is near its end, and finds them a few lines at a time', async () => {
    using links = disposable(new OutputLinks());
    const log = newLogPath('/a folder/logs');
    const line = `[5 MiB not shown here. The whole log: ${log}]`;
    const lines = [line, ...Array.from({ length: 3000 }, (_, index) => `${index} ${'x'.repeat(95)}`), line];
    const document = await vscode.workspace.openTextDocument({ content: lines.join('\n') });
    const ofChannel = new Proxy(document, {
      get: (target, name): unknown =>
        name === 'uri' ? vscode.Uri.parse('output:container-tasks') : Reflect.get(target, name),
    });
    const source = new vscode.CancellationTokenSource();
    const found = await links.value.provideDocumentLinks(ofChannel, source.token);
    assert.deepEqual(
      found.map(({ range }) => [range.start.line, document.getText(range)]),
      [[3001, log]],
    );
    source.cancel();
    assert.deepEqual(await links.value.provideDocumentLinks(ofChannel, source.token), []);
  });

  test('leaves neither timers, sockets nor listeners behind when it has ended', async () => {
    await run('hello');
    const before = await leastResources();
    using listeners = new ChangeListeners();
    for (let round = 0; round < 3; round++) {
      await run('hello');
      await run('fail');
      await run('app');
    }
    await noMoreResources(before);
    assert.equal(listeners.left, 0);
  });
});

function disposable<T extends { dispose(): void }>(value: T): Disposable & { readonly value: T } {
  return {
    value,
    [Symbol.dispose]: () => {
      value.dispose();
    },
  };
}

/** What VS Code has kept of a channel, in all the files that it has had, when it has this end. */
function textOf(channel: string, end: string): string | false {
  // The tests' rig gives the server a folder for temporary files in its data.
  const text = outputChannelText(path.dirname(process.env['TMPDIR'] ?? ''), channel);
  return text.endsWith(end) && text;
}
