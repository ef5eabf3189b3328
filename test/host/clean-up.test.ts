import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';

import {
  containerName,
  createdLabel,
  runIdLabel,
  taskLabel,
} from '../../src/driver/docker/ownership/labels.ts';
import { ownerLabels, thisOwner } from '../../src/driver/docker/ownership/owner.ts';
import { askEngine } from '../helpers/engine-api.ts';
import { containersWith, dockerHost } from '../helpers/engine-context.ts';
import { nothingIsLeft, run, whileAsking } from './workspace.ts';

const accept = 'workbench.action.acceptSelectedQuickOpenItem';
const dismiss = 'workbench.action.closeQuickOpen';

suite('the command that cleans up', () => {
  suiteSetup(async () => {
    // What other windows left behind goes first, so that only what a test makes is found.
    await run('hello');
    await whileAsking(cleanUp(), accept);
  });

  teardown(async () => {
    for (const id of await left()) await askEngine(dockerHost, 'DELETE', `/containers/${id}?force=true`);
    await nothingIsLeft();
  });

  test('finds nothing where nothing was left behind', async () => {
    assert.equal(await cleanUp(), 0);
  });

  test('removes all that was left behind, when the list is confirmed as it is', async () => {
    await leaveBehind();
    await leaveBehind();
    assert.equal(await whileAsking(cleanUp(), accept), 2);
    assert.deepEqual(await left(), []);
  });

  test('removes nothing when the list is dismissed', async () => {
    const id = await leaveBehind();
    assert.equal(await whileAsking(cleanUp(), dismiss), undefined);
    assert.deepEqual(await left(), [id]);
  });

  test('leaves alone what this window still needs', async () => {
    await leaveBehind(process.pid);
    assert.equal(await cleanUp(), 0);
  });
});

suite('without an engine', () => {
  const settings = vscode.workspace.getConfiguration('containerTasks');

  suiteSetup(() =>
    settings.update('docker', 'unix:///nowhere/docker.sock', vscode.ConfigurationTarget.Global),
  );
  suiteTeardown(() => settings.update('docker', undefined, vscode.ConfigurationTarget.Global));

  test('a run says so, and what to do', async () => {
    const result = await run('hello');
    assert.equal(result?.status, 'error');
    assert.equal(result.error.message, 'No container engine answers.');
    assert.match(result.error.advice ?? '', /^Start Docker or Podman, .*nowhere/);
  });

  test('nothing can be cleaned up', async () => {
    assert.equal(await cleanUp(), undefined);
  });
});

async function cleanUp(): Promise<number | undefined> {
  return vscode.commands.executeCommand<number | undefined>('containerTasks.cleanUp');
}

const name = 'left behind';

/** Makes a container as a process makes it that has been killed a minute ago; its id is higher than Linux gives any. */
async function leaveBehind(pid = 2 ** 22 + 1): Promise<string> {
  const runId = randomUUID();
  const body = {
    Image: 'container-tasks-test/busybox:latest',
    Labels: {
      [runIdLabel]: runId,
      [taskLabel]: name,
      [createdLabel]: new Date(Date.now() - 60_000).toISOString(),
      ...ownerLabels({ ...thisOwner(), pid }),
    },
  };
  const url = `/containers/create?name=${containerName(runId)}`;
  return ((await askEngine(dockerHost, 'POST', url, { body })) as { Id: string }).Id;
}

async function left(): Promise<readonly string[]> {
  return (await containersWith(`${taskLabel}=${name}`)).map(({ Id }) => Id);
}
