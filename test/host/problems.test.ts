import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

import { mappedPaths } from '../../src/core/container-paths.ts';
import { TerminalLinks } from '../../src/ui/output/terminal-links.ts';
import { eventually } from '../helpers/eventually.ts';
import { fileUri, nothingIsLeft, run } from './workspace.ts';

suite('Problems in a container', () => {
  const folder = fileUri('src').fsPath;
  const workspace = path.dirname(folder);

  setup(() => {
    fs.mkdirSync(folder, { recursive: true });
    for (const name of ['a.c', 'b.ts']) fs.writeFileSync(path.join(folder, name), 'one\ntwo\nthree\n');
  });

  teardown(async () => {
    fs.rmSync(folder, { recursive: true });
    await nothingIsLeft();
  });

  test('are in the Problems panel and links in the output, by the paths of this machine', async () => {
    print(
      '/workspace/src/a.c:3:5: error: no such thing',
      'src/b.ts(1,2): error TS2322: no such type',
      '/usr/include/c.h:7:1: warning: not here',
    );
    assert.equal((await run('compile'))?.status, 'success');
    await eventually('three problems', () => shown().length === 3);
    assert.deepEqual(
      new Set(shown()),
      new Set([
        'src/a.c 2:4 error no such thing',
        'src/b.ts 0:1 error no such type',
        `tasks.container.json ${lineOf('"label": "compile"')}:15 warning /usr/include/c.h:7:1: not here`,
      ]),
    );
    const output = await eventually('the output', () =>
      vscode.workspace.textDocuments.find(
        (document) => document.uri.scheme === 'output' && document.getText().includes('compile: success'),
      ),
    );
    assert.deepEqual(
      await eventually('two links', async () => {
        const found = await linksOf(output, workspace);
        return found.length === 2 && found;
      }),
      ['src/a.c#L3,5', 'src/b.ts#L1,2'],
    );
  });

  test('are links in the terminal of a task', async () => {
    const paths = {
      mapped: mappedPaths([{ type: 'bind', source: workspace, target: '/workspace', readonly: false }]),
      folder: '/workspace',
      task: new vscode.Location(fileUri('tasks.container.json'), new vscode.Position(0, 0)),
    };
    const links = new TerminalLinks();
    const terminal = vscode.window.createTerminal('Task - compile');
    try {
      links.set('compile', paths);
      const line = 'see /workspace/src/a.c:2:3 and /usr/include/c.h:7';
      const found = links.provideTerminalLinks({ line, terminal });
      assert.deepEqual(
        found.map(({ startIndex, length }) => line.slice(startIndex, startIndex + length)),
        ['/workspace/src/a.c:2:3'],
      );
      await links.handleTerminalLink(found[0]!);
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.fsPath, path.join(folder, 'a.c'));
      assert.deepEqual(editor.selection.active, new vscode.Position(1, 2));
    } finally {
      terminal.dispose();
      links.dispose();
    }
  });

  test('go when the task runs again and prints none', async () => {
    print('/workspace/src/a.c:3:5: error: no such thing');
    await run('compile');
    await eventually('a problem', () => shown().length === 1);
    print();
    await run('compile');
    await eventually('no problems', () => shown().length === 0);
  });

  function print(...lines: readonly string[]): void {
    fs.writeFileSync(path.join(folder, 'problems.txt'), lines.map((line) => `${line}\n`).join(''));
  }

  function lineOf(text: string): number {
    const file = fs.readFileSync(fileUri('tasks.container.json').fsPath, 'utf8');
    return file.split('\n').findIndex((line) => line.includes(text));
  }
});

/** Where the links to places in files of the folder lead, in order. */
async function linksOf({ uri }: vscode.TextDocument, folder: string): Promise<readonly string[]> {
  const found = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
    'vscode.executeLinkProvider',
    uri,
  );
  return found.flatMap(({ target }) =>
    target && /^L\d/.test(target.fragment)
      ? [`${path.relative(folder, target.fsPath)}#${target.fragment}`]
      : [],
  );
}

/** What the panel has of others than the tasks file: file, place, severity and message. */
function shown(): string[] {
  return vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) =>
    diagnostics
      .filter(({ source }) => source !== 'Container Tasks')
      .map(({ range, severity, message }) => {
        const { line, character } = range.start;
        const word = severity === vscode.DiagnosticSeverity.Error ? 'error' : 'warning';
        return `${vscode.workspace.asRelativePath(uri)} ${line}:${character} ${word} ${message}`;
      }),
  );
}
