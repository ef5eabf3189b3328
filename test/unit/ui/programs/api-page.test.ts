import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ContainerTasksApi } from '../../../../src/api.ts';
import { generated } from '../../../helpers/generated.ts';
import { root } from '../../../helpers/paths.ts';

const page = fs.readFileSync(path.join(root, 'docs/api.md'), 'utf8');

test('docs/api.md has the example that test/host runs, word by word', async () => {
  const example = fs.readFileSync(path.join(root, 'test/host/api-example.ts'), 'utf8');
  const copied = example.replace("'../../src/api.ts'", "'./container-tasks/api'").trim();
  const whole = page.replace(/```ts\n[\s\S]*?```/, () => `\`\`\`ts\n${copied}\n\`\`\``);
  const { kept, made } = await generated('docs/api.md', whole);
  expect(kept).toBe(made);
});

test('docs/api.md names every member of the interface', () => {
  const members: Readonly<Record<keyof ContainerTasksApi, true>> = {
    version: true,
    listTasks: true,
    activeRuns: true,
    findRun: true,
    run: true,
    onDidStartRun: true,
    onDidChangeRun: true,
    onDidEndRun: true,
    readOutput: true,
    followOutput: true,
  };
  for (const member of Object.keys(members)) expect(page).toContain(member);
});

test('docs/api.md names every tool that the manifest contributes', () => {
  // Ours: it has them.
  const { contributes } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    contributes: { languageModelTools: { name: string; toolReferenceName: string }[] };
  };
  expect(contributes.languageModelTools.length).toBe(3);
  for (const { name, toolReferenceName } of contributes.languageModelTools) {
    expect(page).toContain(`\`${name}\``);
    expect(page).toContain(`\`#${toolReferenceName}\``);
  }
});
