import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { useFileWorkspace } from '../helpers/file-task.ts';
import { exampleImage } from '../helpers/images.ts';
import { root } from '../helpers/paths.ts';
import { image } from '../helpers/task.ts';

/** What `examples/site` shows works as it says, with the tests' image in place of the one that has to be pulled. */

const workspace = useFileWorkspace();
let file: string;

beforeEach(() => {
  fs.cpSync(path.join(root, 'examples/site'), workspace().folder, { recursive: true });
  file = fs
    .readFileSync(workspace().path('tasks.container.json'), 'utf8')
    .replaceAll(`"${exampleImage}"`, `"${image}"`);
});

test('the site is built, and each page is fetched from the server beside its test', async () => {
  const { outcomes, output } = await workspace().run(file, 'test');
  expect(output('build')).toBe('pages/about.html\npages/index.html\n');
  expect(output('test (page: about)')).toBe('about has a title\n');
  expect(output('test (page: index)')).toBe('index has a title\n');
  expect(fs.readFileSync(workspace().path('public/about.html'), 'utf8')).toMatch(
    /^<!doctype html><title>About us<\/title>\n/,
  );
  expect([...outcomes.values()].map(({ kind }) => kind)).not.toContain('skipped');
  const again = await workspace().run(file, 'build');
  expect(again.outcome.kind).toBe('upToDate');
});

test('a link that leads nowhere is a problem at its line', async () => {
  expect((await workspace().run(file, 'lint')).problems).toEqual([]);
  workspace().write({ 'pages/news.html': '<h1>News</h1>\n<p><a href="gone.html">gone</a></p>\n' });
  const { problems } = await workspace().run(file, 'lint');
  expect(problems).toEqual([
    {
      path: workspace().path('pages/news.html'),
      line: 2,
      severity: 'error',
      message: 'there is no page gone.html',
    },
  ]);
});
