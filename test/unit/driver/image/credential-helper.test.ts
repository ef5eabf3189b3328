import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askHelper } from '../../../../src/driver/docker/image/credential-helper.ts';
import { eventually } from '../../../helpers/eventually.ts';

const never = new AbortController().signal;
const server = 'r.example';
let folder = '';

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'container-tasks-helper-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true });
});

test('hands it the server on stdin and nothing else', async () => {
  writeHelper('echo', `printf '{"Username":"%s","Secret":"%s"}' "$*" "$(cat)"`);
  expect(await askHelper('echo', server, env(), never)).toEqual({ username: 'get', secret: server });
});

test('takes no shell for what it is given', async () => {
  writeHelper('echo', `printf '{"Username":"u","Secret":"%s"}' "$(cat)"`);
  const asked = `$(touch ${folder}/evil);`;
  expect(await askHelper('echo', asked, env(), never)).toEqual({ username: 'u', secret: asked });
  expect(fs.existsSync(path.join(folder, 'evil'))).toBe(false);
});

test("finds it in Docker Desktop's folder although that is not on PATH, and lets it call others from there", async () => {
  const home = path.join(folder, 'home');
  const bin = path.join(home, '.docker/bin');
  fs.mkdirSync(bin, { recursive: true });
  writeHelper('far', 'container-tasks-other', bin);
  fs.writeFileSync(
    path.join(bin, 'container-tasks-other'),
    `#!/bin/sh\necho '{"Username":"u","Secret":"s"}'\n`,
    { mode: 0o755 },
  );
  vi.stubEnv('HOME', home);
  expect(await askHelper('far', server, { PATH: '/usr/bin' }, never)).toEqual({ username: 'u', secret: 's' });
});

test('does not look for it in folders that depend on where it runs', async () => {
  const relative = path.relative(process.cwd(), folder);
  writeHelper('near', `echo '{"Username":"u","Secret":"s"}'`);
  expect(await askHelper('near', server, { PATH: relative }, never)).toEqual({
    problem: 'The credential helper "docker-credential-near" is not installed.',
  });
});

test.each([
  ['is no program', 'x', 0o644, 'is not installed'],
  ['ends without reading', '#!/bin/sh\nexit 4\n', 0o755, 'failed (4)'],
  ['prints no JSON', '#!/bin/sh\necho hello\n', 0o755, 'gave no valid answer'],
  ['prints null', '#!/bin/sh\necho null\n', 0o755, 'gave no valid answer'],
  ['prints half of it', '#!/bin/sh\necho \'{"Username":"u"}\'\n', 0o755, 'gave no valid answer'],
  ['cannot be started', '#!/no/such/interpreter\n', 0o755, 'failed (ENOENT)'],
])('says so when it %s', async (_, content, mode, what) => {
  fs.writeFileSync(path.join(folder, 'docker-credential-bad'), content, { mode });
  expect(await askHelper('bad', 'x'.repeat(1_000_000), env(), never)).toEqual({
    problem: `The credential helper "docker-credential-bad" ${what}.`,
  });
});

test('kills it when its time is over', async () => {
  writeHelper('slow', `echo $$ > ${folder}/pid; trap '' TERM; exec sleep 60`);
  expect(await askHelper('slow', server, env(), never, 500)).toEqual({
    problem: 'The credential helper "docker-credential-slow" did not answer within 0.5 s.',
  });
  await eventually('it to end', () => !isAlive(pidOfHelper()));
});

test('kills it when the run is cancelled', async () => {
  writeHelper('slow', `echo $$ > ${folder}/pid; trap '' TERM; exec sleep 60`);
  const abort = new AbortController();
  const asked = askHelper('slow', server, env(), abort.signal);
  asked.catch(() => undefined); // It rejects before it is awaited.
  await eventually('it to run', () => isAlive(pidOfHelper()));
  abort.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');
  await eventually('it to end', () => !isAlive(pidOfHelper()));
});

function env(): NodeJS.ProcessEnv {
  return { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
}

function writeHelper(name: string, script: string, where = folder): void {
  fs.writeFileSync(path.join(where, `docker-credential-${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function pidOfHelper(): number {
  return Number(fs.readFileSync(path.join(folder, 'pid'), 'utf8').trim() || Number.NaN);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
