import assert from 'node:assert/strict';
import * as vscode from 'vscode';

import { eventually } from '../helpers/eventually.ts';
import { edit, fileUri, nothingIsLeft, revert, run } from './workspace.ts';

function mistakesIn(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(isOurs);
}

/** VS Code's JSON support has marks of its own, from the schema. */
function isOurs({ source }: vscode.Diagnostic): boolean {
  return source === 'Container Tasks';
}

const image = 'container-tasks-test/busybox:latest';

suite('mistakes in the tasks file', () => {
  teardown(nothingIsLeft);

  // First, before a test opens the file: what an extension has opened, VS Code keeps for minutes.
  test('are marked while the file is open, and no longer', async () => {
    const uri = fileUri('.vscode/tasks.container.json');
    await vscode.commands.executeCommand('vscode.open', uri);
    const marks = (): number => vscode.languages.getDiagnostics(uri).filter(isOurs).length;
    await eventually('a mark', () => marks() === 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await eventually('no mark', () => marks() === 0);
  });

  for (const path of ['tasks.container.json', '.vscode/tasks.container.json']) {
    test(`are marked where they are while ${path} is edited, until they are corrected`, async () => {
      const text = `{ "tasks": [{ "label": "build",\n  "image": "${image}", "comand": "make" }] }`;
      const document = await edit(path, text);
      try {
        const [mistake, ...others] = await eventually('a mark', () => {
          const mistakes = mistakesIn(document);
          return mistakes.length > 0 && mistakes;
        });
        assert.ok(mistake);
        assert.deepEqual(others, []);
        assert.equal(mistake.severity, vscode.DiagnosticSeverity.Error);
        assert.match(mistake.message, /`comand`.*`command`/);
        assert.equal(document.getText(mistake.range), '"comand"');
        assert.equal(mistake.range.start.line, 1);
        await edit(path, text.replace('comand', 'command'));
        await eventually('no mark', () => mistakesIn(document).length === 0);
      } finally {
        await revert();
      }
    });
  }

  test('are marked also where a file that is named is not there, until it is named right', async () => {
    const text = `{ "tasks": [{ "label": "a", "image": "${image}", "envFile": "none.env" }] }`;
    const document = await edit('tasks.container.json', text);
    try {
      const mistake = await eventually('a mark', () => mistakesIn(document)[0]);
      assert.equal(
        mistake.message,
        'The env file "none.env" cannot be read: create it, or correct "envFile".',
      );
      assert.equal(document.getText(mistake.range), '"none.env"');
      await edit('tasks.container.json', text.replace('none.env', 'tasks.container.json'));
      await eventually('another mark', () => mistakesIn(document)[0]?.message.includes('line 1: '));
      await edit('tasks.container.json', text.replace('"none.env"', '[]'));
      await eventually('no mark', () => mistakesIn(document).length === 0);
    } finally {
      await revert();
    }
  });

  test('are all marked, and the tasks without one still run', async () => {
    const text = `{ "tasks": [
      { "label": "good", "image": "${image}", "command": "true" },
      { "label": "typo", "image": "${image}", "comand": "true" },
      { "label": "greedy", "image": "${image}", "resources": { "memory": "lots" } },
      { "label": "good", "image": "${image}" },
    ] }`;
    const document = await edit('tasks.container.json', text);
    try {
      const marked = await eventually('three marks', () => {
        const mistakes = mistakesIn(document);
        return mistakes.length === 3 && mistakes.map(({ range }) => document.getText(range));
      });
      assert.deepEqual(marked, ['"comand"', '"lots"', '"good"']);
      assert.equal((await run('good'))?.status, 'success');
    } finally {
      await revert();
    }
  });

  test('are marked where the JSON itself is broken', async () => {
    const document = await edit(
      'tasks.container.json',
      `{ "tasks": [\n  { "label": "build" "image": "x" }\n] }`,
    );
    try {
      const [mistake] = await eventually('a mark', () => {
        const mistakes = mistakesIn(document);
        return mistakes.length > 0 && mistakes;
      });
      assert.equal(mistake?.range.start.line, 1);
      assert.match(mistake.message, /comma/);
    } finally {
      await revert();
    }
  });
});
