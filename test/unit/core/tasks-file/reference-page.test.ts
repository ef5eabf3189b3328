import { parse as parseJson } from 'jsonc-parser';
import { expect, it } from 'vitest';
import { taskFields } from '../../../../src/core/tasks-file/fields/fields.ts';
import { serviceFields } from '../../../../src/core/tasks-file/fields/service.ts';
import { parse } from '../../../../src/core/tasks-file/parse.ts';
import { variableForms } from '../../../../src/core/tasks-file/variables/table.ts';
import { generated } from '../../../helpers/generated.ts';
import { referencePage } from '../../../helpers/reference-page.ts';

const page = referencePage();

it('is the one in docs/, which `npm run docs` writes', { timeout: 60_000 }, async () => {
  const { kept, made } = await generated('docs/tasks-file.md', page);
  expect(kept).toBe(made);
});

it('tells every field and every variable', () => {
  const missing = [...Object.keys(taskFields), ...Object.keys(serviceFields)].filter(
    (name) => !page.includes(`- **\`${name}\`** (`),
  );
  expect(missing).toEqual([]);
  expect(variableForms.filter((form) => !page.includes(`- \`${form}\`: `))).toEqual([]);
});

it('shows a file that is right', () => {
  const [, example = ''] = /```jsonc\n([\s\S]*?)```/u.exec(page) ?? [];
  expect(parseJson(example)).toHaveProperty('tasks.length', 3);
  expect(parse(example).problems).toEqual([]);
});

it('has only links to its own headings that are there', () => {
  const anchors = [...page.matchAll(/^#+ (.*)$/gmu)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/gu, '')
      .replace(/\s/gu, '-'),
  );
  const links = [...page.matchAll(/\]\(#([^)]*)\)/gu)].map(([, anchor]) => anchor);
  expect(links.filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([]);
  expect(links).not.toEqual([]);
});
