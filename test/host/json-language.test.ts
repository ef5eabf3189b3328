import assert from 'node:assert/strict';
import * as vscode from 'vscode';

import { eventually } from '../helpers/eventually.ts';
import { edit, revert } from './workspace.ts';

suite('typing in the tasks file', () => {
  for (const path of ['tasks.container.json', '.vscode/tasks.container.json']) {
    test(`${path} is JSON with comments, and trailing commas are fine`, async () => {
      const text = `// A comment.\n{ "tasks": [{ "label": "a", "image": "b" },], "vesion": "1" }`;
      const document = await edit(path, text);
      try {
        assert.equal(document.languageId, 'jsonc');
        // The misspelt field shows that the schema is at work when the commas are let pass.
        await eventually('the mark of the misspelt field, and no other', () => {
          const marks = vscode.languages.getDiagnostics(document.uri);
          const texts = marks.map(({ range }) => document.getText(range));
          return texts.length > 0 && texts.every((each) => each.includes('vesion'));
        });
      } finally {
        await revert();
      }
    });
  }

  test('offers the fields of a task, and what they take', async () => {
    const text = '{ "tasks": [{ "label": "a", "image": "b",  , "pull": "" }] }';
    const document = await edit('tasks.container.json', text);
    try {
      const fields = await completions(document, text.indexOf(' , "pull"'));
      for (const field of ['command', 'script', 'resources', 'timeout', 'env'])
        assert.ok(fields.includes(field), `${field} is not in ${fields.join(', ')}`);
      const values = await completions(document, text.indexOf('""') + 1);
      for (const value of ['missing', 'always', 'never'])
        assert.ok(values.includes(`"${value}"`), `${value} is not in ${values.join(', ')}`);
    } finally {
      await revert();
    }
  });

  test('explains a field that is pointed at', async () => {
    const text = '{ "tasks": [{ "label": "a", "image": "b", "timeout": "5m" }] }';
    const document = await edit('tasks.container.json', text);
    try {
      const hovers = await eventually('a hover', async () => {
        const position = document.positionAt(text.indexOf('timeout'));
        const found = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          position,
        );
        return found.length > 0 && found;
      });
      assert.match(
        hovers.flatMap(({ contents }) => contents.map(textOf)).join('\n'),
        /How long the task may run/,
      );
    } finally {
      await revert();
    }
  });
});

function textOf(content: vscode.Hover['contents'][number]): string {
  return content instanceof vscode.MarkdownString ? content.value : '';
}

/** Asks until there are some: the language server starts with the first document. */
async function completions(document: vscode.TextDocument, offset: number): Promise<readonly string[]> {
  return eventually('completions', async () => {
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.positionAt(offset),
    );
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    return labels.length > 0 && labels;
  });
}
