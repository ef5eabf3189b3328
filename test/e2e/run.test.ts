import fs from 'node:fs';
import path from 'node:path';
import type { ConsoleMessage, FrameLocator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { axeViolations, contrast, pixels } from './chart.ts';
import { Session, untilText } from './session.ts';
import { tasksFile, wait } from './tasks-file.ts';

const build = {
  label: 'build',
  detail: 'Works until it is cancelled',
  script:
    'i=0; while true; do i=$((i+1)); echo step $i; x=$(head -c 8000000 /dev/zero | tr "\\0" a); echo $x > /tmp/x; sleep 0.5; done',
  timeout: '5m',
  resources: { cpus: 1.5, memory: '256m' },
  env: { MODE: 'release' },
};
const hello = { label: 'hello', detail: 'Says hello', command: 'echo hello' };

let session: Session;
const violations: string[] = [];

beforeAll(async () => {
  session = await Session.open({
    'tasks.container.json': tasksFile(build, hello, wait),
    'notes.md': 'Notes\n',
  });
  session.page.on('console', (message: ConsoleMessage) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text());
  });
  await session.workbench.openFile('notes.md');
});
afterAll(() => session[Symbol.asyncDispose]());
beforeEach((context) => {
  session.pictureFailure(context);
});
afterEach(async () => {
  await session.untilNothingIsLeft();
  await session.status().waitFor({ state: 'hidden' });
});

test('a person picks a task, follows it, and cancels it with a click on the status bar', async () => {
  const { workbench, page, vscode } = session;
  await session.run();
  const row = workbench.quickInput().locator('.monaco-list-row', { hasText: 'Works until' });
  expect(await row.innerText()).toMatch(
    /build\s*container-tasks-test\/busybox:latest\s*Works until it is cancelled/,
  );
  expect(await workbench.pickLabels()).toEqual(['build', 'hello', 'wait']);
  await vscode.screenshot('run-1-pick');
  await workbench.pick('build');

  await eventually('lines in the panel while it runs', async () =>
    /^step 2$/m.test(await workbench.visibleOutput()),
  );
  expect(session.output('build')).toMatch(
    /^build: container-tasks-test\/busybox:latest \| \/bin\/sh -c '.+' \| 1\.5 CPUs \| 256 MiB \| timeout 5:00\n/,
  );

  await untilText(session.status(), /^\s*build 0:0\d$/);
  const chart = session.chart();
  await untilText(chart.locator('header'), /build[^]*Running[^]*busybox:latest[^]*Started 0:\d\d/);
  await eventually('the line of the CPU', async () => (await pixels(chart, 'CPU', '--cpu')) > 30, 20_000);
  await eventually('the line of the memory', async () => (await pixels(chart, 'Memory', '--memory')) > 30);
  expect(await pixels(chart, 'Memory', '--limit')).toBeGreaterThan(100);
  expect(await chart.locator('section.panel', { hasText: 'CPU' }).innerText()).toMatch(/\d%[^]*150%/);
  expect(await chart.locator('section.panel', { hasText: 'Memory' }).innerText()).toMatch(
    /\d MiB[^]*256 MiB/,
  );
  // Neither the output nor the chart has taken the focus.
  await page.keyboard.type('typed while it runs ');
  await workbench.editor('notes.md').getByText('typed while it runs').waitFor();
  await vscode.screenshot('run-2-running');

  await session.status().click();
  expect(await session.closingLine('build')).toMatch(
    /^build: cancelled, exit code \d+, [\d.]+ s\. You cancelled it\.$/,
  );
  await untilText(
    chart.locator('header'),
    /Cancelled[^]*You cancelled it[^]*Started 0:\d\d · Cancel asked \d:\d\d · Cancelled \d:\d\d/,
  );
  expect(await pixels(chart, 'CPU', '--cpu')).toBeGreaterThan(30);
  await vscode.screenshot('run-3-cancelled');
});

test('the chart stays as it was when another tab was in front, after the end too', async () => {
  const { workbench } = session;
  await session.run('hello');
  await session.closingLine('hello');
  await untilText(session.chart().locator('h1'), 'hello');
  await workbench.tab('Chart: build').click();
  const chart = session.chart();
  await untilText(chart.locator('header'), /build[^]*Cancelled/);
  await eventually('the line of the CPU', async () => (await pixels(chart, 'CPU', '--cpu')) > 30);

  await session.run('build');
  await untilText(chart.locator('header'), /Running/);
  await workbench.tab('Chart: hello').click();
  await untilText(chart.locator('h1'), 'hello');
  const steps = (): number => session.output('build').split('\nstep ').length;
  const before = steps();
  await eventually('a while', () => steps() > before + 7);
  await workbench.tab('Chart: build').click();
  await untilText(chart.locator('header'), /Running/);
  await eventually(
    'what was measured meanwhile',
    async () => (await pixels(chart, 'CPU', '--cpu')) > 30,
    1500,
  );
  await session.status().click();
});

