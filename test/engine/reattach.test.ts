import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Abandoned } from '../../src/driver/driver.ts';
import { TaskRunner } from '../../src/runner/task-runner.ts';
import { askEngine } from '../helpers/engine-api.ts';
import { dockerHost } from '../helpers/engine-context.ts';
import { eventually } from '../helpers/eventually.ts';
import { hard, kill, LeftRuns, pause } from '../helpers/left-runs.ts';
import type { Streams } from '../helpers/left-runs.ts';
import { root } from '../helpers/paths.ts';
import { runCommand } from '../helpers/run-command.ts';
import { runTask, shell } from '../helpers/task.ts';

const runs = new LeftRuns(dockerHost);
const { driver, label } = runs;
const { signal } = new AbortController();

afterEach(() => runs.clear());

describe('a run whose process was killed goes on in another', () => {
  test('with every byte once, whatever it prints', async () => {
    const script = `${hard} ${pause} hard a; hard b; pause; hard c; hard d; exit 3`;
    const before = await printedBy(`${hard} hard a; hard b`);
    const whole = await printedBy(`${hard} hard a; hard b; hard c; hard d`);
    const left = await runs.leave(script, (size) => size === before.size);
    const run = await runs.reattach(left);
    await runs.goOn(left);
    expect(await run.ended).toEqual({ status: 'error', exitCode: 3, error: expect.anything() as unknown });
    expect(await runs.streamsOf(left)).toEqual(whole.streams);
  });

  test('though it was killed while the output came', async () => {
    const script =
      'i=0; while [ $i -lt 150 ]; do seq $i $((i+50)); seq $i $((i+50)) >&2; sleep 0.02; i=$((i+1)); done';
    const left = await runs.leave(script, (size) => size > 2000);
    expect(fs.statSync(left.record.logPath).size).toBeLessThan((await printedBy(script)).size);
    const run = await runs.reattach(left);
    expect(await run.ended).toEqual({ status: 'success', exitCode: 0 });
    expect(await runs.streamsOf(left)).toEqual((await printedBy(script)).streams);
  });

  test('and once more, and only then to its end', async () => {
    const script = `${pause} echo one; pause; go=; echo two; pause; echo three`;
    const left = await runs.leave(script, (size) => size === 4);
    const first = await runs.startTaker(left, 'resume');
    await runs.goOn(left);
    await eventually('the second line', () => fs.statSync(left.record.logPath).size === 8);
    await kill(first);
    const run = await runs.reattach(left);
    await runs.goOn(left);
    expect(await run.ended).toEqual({ status: 'success', exitCode: 0 });
    expect(await runs.streamsOf(left)).toEqual({ stdout: 'one\ntwo\nthree\n', stderr: '' });
  });

  test('with what it printed and how it ended while nobody was there', async () => {
    const script = `${pause} echo before; pause; echo after; printf end >&2; exit 5`;
    const left = await runs.leave(script, (size) => size === 7, { timeout: 60_000 });
    await runs.goOn(left);
    await eventually('its end', async () => (await runs.containers())[0]?.State === 'exited');
    const run = await runs.reattach(left);
    expect(await run.ended).toMatchObject({ status: 'error', exitCode: 5 });
    expect(run.result).not.toHaveProperty('warning');
    expect(await runs.streamsOf(left)).toEqual({ stdout: 'before\nafter\n', stderr: 'end' });
    expect(await runs.containers()).toEqual([]);
  });

  test('with what is left of its timeout', async () => {
    const script = 'echo started; exec sleep 300';
    const left = await runs.leave(script, (size) => size === 8, { timeout: 6000 });
    const run = await runs.reattach(left);
    expect(await run.ended).toMatchObject({
      status: 'timeout',
      error: {
        message: expect.stringMatching(
          /^It ran longer than its timeout of 6 s, and printed nothing/,
        ) as unknown,
      },
    });
    expect(Date.now() - left.record.handle.startedAt).toBeGreaterThan(5900);
    expect(await runs.streamsOf(left)).toEqual({ stdout: 'started\n', stderr: '' });
  });

  test('and can be cancelled', async () => {
    const left = await runs.leave('echo ready; exec sleep 300', (size) => size === 6);
    const runner = new TaskRunner(() => Promise.resolve(driver));
    const run = await runs.reattach(left, runner);
    await eventually('that it runs', () => run.progress.phase === 'running');
    runner.cancel(run.id);
    expect((await run.ended).status).toBe('cancelled');
    expect(await runs.containers()).toEqual([]);
  });
});

