import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { Session } from './session.ts';
import { tasksFile, wait } from './tasks-file.ts';

let killed: Session;
let session: Session;

beforeAll(async () => {
  killed = await Session.open({ 'tasks.container.json': tasksFile(wait) });
  await killed.run();
  await killed.untilItRuns('wait');
  await killed[Symbol.asyncDispose]();
  session = await Session.open({ 'tasks.container.json': tasksFile(wait) });
});
afterAll(() => session[Symbol.asyncDispose]());

test('the first run of a window removes what a window that was killed has left', async () => {
  const [left] = await killed.containers();
  expect(left?.State).toBe('running');
  const created = Date.parse(left?.Labels['com.container-tasks.created'] ?? '');
  await eventually('the end of the grace', () => Date.now() - created > 10_000);
  await session.run();
  await session.untilItRuns('wait');
  await killed.untilNothingIsLeft();
});

test('a window that is closed leaves no container', async () => {
  await session.untilItRuns('wait');
  await session.page.close({ runBeforeUnload: true });
  await session.untilNothingIsLeft();
});
