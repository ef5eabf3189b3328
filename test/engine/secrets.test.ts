import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { containerName } from '../../src/driver/docker/ownership/labels.ts';
import { Launcher } from '../../src/runner/launcher.ts';
import { TaskRunner } from '../../src/runner/task-runner.ts';
import { dockerHost, inspectContainer } from '../helpers/engine-context.ts';
import { eventually } from '../helpers/eventually.ts';
import { leftBehind, recordedTask, shell } from '../helpers/task.ts';
import { makeTemporaryFolder, removeFolder } from '../helpers/temporary-folder.ts';

const secret = "pa ss/wörd+'1'";

/** Prints it whole, in two writes with a pause, in base64 broken into lines, and in a URL; on both streams. */
const script = `
  for to in 1 2; do {
    echo "whole: $TOKEN"; printf 'split: %.7s' "$TOKEN"; sleep 0.3; printf '%s\\n' "\${TOKEN#???????}"
    printf 'in base64: '; printf 'user:%s' "$TOKEN" | base64 -w 12
    echo 'in a URL: ${encodeURIComponent(secret).replaceAll("'", "'\\''")}'
  } >&$to; done
  echo ready; sleep 60`;

let folder: string;

beforeEach(() => {
  folder = makeTemporaryFolder();
});

afterEach(async () => {
  removeFolder(folder);
  expect(await leftBehind()).toEqual([]);
});

test('a secret is in nothing that is shown or stored, and in the environment of the container', async () => {
  const runner = new TaskRunner(() => Promise.resolve(createDockerDriver({ docker: dockerHost })));
  await using launcher = new Launcher(runner, folder);
  const shown: string[] = [];
  const output = { stdout: '', stderr: '' };
  const { task } = recordedTask({
    ...shell(script),
    envVars: { TOKEN: secret },
    secrets: [secret],
    stop: { signal: 'SIGKILL', grace: 0 },
  });
  const { run } = await launcher.launch('key', task, {
    begin: (headline) => shown.push(headline),
    add: (text, stream) => (output[stream] += text),
    end: (line) => shown.push(line),
  });
  await eventually('both streams', () => /ready/.test(output.stdout) && /URL: .*\n/.test(output.stderr));
  const { Config } = await inspectContainer(containerName(run.id));
  const stored = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
  runner.cancel(run.id);
  const result = await run.ended;
  await eventually('the closing line', () => shown.at(-1)?.startsWith('test: cancelled') === true);
  stored.push(...fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), 'utf8')));

  expect(Config['Env']).toContain(`TOKEN=${secret}`);
  const masked = 'whole: ***\nsplit: ***\nin base64: dXNlcjp***\nin a URL: ***\n';
  expect(output).toEqual({ stdout: `${masked}ready\n`, stderr: masked });
  const told = JSON.stringify([result, run.progress, Config['Labels']]);
  const everything = [...shown, ...stored, told].join('\n');
  const base64 = Buffer.from(`user:${secret}`).toString('base64');
  for (const form of [secret, 'pa ss', 'wörd', encodeURIComponent(secret), base64.slice(8, 16)])
    expect(everything).not.toContain(form);
});