test('the chart follows the theme while it runs, and can be used by everyone in each of them', async () => {
  const themes = {
    light: 'Default Light Modern',
    'high-contrast-light': 'Default High Contrast Light',
    'high-contrast': 'Default High Contrast',
    dark: 'Default Dark Modern',
  };
  const chart = session.chart();
  await session.run('build');
  await eventually('three samples', async () => (await pixels(chart, 'CPU', '--cpu')) > 100);
  const seen = new Set<string>();
  for (const [name, theme] of Object.entries(themes)) {
    session.write('.vscode/settings.json', JSON.stringify({ 'workbench.colorTheme': theme }));
    await eventually(theme, async () => (await themeOf(chart)) === `vscode-${name}`);
    await eventually(`the line in ${theme}`, async () => (await pixels(chart, 'CPU', '--cpu')) > 30);
    seen.add(await colourOf('--foreground'));
    for (const colour of ['--cpu', '--memory', '--in', '--out', '--limit'])
      expect(await contrast(chart, colour), `${colour} in ${theme}`).toBeGreaterThanOrEqual(3);
    expect(await axeViolations(chart), theme).toEqual([]);
    await session.vscode.screenshot(`run-4-${name}`);
  }
  expect(seen.size).toBeGreaterThanOrEqual(3);
  await session.status().click();
});

test('a chart without a pointer: its state, its values and its buttons are text, and keys read it', async () => {
  const chart = session.chart();
  const { keyboard } = session.page;
  await session.run('build');
  await untilText(chart.locator('header'), /Running/);
  await chart.locator('summary').click();
  await eventually('a table', async () => (await chart.locator('details tbody tr').count()) >= 3);
  const label = await chart.getByRole('img').first().getAttribute('aria-label');
  expect(label).toMatch(
    /^CPU\. Used: Now [\d.]+%, Mean [\d.]+%, Peak [\d.]+%, Limit 150%, Of limit [\d.]+%\.$/,
  );
  await chart.getByRole('application', { name: 'Chart: Memory' }).focus();
  await keyboard.press('Home');
  const readout = chart.locator('.readout');
  await untilText(readout, /^\d+:\d\d[^]*CPU[^]*Memory\s+[\d.]+ [KM]iB[^]*Network in[^]*Disk write/);
  const first = await readout.innerText();
  await keyboard.press('ArrowRight');
  expect(await readout.innerText()).not.toBe(first);
  await chart
    .locator('[aria-live]', { hasText: /^\d+:\d\d\..* Memory: [\d.]+ [KM]iB\./ })
    .waitFor({ state: 'attached' });
  await session.vscode.screenshot('run-5-keyboard');

  await keyboard.press('Space');
  await chart.getByText('Paused. What is measured meanwhile').first().waitFor();
  const rows = await chart.locator('details tbody tr').count();
  const steps = (): number => session.output('build').split('\nstep ').length;
  const before = steps();
  await eventually('a while', () => steps() > before + 4);
  expect(await chart.locator('details tbody tr').count()).toBe(rows);
  await keyboard.press('Space');
  await eventually(
    'what was measured meanwhile',
    async () => (await chart.locator('details tbody tr').count()) >= rows + 2,
  );
  await keyboard.press('Escape');
  await readout.waitFor({ state: 'detached' });

  const button = chart.locator('vscode-button', { hasText: 'Cancel' });
  expect(
    await button.evaluate((element: { readonly shadowRoot: unknown }) => element.shadowRoot !== null),
  ).toBe(true);
  await button.focus();
  await keyboard.press('Enter');
  await untilText(chart.locator('header'), /Cancelled/);
  await chart.locator('details').scrollIntoViewIfNeeded();
  await session.vscode.screenshot('run-5-table');
});

