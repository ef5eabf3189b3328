import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import * as vscode from 'vscode';

import type { ContainerTasksApi, ContainerTasksExports, TaskRun } from '../../src/api.ts';
import { Launcher } from '../../src/runner/launcher.ts';
import { RunOutput } from '../../src/ui/programs/run-output.ts';
import { RunRegistry } from '../../src/ui/programs/run-registry.ts';
import { FakeHistory, pastRun } from '../helpers/past-run.ts';
import { PlanWindow } from '../helpers/plan-window.ts';
import { eventually } from '../helpers/eventually.ts';
import { buildInContainer } from './api-example.ts';
import { edit, extension, fileUri, nothingIsLeft, revert, run, untilItRuns } from './workspace.ts';

suite('the interface for other extensions', () => {
  let api: ContainerTasksApi;
  const subscriptions: vscode.Disposable[] = [];

  suiteSetup(async () => {
    api = await (await extensionExports()).getApi(1);
  });

  teardown(async () => {
    for (const subscription of subscriptions.splice(0)) subscription.dispose();
    await nothingIsLeft();
  });

  test('has a version, and refuses others with the one that there is', async () => {
    assert.equal(api.version, 1);
    const { getApi } = (await extensionExports()) as { getApi: (version: number) => Promise<unknown> };
    await assert.rejects(getApi(2), /no interface of version 2: ask for version 1\./);
    assert.equal(await getApi(1), api);
  });

  test('lists the tasks of all files, with what is wrong with them', async () => {
    const tasks = await api.listTasks();
    const hello = tasks.find(({ label }) => label === 'hello');
    assert.equal(hello?.detail, 'Says hello');
    assert.equal(hello.image, 'container-tasks-test/busybox:latest');
    assert.equal(hello.file.toString(), fileUri('tasks.container.json').toString());
    assert.deepEqual(hello.problems, []);
    assert.deepEqual(tasks.find(({ label }) => label === 'app')?.dependsOn, ['lib']);
    assert.equal(tasks.filter(({ label }) => label === 'both').length, 2);
    await edit('tasks.container.json', '{ "tasks": [{ "label": "a", "image": "b", "comand": "c" }] }');
    try {
      const [a] = await api.listTasks();
      assert.match(a?.problems.join() ?? '', /tasks\.container\.json, line 1: .*`command`/);
      await assert.rejects(api.run('a'), { code: 'mistakes', message: /`command`/ });
    } finally {
      await revert();
    }
  });

  test('the example of the documentation runs a task, shows its output and tells how it ended', async () => {
    const shown: string[] = [];
    const outcome = await buildInContainer('app', (text) => shown.push(text));
    assert.equal(shown.join(''), 'from lib\n');
    assert.deepEqual(outcome, {
      ...{ status: 'success', isSuccess: true, exitCode: 0 },
      ...{ message: '', advice: '' },
    });
  });

  test('tells each change of a run in order, and gives all of its containers', async () => {
    const told: string[] = [];
    const tell = (what: string) => (each: TaskRun) => void told.push(`${what} ${each.label} ${each.state}`);
    subscriptions.push(
      api.onDidStartRun(tell('start')),
      api.onDidChangeRun(tell('change')),
      api.onDidEndRun(tell('end')),
    );
    const started = await api.run({ label: 'app', file: fileUri('tasks.container.json') });
    assert.deepEqual(told, ['start app running']);
    assert.deepEqual(api.activeRuns, [started]);
    assert.equal(api.findRun(started.id), started);
    await started.ended;
    assert.ok(
      told.slice(1, -1).every((each) => each === 'change app running'),
      told.join('; '),
    );
    assert.ok(told.length > 3);
    assert.equal(told.at(-1), 'end app ended');
    assert.deepEqual(api.activeRuns, []);
    assert.equal(api.findRun(started.id), started);
    assert.deepEqual(
      started.containers.map(({ label, phase, outcome }) => [label, phase, outcome?.exitCode]),
      [
        ['lib', 'ended', 0],
        ['app', 'ended', 0],
      ],
    );
    const [lib] = started.containers;
    assert.equal(api.findRun(lib?.id ?? ''), started);
  });

  test('tells of what a person runs as well, also those who have asked before a run', async () => {
    const ended: TaskRun[] = [];
    subscriptions.push(api.onDidEndRun((each) => ended.push(each)));
    await run('fail');
    await eventually('the end', () => ended.length === 1);
    const { status, exitCode, message, isSuccess } = ended[0]?.outcome ?? {};
    assert.deepEqual([status, exitCode, isSuccess], ['error', 3, false]);
    assert.notEqual(message, '');
    assert.equal((await api.readOutput(ended[0]?.id ?? '')).text, 'oops\n');
  });

  test('reads the output of a run of before a restart, though nobody has looked at the history yet', async () => {
    const log = fileUri('before.log').fsPath;
    fs.writeFileSync(log, 'of before');
    const { plans, runner } = new PlanWindow(os.tmpdir());
    const registry = new RunRegistry(plans, runner);
    const history = new FakeHistory();
    history.read = () => Promise.resolve([pastRun('old', { logPath: log })]);
    const output = new RunOutput(registry, new Launcher(runner, os.tmpdir()), history);
    assert.equal((await output.read('old')).text, 'of before');
    for await (const text of output.follow('old')) assert.equal(text, 'of before');
    fs.rmSync(log);
    registry.dispose();
  });

  test('goes on when a listener throws', async () => {
    const told: string[] = [];
    subscriptions.push(
      api.onDidStartRun(() => {
        throw new Error('This listener is broken, as the test wants it.');
      }),
      api.onDidStartRun(({ label }) => told.push(label)),
      api.onDidEndRun(() => {
        throw new Error('This one too.');
      }),
    );
    const { ended } = await api.run('hello');
    assert.equal((await ended).status, 'success');
    assert.deepEqual(told, ['hello']);
    assert.equal((await run('hello'))?.status, 'success');
  });

  test('cancels a run by its object and by a token, and says that it was cancelled', async () => {
    const first = await api.run('wait');
    await untilItRuns('wait');
    first.cancel();
    assert.equal(first.state, 'stopping');
    assert.equal((await first.ended).status, 'cancelled');
    const source = new vscode.CancellationTokenSource();
    const second = await api.run('wait', { token: source.token });
    assert.notEqual(second.id, first.id);
    await untilItRuns('wait');
    source.cancel();
    assert.equal((await second.ended).status, 'cancelled');
  });

  test('says what is in the way of a run: no such task, no such run', async () => {
    await assert.rejects(api.run('helo'), {
      code: 'unknownTask',
      message: 'There is no container task "helo" in this workspace. Did you mean "hello"?',
    });
    await assert.rejects(api.run({ label: 'hello', file: fileUri('.vscode/tasks.container.json') }), {
      code: 'unknownTask',
    });
    await assert.rejects(api.readOutput('nothing'), { code: 'unknownRun' });
    await assert.rejects(
      async () => {
        for await (const text of api.followOutput('nothing')) assert.fail(text);
      },
      { code: 'unknownRun' },
    );
  });

  test('says that a task runs already, where it may not run twice', async () => {
    const task = { label: 'once', image: 'container-tasks-test/busybox:latest', command: 'sleep 300' };
    const once = { ...task, stop: { grace: '0s' }, runOptions: { instancePolicy: 'silent' } };
    await edit('tasks.container.json', JSON.stringify({ tasks: [once] }));
    try {
      const first = await api.run('once');
      await assert.rejects(api.run('once'), { code: 'alreadyRunning' });
      first.cancel();
      await first.ended;
    } finally {
      await revert();
    }
  });

  test('reads any part of an output, follows one that goes on, and ends where its reader leaves it', async () => {
    const command = ['sh', '-c', 'printf "äöü€"; sleep 0.3; echo; seq 1 20000; sleep 300'];
    const image = 'container-tasks-test/busybox:latest';
    const task = { label: 'counting', image, command, stop: { grace: '0s' } };
    await edit('tasks.container.json', JSON.stringify({ tasks: [task] }));
    try {
      const counting = await api.run('counting');
      let text = '';
      for await (const each of api.followOutput(counting.id)) {
        text += each;
        if (text.endsWith('20000\n')) break;
      }
      assert.ok(text.startsWith('äöü€\n1\n2\n'));
      const { size } = await api.readOutput(counting.id);
      assert.equal(size, Buffer.byteLength(text));
      assert.deepEqual(await api.readOutput(counting.id, { from: 1, length: 8 }), {
        ...{ text: 'öü€', from: 2, to: 9, size },
      });
      const { text: cut, to } = await api.readOutput(counting.id, { from: 0, length: 8 });
      assert.deepEqual([cut, to], ['äöü', 6]);
      assert.equal((await api.readOutput(counting.id, { length: 12 })).text, '19999\n20000\n');
      const source = new vscode.CancellationTokenSource();
      setTimeout(() => {
        source.cancel();
      }, 200);
      for await (const each of api.followOutput(counting.id, source.token)) text = each;
      source.cancel();
      counting.cancel();
      await counting.ended;
    } finally {
      await revert();
    }
  });

  test('keeps the output without secrets, and the objects without what would tell them', async () => {
    process.env['API_TEST_TOKEN'] = 'hunter2-hunter2';
    const image = 'container-tasks-test/busybox:latest';
    const task = {
      label: 'secret',
      image,
      secrets: ['API_TEST_TOKEN'],
      command: ['sh', '-c', 'echo $API_TEST_TOKEN'],
    };
    await edit('tasks.container.json', JSON.stringify({ tasks: [task] }));
    try {
      const secret = await api.run('secret');
      await secret.ended;
      assert.equal((await api.readOutput(secret.id)).text, '***\n');
      assert.ok(!JSON.stringify([secret, secret.containers]).includes('hunter2'));
    } finally {
      delete process.env['API_TEST_TOKEN'];
      await revert();
    }
  });

  test('is typed by a file that the package has', () => {
    const types = fs.readFileSync(`${extension().extensionPath}/dist/api.d.ts`, 'utf8');
    assert.match(types, /export interface ContainerTasksApi /);
    assert.ok(!/\bimport (?!type)/.test(types));
  });
});

async function extensionExports(): Promise<ContainerTasksExports> {
  const found = vscode.extensions.getExtension<ContainerTasksExports>(extension().id);
  assert.ok(found);
  return found.activate();
}
