import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PlanRun } from '../../../src/runner/run-plan.ts';
import { askEngine, callEngine } from '../../helpers/engine-api.ts';
import { dockerHost, uniqueName } from '../../helpers/engine-context.ts';
import { eventually } from '../../helpers/eventually.ts';
import { fileOf, outputOf, useFileWorkspace } from '../../helpers/file-task.ts';
import { image as testImage } from '../../helpers/task.ts';

/** What a task may use of the machine, how long it may take, and how it is stopped. */

const workspace = useFileWorkspace();

describe('resources', () => {
  test('cpus, memory, pids, shmSize and ulimits hold in the container', async () => {
    const resources = {
      cpus: 0.5,
      memory: '64m',
      pids: 40,
      shmSize: 3 * 1024 * 1024,
      ulimits: { nofile: { soft: 100, hard: 200 }, core: 0 },
    };
    // Files of control groups of version 2, or else of version 1.
    const script = `
      cd /sys/fs/cgroup
      cat memory.max 2> /dev/null || cat memory/memory.limit_in_bytes
      cut -d' ' -f1 cpu.max 2> /dev/null || cat cpu/cpu.cfs_quota_us
      cat pids.max 2> /dev/null || cat pids/pids.max
      df -k /dev/shm | tail -1 | tr -s ' ' | cut -d' ' -f2
      ulimit -Sn; ulimit -Hn; ulimit -c`;
    const figures = (await outputOf(workspace(), { script, resources })).trim().split('\n');
    expect(figures).toEqual([String(64 * 2 ** 20), '50000', '40', '3072', '100', '200', '0']);
  });

  test('gpus are asked of the engine, which says where it has none', async ({ skip }) => {
    const info = (await askEngine(dockerHost, 'GET', '/info')) as { readonly Runtimes: object };
    skip('nvidia' in info.Runtimes, 'this engine has a driver');
    const { outcome } = await workspace().run(fileOf({ command: 'true', resources: { gpus: 'all' } }), 'it');
    expect(outcome).toMatchObject({
      result: {
        status: 'error',
        error: { message: expect.stringContaining('with capabilities: [[gpu]]') as unknown },
      },
    });
  });
});

test('timeout ends a run, in each form of a duration; 0 is none', async () => {
  const outcomes = await Promise.all(
    ['400ms', '0.4s', 0.4, 0].map(async (timeout) => {
      const script = timeout === 0 ? 'sleep 0.6' : 'sleep 60';
      return (await workspace().run(fileOf({ script, timeout }), 'it')).outcome;
    }),
  );
  const late = { kind: 'ran', result: { status: 'timeout' } };
  expect(outcomes).toMatchObject([late, late, late, { kind: 'ran', result: { status: 'success' } }]);
});

describe('stop', () => {
  test('sends its signal, else the image’s, and waits for the grace', async () => {
    const stop = { signal: 'SIGINT', grace: '30s' };
    expect(await stopped({ script: onSignals, stop })).toEqual(['INT', 0]);
    workspace().write({ Dockerfile: `FROM ${testImage}\nSTOPSIGNAL SIGUSR1\n` });
    const image = uniqueName('container-tasks-test/signal');
    try {
      const task = { script: onSignals, stop: { grace: 30 }, build: '.', image };
      expect(await stopped(task)).toEqual([expect.stringMatching(/\nUSR1$/), 0]);
    } finally {
      await callEngine(dockerHost, 'DELETE', `/images/${image}`);
    }
  });

  test('kills what has not ended when the grace is over', async () => {
    const script = `trap '' INT USR1 TERM; touch up; while :; do sleep 0.1; done`;
    expect(await stopped({ script, stop: { signal: 'SIGINT', grace: '300ms' } })).toEqual(['', 137]);
  });
});

/** Says which signal it got, and ends. */
const onSignals = `
  for s in INT USR1 TERM; do trap "echo $s; exit 0" $s; done
  touch up; while :; do sleep 0.1; done`;

/** What a task printed that is cancelled when it has made the file "up", and its exit code. */
async function stopped(task: object): Promise<readonly [printed: string, exitCode: number | undefined]> {
  fs.rmSync(workspace().path('up'), { force: true });
  let run: PlanRun | undefined;
  let isRunning = false;
  const ended = workspace().run(fileOf({ timeout: '1m', ...task }), 'it', {
    onStarted: (started) => (run = started),
    onRunning: () => (isRunning = true),
  });
  await eventually('the task runs', () => isRunning && fs.existsSync(workspace().path('up')));
  run?.cancel();
  const { outcome, output } = await ended;
  expect(outcome).toMatchObject({ kind: 'ran', result: { status: 'cancelled' } });
  return [output('it').trim(), outcome.kind === 'ran' ? outcome.result.exitCode : undefined];
}