test('a chart is exported as CSV and as PNG, where a person says', async () => {
  await exportAs('CSV');
  await exportAs('PNG');
  const files = fs.readdirSync(session.folder);
  const [csv = ''] = files.filter((name) => /^build-[\dT-]+\.csv$/.test(name));
  const lines = fs.readFileSync(path.join(session.folder, csv), 'utf8').split('\r\n');
  expect(lines[0]).toMatch(/^time,elapsed_s,.*cpu_total_percent,cpu_total_peak_percent/);
  expect(lines[1]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z,\d+\.\d{3},\d+,/);
  const [png = ''] = files.filter((name) => /^build-[\dT-]+\.png$/.test(name));
  const picture = fs.readFileSync(path.join(session.folder, png));
  expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(picture.readUInt32BE(16)).toBeGreaterThan(2000);
  await session.clearNotifications();
});

test('two runs of a task are compared, in a narrow and in a wide window', async () => {
  const { page, workbench, vscode } = session;
  await session.chart().locator('vscode-button', { hasText: 'Compare With' }).click();
  await page.mouse.move(700, 500);
  const row = workbench.quickInput().locator('.monaco-list-row', { hasText: 'build' }).first();
  await row.waitFor();
  await vscode.screenshot('run-7-compare-which');
  await row.click();
  const chart = session.chart();
  await untilText(chart.locator('header'), /build: two runs compared[^]*A: build[^]*Cancelled[^]*B: build/);
  await untilText(chart.locator('section.panel').first(), /Used \(A\)[^]*Used \(B\)[^]*B − A\s+[+−±]/);
  await eventually('lines', async () => (await pixels(chart, 'CPU', '--cpu')) > 10);
  expect(await axeViolations(chart)).toEqual([]);
  await page.setViewportSize({ width: 2600, height: 1200 });
  await vscode.screenshot('run-7-compare-wide');
  await page.setViewportSize({ width: 1000, height: 900 });
  await vscode.screenshot('run-7-compare-narrow');
  await page.setViewportSize({ width: 1400, height: 900 });
  await workbench.runCommand('View: Close Editor');
  await workbench.tab('Chart: build').click();
});

test('a click on the status bar asks which, when several run', async () => {
  const { workbench } = session;
  await session.run('wait');
  await session.untilItRuns('wait');
  await session.run('build');
  await session.untilItRuns('build');
  await untilText(session.status(), /2 container tasks/);
  await session.status().click();
  await eventually('the question', async () => (await workbench.pickLabels()).join() === 'wait,build');
  await session.vscode.screenshot('run-6-cancel-which');
  await workbench.pick('wait');
  expect(await session.closingLine('wait')).toMatch(/^wait: cancelled/);
  expect((await session.containers()).map(({ Labels }) => Labels['com.container-tasks.task'])).toEqual([
    'build',
  ]);
  await untilText(session.status(), /build 0:\d\d/);
  await session.status().click();
});

test('the page of the chart may load nothing but its own script and styles', async () => {
  const chart = session.chart();
  const policy = await chart
    .locator('meta[http-equiv="Content-Security-Policy"]')
    .first()
    .getAttribute('content');
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'nonce-[^' ]+'; style-src \S+( \S+)* 'unsafe-inline'; font-src \S+( \S+)*$/,
  );
  expect(violations).toEqual([]);
  await chart.locator('body').evaluate((body: Injectable) => {
    const script = body.ownerDocument.createElement('script');
    script.textContent = 'document.body.dataset.injected = "yes"';
    body.append(script);
  });
  expect(await chart.locator('body').getAttribute('data-injected')).toBeNull();
  await eventually('the violation', () => violations.length > 0);
});

/** Exports the chart that is in view, to where the dialog proposes. */
async function exportAs(form: 'CSV' | 'PNG'): Promise<void> {
  const { page, workbench } = session;
  await session.chart().locator('vscode-button', { hasText: 'Export' }).click();
  await workbench.pick(form);
  const input = workbench.quickInput().locator('.quick-input-box input');
  const extension = form.toLowerCase();
  await eventually('where to', async () => (await input.inputValue()).endsWith(`.${extension}`));
  await page.keyboard.press('Enter');
  await session.notification(`.${extension}`).waitFor();
}

interface Injectable {
  readonly ownerDocument: { createElement(name: 'script'): { textContent: string } };
  append(child: unknown): void;
}

async function themeOf(chart: FrameLocator): Promise<string | null> {
  return chart.locator('body').getAttribute('data-vscode-theme-kind');
}

async function colourOf(property: string): Promise<string> {
  return session
    .chart()
    .locator('body')
    .evaluate((body: unknown, name: string) => {
      const view = globalThis as unknown as {
        getComputedStyle(of: unknown): { getPropertyValue(property: string): string };
      };
      return view.getComputedStyle(body).getPropertyValue(name).trim();
    }, property);
}
