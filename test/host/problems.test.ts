import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

import { mappedPaths } from '../../src/core/container-paths.ts';
import type { ProblemPattern } from '../../src/core/problem-matcher/problem-matcher.ts';
import { ProblemWatch } from '../../src/runner/problem-watch.ts';
import { knownMatchers } from '../../src/ui/known-matchers.ts';
import { OutputLinks } from '../../src/ui/output-links.ts';
import { TaskProblems } from '../../src/ui/task-problems.ts';
import { eventually } from '../helpers/eventually.ts';
import { fileUri, nothingIsLeft, run } from './workspace.ts';

suite('Problems in a container', () => {
  const folder = fileUri('src').fsPath;

  setup(() => {
    fs.mkdirSync(folder, { recursive: true });
    for (const name of ['a.c', 'b.ts']) fs.writeFileSync(path.join(folder, name), 'one\ntwo\nthree\n');
  });

  teardown(async () => {
    fs.rmSync(folder, { recursive: true });
    await nothingIsLeft();
  });

  test('are in the Problems panel and links in the output, by the paths of this machine', async () => {
    const workspace = path.dirname(folder);
    const paths = {
      mapped: mappedPaths([{ type: 'bind', source: workspace, target: '/workspace', readonly: false }]),
      folder: '/workspace',
      task: new vscode.Location(fileUri('tasks.container.json'), new vscode.Position(0, 0)),
    };
    const problems = new TaskProblems();
    const links = new OutputLinks();
    links.set('Container: compile', paths);
    try {
      assert.equal((await run('compile'))?.status, 'success');
      const output = await eventually('the output', () =>
        vscode.workspace.textDocuments.find(
          (document) => document.uri.scheme === 'output' && document.getText().includes('compile: success'),
        ),
      );
      // The headline has the script, problems and all.
      watch(problems.begin('key', paths), output.getText().replace(/^.*\n/, ''));
      await eventually('three problems', () => shown().length === 3);
      assert.deepEqual(
        new Set(shown()),
        new Set([
          'src/a.c 2:4 error no such thing',
          'src/b.ts 0:1 error no such type',
          'tasks.container.json 0:0 warning /usr/include/c.h:7:1: not here',
        ]),
      );
      assert.deepEqual(
        await eventually('two links', async () => {
          // The headline has one of them too.
          const found = [...new Set(await linksOf(output, workspace))];
          return found.length === 2 && found;
        }),
        ['src/a.c#L3,5', 'src/b.ts#L1,2'],
      );
      problems.begin('key', paths);
      await eventually('no problems', () => shown().length === 0);
    } finally {
      problems.dispose();
      links.dispose();
    }
  });
});

/** Finds the problems in a text. */
function watch(events: ReturnType<TaskProblems['begin']>, text: string): void {
  const own: ProblemPattern = {
    ...{ regexp: /^(.*):(\d+):(\d+): (error|warning): (.*)$/, loop: false },
    ...{ file: 1, line: 2, column: 3, severity: 4, message: 5 },
    ...{ location: undefined, endLine: undefined, endColumn: undefined, code: undefined },
    kind: 'location',
  };
  const resolved = knownMatchers().resolve(['$tsc', { base: undefined, patterns: [own] }]);
  assert.ok('matchers' in resolved);
  const problems = new ProblemWatch(resolved.matchers, {
    onProblem: (problem) => {
      events.onProblem(problem);
    },
    onBegin: (matcher) => {
      events.onBegin(matcher);
    },
    onReady: () => undefined,
    onGivenUp: (message) => {
      throw new Error(message);
    },
  });
  problems.add(text, 'stdout');
  problems.end();
}

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
