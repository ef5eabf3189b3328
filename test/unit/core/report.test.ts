import { expect, test } from 'vitest';
import { describeResult, describeTask, explainResult } from '../../../src/core/report.ts';
import type { RunResult } from '../../../src/core/run-result.ts';

const task = {
  label: 'build',
  image: 'alpine:3',
  build: undefined,
  entrypoint: undefined,
  command: ['npm', 'run', 'build'],
  secrets: [],
  cpus: 0,
  memory: 0,
  pids: 0,
  timeout: 0,
};

const build = { context: '/x', dockerfile: 'docker/Dockerfile', target: '', args: {} };

test.each([
  [task, 'build: alpine:3 | npm run build'],
  [{ ...task, image: '', build }, 'build: an image built from docker/Dockerfile | npm run build'],
  [{ ...task, image: 'mine:1', build }, 'build: mine:1 built from docker/Dockerfile | npm run build'],
  [{ ...task, command: [] }, 'build: alpine:3 | the command of the image'],
  [{ ...task, entrypoint: [], command: ['sh'] }, 'build: alpine:3 | sh'],
  [{ ...task, entrypoint: ['env', '-i'], command: ['sh'] }, 'build: alpine:3 | env -i sh'],
  [{ ...task, command: ['sh', '-c', "echo 'a b'"] }, `build: alpine:3 | sh -c 'echo '\\''a b'\\'''`],
  [{ ...task, command: ['sh', '-c', 'one\ntwo'] }, `build: alpine:3 | sh -c 'one ...'`],
  [{ ...task, command: ['login', "it's me"], secrets: ["it's me"] }, `build: alpine:3 | login '***'`],
  [
    { ...task, cpus: 1500, memory: 256 * 2 ** 20, pids: 64, timeout: 300_000 },
    'build: alpine:3 | npm run build | 1.5 CPUs | 256 MiB | 64 processes | timeout 5:00',
  ],
])('says what runs', (described, line) => {
  expect(describeTask(described)).toBe(line);
});

test.each<[RunResult, string]>([
  [{ status: 'success', exitCode: 0 }, 'build: success, exit code 0, 1.2 s'],
  [
    { status: 'success', exitCode: 0, warning: 'Some output is missing.' },
    'build: success, exit code 0, 1.2 s. Some output is missing.',
  ],
  [
    { status: 'error', error: { message: 'No engine answers.', advice: 'Start one.' } },
    'build: error, 1.2 s. No engine answers. Start one.',
  ],
])('says how it ended', (result, line) => {
  expect(describeResult('build', result, 1234)).toBe(line);
});

test('says why and what to do about it', () => {
  expect(explainResult({ status: 'success', exitCode: 0 })).toBe('');
  expect(explainResult({ status: 'killed', error: { message: 'Why.', advice: 'What.' } })).toBe('Why. What.');
});
