import assert from 'node:assert/strict';
import * as vscode from 'vscode';

import { eventually } from '../helpers/eventually.ts';
import { testImage } from '../helpers/images.ts';
import { edit, revert } from './workspace.ts';

const text = `{
  "tasks": [
    { "label": "build", "detail": "Makes it", "image": "${testImage}", "command": "make all" },
    { "label": "test", "image": "none:1", "dependsOn": ["build"], "env": { "X": "\${workspaceFolder}/\${input:x}" } }
  ]
}`;

suite('what is pointed at in the tasks file', () => {
  teardown(revert);

  for (const [what, at, expected] of [
    ['a label', '["build', /Makes it\n\n`container-tasks-test.*make all/s],
    ['variables', '${workspaceFolder', /In the container:.*\/workspace\/\$\{input:x\}.*asked for/s],
    ['an image that the engine has', testImage, /The engine has this image: .*, id `[0-9a-f]{12}`/],
    ['an image that is not there', 'none:1', /does not have this image yet/],
  ] as const)
    test(`tells ${what}, once`, async () => {
      const document = await edit('tasks.container.json', text);
      const told = await eventually('a hover', async () => {
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          document.positionAt(text.lastIndexOf(at) + at.length - 1),
        );
        const ours = hovers.map(({ contents }) => contents.map(textOf).join('\n\n'));
        return ours.some((each) => expected.test(each)) && ours;
      });
      assert.equal(told.filter((each) => expected.test(each)).length, 1);
    });
});

function textOf(content: vscode.Hover['contents'][number]): string {
  return content instanceof vscode.MarkdownString ? content.value : '';
}
