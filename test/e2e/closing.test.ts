import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { Session } from './session.ts';
import { tasksFile, wait } from './tasks-file.ts';

let session: Session;

beforeAll(async () => {
  session = await Session.open({ 'tasks.container.json': tasksFile(wait) });
});
afterAll(() => session[Symbol.asyncDispose]());

test('what an extension host that was killed has left, the first run of the next one removes', async () => {
  await session.run();
  const left = await session.untilItRuns('wait');
  process.kill(Number(left.Labels['com.container-tasks.owner.pid']), 'SIGKILL');
  await session.status().waitFor({ state: 'hidden' });
  expect(await session.containers()).toMatchObject([{ Id: left.Id, State: 'running' }]);
  const created = Date.parse(left.Labels['com.container-tasks.created'] ?? '');
  await eventually('the end of the grace', () => Date.now() - created > 10_000); // What is new is left alone.
  await session.run();
  await eventually('only the second', async () => {
    const containers = await session.containers();
    return containers.length === 1 && containers[0]?.Id !== left.Id && containers[0]?.State === 'running';
  });
});

test('a window that is closed leaves no container', async () => {
  await session.untilItRuns('wait');
  await session.page.close({ runBeforeUnload: true });
  await session.untilNothingIsLeft();
});
