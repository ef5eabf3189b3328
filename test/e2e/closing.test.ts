import { test } from 'vitest';
import { Session } from './session.ts';
import { tasksFile, wait } from './tasks-file.ts';

test('no container is left when the window is closed while a task runs', async () => {
  await using session = await startWaiting();
  await session.page.close({ runBeforeUnload: true });
  await session.untilNothingIsLeft();
});

test('what is left when VS Code is killed, the first run of the next window removes', async () => {
  const killed = await startWaiting();
  await killed[Symbol.asyncDispose]();
  await using next = await Session.open({ 'tasks.container.json': tasksFile(wait) });
  await next.run();
  await next.untilItRuns('wait');
  await killed.untilNothingIsLeft();
  await next.status().click();
  await next.untilNothingIsLeft();
});

async function startWaiting(): Promise<Session> {
  const opened = await Session.open({ 'tasks.container.json': tasksFile(wait) });
  await opened.run();
  await opened.untilItRuns('wait');
  return opened;
}
