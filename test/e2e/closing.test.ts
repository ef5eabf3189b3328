import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { Session, untilText } from './session.ts';
import { tasksFile, wait } from './tasks-file.ts';

/** Counts lines until there is a file `stop`. */
const count = {
  label: 'count',
  script: 'i=0; while [ ! -e stop ]; do i=$((i+1)); echo line $i; echo odd $i >&2; sleep 0.05; done; exit 3',
};

let session: Session;

beforeAll(async () => {
  session = await Session.open({ 'tasks.container.json': tasksFile(count, wait) });
});
afterAll(() => session[Symbol.asyncDispose]());
beforeEach((context) => {
  session.pictureFailure(context);
  session.forgetOutput('count');
  session.forgetOutput('wait');
});
afterEach(async () => {
  session.remove('stop');
  await session.untilNothingIsLeft();
});

test('a window that is reloaded goes on with its run, and has every line once', async () => {
  await session.run('count');
  const container = await session.untilItRuns('count');
  await untilLine(30);
  await session.reload();
  const lines = linesOf(session.log()).length;
  await untilLine(lines + 30);
  await untilText(session.status(), /^\s*count 0:\d\d$/);
  await session.chart().locator('header', { hasText: 'Running' }).waitFor({ timeout: 60_000 });
  expect(await session.untilItRuns('count')).toMatchObject({ Id: container.Id });
  session.write('stop', '');
  expect(await session.closingLine('count')).toMatch(
    /^count: error, exit code 3, [^.]+(?:\.\d+ s)?\. The command failed/,
  );
  await session.notification(/count: The command failed with exit code 3/).waitFor();
  await session.clearNotifications();
  expectEachOnce(session.log());
  expectEachOnce(shownSinceTheLastBeginning());
  await session.vscode.screenshot('reattached');
});

test('the chart of a run that has ended is there after a reload', async () => {
  await session.reload();
  await session.chart().locator('header', { hasText: 'Failed' }).waitFor({ timeout: 60_000 });
  await untilText(session.chart().locator('header'), /^count[^]*exit code 3[^]*Failed \d+:\d\d/);
  await untilText(session.chart().locator('section.panel').first(), /CPU[^]*Last[^]*\d%/);
  await session.vscode.screenshot('chart-restored');
  await session.workbench.runCommand('View: Close All Editors');
});

test('a run in a terminal goes on in its output channel', async () => {
  await session.runInTerminal('count');
  await session.untilItRuns('count');
  await eventually('lines', async () =>
    /line (?:[3-9]\d|\d{3})/.test(await session.workbench.terminalText()),
  );
  await session.reload();
  await untilLine(linesOf(session.log()).length + 30);
  session.write('stop', '');
  await session.closingLine('count');
  await session.clearNotifications();
  expectEachOnce(session.log());
  expectEachOnce(shownSinceTheLastBeginning());
});

test('what an extension host that was killed has left, the next one goes on with, and can cancel', async () => {
  await session.run('wait');
  const left = await session.untilItRuns('wait');
  await eventually('its output', () => /^waiting$/m.test(session.output('wait')));
  process.kill(Number(left.Labels['com.container-tasks.owner.pid']), 'SIGKILL');
  await session.status().waitFor({ state: 'hidden' });
  await session.status().waitFor({ timeout: 60_000 });
  expect(await session.containers()).toMatchObject([{ Id: left.Id, State: 'running' }]);
  await session.status().click();
  expect(await session.closingLine('wait')).toMatch(/^wait: cancelled/);
});

test('a window that is closed leaves no container after a while', async () => {
  await session.run('wait');
  await session.untilItRuns('wait');
  await eventually('its output', () => /^waiting$/m.test(session.output('wait')));
  await session.page.close({ runBeforeUnload: true });
  await session.untilNothingIsLeft(60_000);
});

/** Waits for a line that the task's channel has got since the beginning of the test. */
async function untilLine(number: number): Promise<void> {
  await eventually(
    `line ${number}`,
    () => new RegExp(`^line ${number}$`, 'm').test(session.output('count')),
    60_000,
  );
}

/** What the channel has got since it was last cleared. */
function shownSinceTheLastBeginning(): string {
  const text = session.output('count');
  return text.slice(text.lastIndexOf('count: container-tasks-test'));
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.startsWith('line '));
}

function expectEachOnce(text: string): void {
  const lines = text.split('\n').filter((line) => /^(line|odd) /.test(line));
  const expected = Array.from({ length: lines.length / 2 }, (_, i) => [
    `line ${i + 1}`,
    `odd ${i + 1}`,
  ]).flat();
  expect(lines.length).toBeGreaterThan(100);
  expect([...lines].sort()).toEqual(expected.sort());
}
