import fs from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { CopiedFolder, fill, look, looked } from '../helpers/copied-folder.ts';
import { usePodman } from '../helpers/podman-runs.ts';

const { runTask } = usePodman();
let copied: CopiedFolder;

beforeEach(() => {
  copied = new CopiedFolder();
});

afterEach(() => {
  copied[Symbol.dispose]();
});

test('with Podman too a folder travels to the container and its output back', async () => {
  fill(copied);
  const { result, stdout } = await runTask(copied.task(look));
  expect(stdout).toBe(looked);
  expect(result).toEqual({ status: 'success', exitCode: 0 });
  expect(copied.read(`out/${'deep/'.repeat(30)}größe 😀 \n`)).toBe('deep');
  expect(fs.statSync(copied.path('out/run.sh')).mode & 0o777).toBe(0o750);
  expect(fs.readlinkSync(copied.path('out/link'))).toBe('run.sh');
  expect(copied.read('out/many/9/999')).toBe('999');
});

test.each([
  ['', '0 0'],
  ['app', '1000 1000'],
  ['1234:5678', '1234 5678'],
])('with Podman too user "%s" can write what it was given', async (user, owner) => {
  copied.write('a/b', 'old');
  fs.chmodSync(copied.path('a/b'), 0o600);
  const script = 'stat -c "%u %g" . a a/b; echo new > a/b; mkdir out; mv a/b out/b; ln out/b out/c';
  const { result, stdout } = await runTask({ ...copied.task(script), user });
  expect(stdout).toBe(`${owner}\n`.repeat(3));
  expect(result).toEqual({ status: 'success', exitCode: 0 });
  expect([copied.read('out/b'), copied.read('out/c')]).toEqual(['new\n', 'new\n']);
});

test('with Podman too an output that is not there is told', async () => {
  const { result } = await runTask(copied.task('true', ['out/a']));
  expect(result.warning).toBe('Its output "out/a" is not there.');
});
