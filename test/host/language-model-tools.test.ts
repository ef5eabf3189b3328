import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';

import { defaultDriverConfig } from '../../src/driver/driver.ts';
import type { Driver } from '../../src/driver/driver.ts';
import { confirmRun } from '../../src/ui/programs/tools/confirm-run.ts';
import { ConfirmedTexts } from '../../src/ui/programs/tools/confirmed-texts.ts';
import { toolNames } from '../../src/ui/programs/tools/tool-names.ts';
import type { ToolName } from '../../src/ui/programs/tools/tool-names.ts';
import { readTasksFiles, tasksOf } from '../../src/ui/tasks-file/workspace-tasks.ts';
import { eventually } from '../helpers/eventually.ts';
import { containers, edit, extension, nothingIsLeft, revert, untilItRuns } from './workspace.ts';

const image = 'container-tasks-test/busybox:latest';

suite('tools for language models', () => {
  teardown(nothingIsLeft);

  test('are those that the manifest contributes, and all are registered', () => {
    const manifest = extension().packageJSON as {
      contributes: { languageModelTools: { name: string; inputSchema: object }[] };
    };
    const contributed = manifest.contributes.languageModelTools;
    assert.deepEqual(
      contributed.map(({ name }) => name),
      [...toolNames],
    );
    for (const { name, inputSchema } of contributed) {
      const tool = vscode.lm.tools.find((each) => each.name === name);
      assert.deepEqual(tool?.inputSchema, inputSchema);
      assert.ok(tool.tags.includes('container'));
    }
  });

  test('list the tasks, one in a line, and those with a word', async () => {
    const { header, rest } = await invoke('containerTasks_list', {});
    const lines = rest.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(header['tasks'], lines.length);
    assert.deepEqual(lines[0], { label: 'hello', detail: 'Says hello', image, file: 'tasks.container.json' });
    const mistaken = lines.find(({ label }) => label === 'mistaken');
    assert.match(String(mistaken?.['problems']), /line 7: `comand`/);
    const found = await invoke('containerTasks_list', { query: 'says HELLO' });
    assert.deepEqual([found.header['tasks'], found.header['tasksInAll']], [1, lines.length]);
  });

  test('run a task and give its end and its output', async () => {
    const { header, rest } = await invoke('containerTasks_run', { task: 'hello' });
    assert.deepEqual([header['task'], header['status'], header['exitCode']], ['hello', 'success', 0]);
    assert.equal(typeof header['run'], 'string');
    assert.equal(rest, 'Output of "hello":\n\nhello\n');
    const listed = await invoke('containerTasks_list', { query: 'nothing' });
    assert.deepEqual((listed.header['lastRuns'] as { run: string }[])[0]?.run, header['run']);
  });

  test('tell which of the tasks that it depends on has failed, why, and what it has printed', async () => {
    const { header, rest } = await invoke('containerTasks_run', { task: 'broken app' });
    assert.equal(header['status'], 'skipped');
    assert.match(String(header['why']), /"?fail"?/);
    const [container] = header['containers'] as Record<string, unknown>[];
    assert.deepEqual([container?.['label'], container?.['exitCode']], ['fail', 3]);
    assert.equal(rest, 'Output of "fail":\n\noops\n');
    const output = await invoke('containerTasks_readOutput', { run: container?.['run'] });
    assert.equal(output.rest, 'oops\n');
  });

  test('say what to do about a failure', async () => {
    const { header } = await invoke('containerTasks_run', { task: 'late' });
    assert.equal(header['status'], 'timeout');
    assert.match(String(header['whatToDo']), /timeout/);
  });

  test('leave the run of a task that takes long, which can be followed to its end', async () => {
    const script = 'for i in 1 2 3; do echo "\x1b[32mline\x1b[0m $i"; sleep 1; done';
    await editTask({ label: 'slow', command: ['sh', '-c', script] });
    try {
      const { header, rest } = await invoke('containerTasks_run', { task: 'slow', waitSeconds: 1 });
      assert.equal(header['status'], 'running');
      const { run } = header;
      assert.ok(rest.startsWith(`"slow" goes on by itself. Read`), rest);
      assert.ok(rest.includes(String(run)));
      const { header: end, rest: output } = await eventually('the end', async () => {
        const read = await invoke('containerTasks_readOutput', { run });
        return read.header['status'] === 'success' && read;
      });
      assert.deepEqual(end['output'], {
        of: 'slow',
        fromByte: 0,
        toByte: 48,
        bytesInAll: 48,
        mayGrow: false,
      });
      assert.equal(output, 'line 1\nline 2\nline 3\n');
      // By its label too, and from any byte.
      const later = await invoke('containerTasks_readOutput', { run: 'slow', from: '32' });
      assert.equal(later.rest, 'line 3\n');
    } finally {
      await revert();
    }
  });

  test('give the end of a long output, and say how to read the rest', async () => {
    await editTask({ label: 'long', command: 'seq 1 100000' });
    try {
      const { header, rest } = await invoke('containerTasks_run', { task: 'long' });
      assert.ok(rest.length < 16_500, `${rest.length} characters`);
      assert.match(rest, /^Output of "long": Only its end is shown: all of it has 588895 bytes\./);
      assert.ok(rest.endsWith('\n99999\n100000\n'));
      assert.match(rest, /\n\n(\d{5}\n)+100000\n$/);
      const first = await invoke('containerTasks_readOutput', { run: header['run'], from: 0, length: 100 });
      assert.ok(first.rest.startsWith('1\n2\n3\n'));
      assert.equal((first.header['output'] as { readOnFrom: number }).readOnFrom, 100);
    } finally {
      await revert();
    }
  });

  test('answer when a background task does what it is for, while it goes on', async () => {
    const problemMatcher = {
      pattern: { regexp: '^(error): (.*)$', file: 1, message: 2 },
      background: { beginsPattern: 'building', endsPattern: 'watching' },
    };
    const command = ['sh', '-c', 'echo building; sleep 1; echo watching; sleep 300'];
    await editTask({ label: 'watch', isBackground: true, problemMatcher, command });
    try {
      const { header, rest } = await invoke('containerTasks_run', { task: 'watch' });
      assert.equal(header['status'], 'ready');
      assert.ok(rest.includes('goes on by itself'));
      assert.ok(rest.endsWith('building\nwatching\n'));
      assert.equal((await containers()).length, 1);
    } finally {
      await revert();
      await vscode.commands.executeCommand('containerTasks.cancel');
      await eventually('no container', async () => (await containers()).length === 0);
    }
  });

  test('end the run when the request is cancelled', async () => {
    const source = new vscode.CancellationTokenSource();
    const input = { task: 'wait' };
    const invoked = vscode.lm.invokeTool(
      'containerTasks_run',
      { input, toolInvocationToken: undefined },
      source.token,
    );
    await untilItRuns('wait');
    source.cancel();
    await assert.rejects(Promise.resolve(invoked), /[Cc]ancel/);
    await eventually('no container', async () => (await containers()).length === 0);
  });

  for (const [tool, input, message] of [
    [
      'containerTasks_run',
      { task: 'helo' },
      /no container task "helo".* Did you mean "hello"\? There are: "hello", /,
    ],
    ['containerTasks_run', {}, /"?task"?/],
    ['containerTasks_run', { task: 'mistaken' }, /line 7: `comand`.*`command`/],
    [
      'containerTasks_run',
      { task: 'hello', file: 'x.json' },
      /no tasks file "x\.json"\. There are: "tasks\.container\.json"/,
    ],
    ['containerTasks_readOutput', { run: 'nothing' }, /no run "nothing"\. There are: .* \(/],
    ['containerTasks_readOutput', { run: '' }, /"run" is missing/],
  ] as const) {
    test(`${tool} tells what is wrong with ${JSON.stringify(input)}`, async () => {
      await assert.rejects(invoke(tool, input), message);
    });
  }

  test('ask before a run, with all that would run, without secrets, and what it reaches', async () => {
    process.env['TOOL_TEST_TOKEN'] = 'hunter2-hunter2';
    const tasks = [
      { label: 'base', command: 'true', mounts: ['/etc:/host'] },
      {
        ...{ label: 'top', dependsOn: ['base'], secrets: ['TOOL_TEST_TOKEN'] },
        command: ['echo', '${env:TOOL_TEST_TOKEN}', '${input:what}', '`*_'],
        resources: { memory: '32m' },
      },
    ];
    const inputs = [{ id: 'what', type: 'promptString', description: 'What' }];
    await edit('tasks.container.json', JSON.stringify({ inputs, defaults: { image }, tasks }));
    try {
      const { title, text } = await confirmation('top');
      assert.equal(title, 'Run the container task "top"?');
      assert.ok(text.includes(`base: ${image} | true\n`), text);
      assert.ok(text.includes(`top: ${image} | echo *** '\${input:what}' '\`*_' | 32 MiB`), text);
      assert.match(text, /\n- It reads and changes "\/etc"/);
      assert.match(text, /You are asked for what reaches past the workspace/);
      assert.ok(!text.includes('hunter2'));
    } finally {
      delete process.env['TOOL_TEST_TOKEN'];
      await revert();
    }
    assert.match((await confirmation('hello')).text, /nothing past its workspace folder/);
  });

  test('run only what a person was shown', async () => {
    const confirmed = new ConfirmedTexts();
    const hello = async () =>
      tasksOf(await readTasksFiles()).find(({ entry }) => entry.label === 'hello') ?? assert.fail();
    confirmed.check(await hello()); // Nobody was asked.
    confirmed.add(await hello());
    confirmed.check(await hello());
    confirmed.add(await hello());
    await editTask({ label: 'hello', command: 'echo something else' });
    try {
      const changed = await hello();
      assert.throws(() => {
        confirmed.check(changed);
      }, /has changed since the user was asked/);
    } finally {
      await revert();
    }
  });

  test('ask before a run also where no engine tells what it reaches', async () => {
    const { text } = await confirmation('hello', () => Promise.reject(new Error('There is none.')));
    assert.match(text, /No engine answers/);
  });
});

/** Invokes a tool as a chat does: the JSON in its first line, and what stands below. */
async function invoke(
  name: ToolName,
  input: object,
): Promise<{ readonly header: Readonly<Record<string, unknown>>; readonly rest: string }> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  const [part, ...others] = content as { value: string }[];
  assert.ok(part);
  assert.deepEqual(others, []);
  const end = part.value.indexOf('\n');
  const header = JSON.parse(part.value.slice(0, end === -1 ? undefined : end)) as Record<string, unknown>;
  return { header, rest: end === -1 ? '' : part.value.slice(end).replace(/^\n+/, '') };
}

async function editTask(task: object): Promise<void> {
  await edit('tasks.container.json', JSON.stringify({ tasks: [{ image, stop: { grace: '0s' }, ...task }] }));
}

/** What a person is asked before a run. */
async function confirmation(
  label: string,
  loadDriver = () => Promise.resolve(realDriver()),
): Promise<{ readonly title: string; readonly text: string }> {
  const task = tasksOf(await readTasksFiles()).find(({ entry }) => entry.label === label);
  assert.ok(task);
  const { title, message } = await confirmRun(task, loadDriver, new AbortController().signal);
  return { title, text: typeof message === 'string' ? message : message.value };
}

/** That of the extension's bundle. */
function realDriver(): Driver {
  const bundle = path.join(extension().extensionPath, 'dist/docker-driver.cjs');
  const { createDockerDriver } = createRequire(__filename)(bundle) as {
    createDockerDriver: (config: typeof defaultDriverConfig) => Driver;
  };
  return createDockerDriver(defaultDriverConfig);
}