describe('output that may be missing is said to be', () => {
  test('where the log does not have what is kept', async () => {
    const left = await runs.leave(`${pause} echo right; pause; echo new`, (size) => size === 6);
    fs.writeFileSync(left.record.logPath, 'wrong\n');
    const run = await runs.reattach(left);
    await eventually('that it runs', () => run.progress.phase === 'running');
    await runs.goOn(left);
    expect(await run.ended).toEqual({
      status: 'success',
      exitCode: 0,
      warning: 'Some of its output may be missing.',
    });
    expect((await runs.streamsOf(left)).stdout).toBe('wrong\nnew\n');
  });

  test('where the engine has dropped a part of it, and the rest comes once', async () => {
    const lines =
      'x=$(head -c 10000 /dev/zero | tr "\\0" x); lines() { i=$1; while [ $i -lt $2 ]; do echo $i $x; i=$((i+1)); done; };';
    const script = `${lines} ${pause} lines 10000 11000; pause; lines 11000 32000`; // 200 MB are kept at most.
    const left = await runs.leave(script, (size) => size === 1000 * 10_007);
    await runs.goOn(left);
    await eventually('its end', async () => (await runs.containers())[0]?.State === 'exited', 50_000);
    const run = await runs.reattach(left);
    expect((await run.ended).warning).toBe('Some of its output may be missing.');
    const numbers = (await runs.streamsOf(left)).stdout.match(/^\d+/gm) ?? [];
    expect([numbers[0], numbers[999], numbers.at(-1)]).toEqual(['10000', '10999', '31999']);
    expect(numbers.length).toBeGreaterThan(11_000);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe('a container that its process has left', () => {
  test('is taken over by one of those who want it', async () => {
    const left = await runs.leave('echo ready; exec sleep 300', (size) => size === 6);
    const time = Date.now() + 3000;
    const takers = await Promise.all([1, 2, 3, 4].map(() => runs.startTaker(left, 'take', time)));
    const answers = await Promise.all(takers.map(async ({ answer }) => answer));
    expect(answers.sort()).toEqual(['held', 'held', 'held', 'taken']);
    await eventually('the end of the time in which nobody judges', () =>
      Date.now() > left.record.handle.startedAt + 11_000 ? 'over' : undefined,
    );
    expect(await abandoned()).toEqual([]);
    for (const taker of takers) await kill(taker);
    const [found] = await abandoned(); // The one who had it is gone, too.
    expect(found).toMatchObject({ label });
    await found?.remove();
    expect(await runs.containers()).toEqual([]);
  });

  test('is removed after a grace if nobody takes it over', async () => {
    await runs.leave('echo ready; exec sleep 300', (size) => size === 6, {}, 'SIGTERM');
    expect(await runs.containers()).toHaveLength(1);
    await eventually('its end', async () => (await runs.containers()).length === 0);
  });

  test('stays if somebody does', async () => {
    const left = await runs.leave('echo ready; exec sleep 300', (size) => size === 6, {}, 'SIGTERM');
    await runs.take(left);
    const program = path.join(root, 'src/driver/docker/ownership/later-removal.ts');
    // The same that the process has started, to see when it is done.
    expect(await runCommand(process.execPath, [program, '2000', JSON.stringify([left.record.handle])])).toBe(
      0,
    );
    expect(await runs.containers()).toMatchObject([{ State: 'running' }]);
  });

  test('is nobody else’s while its process lives, and gone when it is gone', async () => {
    const left = await runs.leave('echo ready; exec sleep 300', (size) => size === 6);
    const taker = await runs.startTaker(left, 'take');
    expect(await taker.answer).toBe('taken');
    expect(await driver.recover(left.record.handle, signal)).toBe('held');
    for (const { Id } of await runs.containers())
      await askEngine(dockerHost, 'DELETE', `/containers/${Id}?force=true`);
    expect(await driver.recover(left.record.handle, signal)).toBe('gone');
  });
});

/** What the script prints where nobody leaves it. */
async function printedBy(script: string): Promise<{ size: number; streams: Streams }> {
  const { recorded } = await runTask(shell(script));
  const [stdout, stderr] = [recorded.stdout(), recorded.stderr()];
  return {
    size: stdout.length + stderr.length,
    streams: { stdout: stdout.toString('latin1'), stderr: stderr.toString('latin1') },
  };
}

async function abandoned(): Promise<readonly Abandoned[]> {
  return (await driver.abandoned(signal)).filter((each) => each.label === label);
}
