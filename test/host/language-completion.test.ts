import assert from 'node:assert/strict';
import * as vscode from 'vscode';

import { eventually } from '../helpers/eventually.ts';
import { testImage } from '../helpers/images.ts';
import { edit, fileUri, revert } from './workspace.ts';

const file = 'tasks.container.json';

suite('completion in the tasks file', () => {
  teardown(revert);

  for (const [what, value, expected] of [
    ['labels, and none twice', '"dependsOn": ["|"]', ['build', 'lint']],
    ['services', '"services": ["|"]', ['db']],
    ["the engine's images, and the file's", '"image": "|"', [testImage, 'only:here']],
    ['inputs', '"command": "echo ${input:|}"', ['${input:suite}']],
    ['variables', '"command": "echo ${|}"', ['${workspaceFolder}', '${env:NAME}']],
    ['environment variables', '"command": "echo ${env:|}"', ['${env:PATH}']],
    ['settings', '"command": "echo ${config:|}"', ['${config:editor.tabSize}']],
    ['problem matchers', '"problemMatcher": "|"', ['$tsc', '$go']],
    ['files', '"envFile": "|"', ['tasks.container.json', '.vscode/']],
  ] as const)
    test(`offers ${what}`, async () => {
      const items = await completions(value);
      const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      for (const each of expected) {
        const same = labels.filter((label) => label === each || label === JSON.stringify(each));
        assert.deepEqual(same, [each], `${each} among ${labels.slice(0, 60).join(', ')}`);
      }
    });

  test('replaces the whole text', async () => {
    const items = await completions('"dependsOn": ["li|xxx"]');
    const item = items.find(({ label }) => label === 'lint');
    const range = item?.range;
    assert.ok(range instanceof vscode.Range);
    const document = await vscode.workspace.openTextDocument(fileUri(file));
    assert.equal(document.getText(range), 'lixxx');
  });
});

/** What is offered at the `|` of a task among others; the language server of JSON answers too, when it has started. */
async function completions(value: string): Promise<readonly vscode.CompletionItem[]> {
  const marked = `{
  "inputs": [{ "id": "suite", "type": "promptString" }],
  "services": { "db": { "image": "only:here" } },
  "tasks": [
    { "label": "build", "image": "only:here" },
    { "label": "lint", "image": "only:here" },
    { "label": "this", ${value} }
  ]
}`;
  const document = await edit(file, marked.replace('|', ''));
  const position = document.positionAt(marked.indexOf('|'));
  return eventually('completions', async () => {
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
    );
    return items.length > 0 && items;
  });
}
