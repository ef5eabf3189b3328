import { afterEach, beforeAll, expect, test } from 'vitest';
import { hard, LeftRuns, pause } from '../helpers/left-runs.ts';
import { usePodman } from '../helpers/podman-runs.ts';
import { shell } from '../helpers/task.ts';

/** Where a run whose process was killed goes on in another, with Podman. */

const { dockerHost, runTask } = usePodman();
let runs: LeftRuns;

beforeAll(() => {
  runs = new LeftRuns(dockerHost());
});
afterEach(() => runs.clear());

test('a run goes on with every byte once', async () => {
  const { recorded } = await runTask(shell(`${hard} hard a; hard b`));
  const before = recorded.stdout().length + recorded.stderr().length;
  const whole = await runTask(shell(`${hard} hard a; hard b; hard c; hard d`));
  const left = await runs.leave(
    `${hard} ${pause} hard a; hard b; pause; hard c; hard d; exit 3`,
    (size) => size === before,
  );
  const run = await runs.reattach(left);
  await runs.goOn(left);
  expect(await run.ended).toEqual({ status: 'error', exitCode: 3, error: expect.anything() as unknown });
  expect(await runs.streamsOf(left)).toEqual({
    stdout: whole.recorded.stdout().toString('latin1'),
    stderr: whole.recorded.stderr().toString('latin1'),
  });
  expect(await runs.containers()).toEqual([]);
});
