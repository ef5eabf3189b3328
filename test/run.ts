// Runs the tests: `node test/run.ts [SUITE] [ARGUMENTS OF THE SUITE]`. Without a suite: the checks and every suite. The last
// line is the sum of all. Needs the Node.js that `npm ci` brings; installs or starts the rest where it may.
import { ownedName } from './helpers/owner.ts';
import { Preparation } from './helpers/preparation.ts';
import { endMarkedProcesses, runMark } from './helpers/processes.ts';
import { sum } from './helpers/results.ts';
import type { Counts } from './helpers/results.ts';
import type { CommandOptions } from './helpers/run-command.ts';
import { stopSignal } from './helpers/stop-signal.ts';
import { runChecks, runSuite, suites } from './helpers/suites.ts';
import type { Suite } from './helpers/suites.ts';

const [first, ...others] = process.argv.slice(2);
const chosen = suites.find(({ name }) => name === first);
const { passed, failed } = sum(
  chosen ? await runSome([chosen], others) : await runSome(suites, process.argv.slice(2), true),
);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function runSome(
  some: readonly Suite[],
  args: readonly string[],
  withChecks = false,
): Promise<readonly Counts[]> {
  const mark = ownedName('run');
  const options = { env: { ...process.env, [runMark]: mark }, signal: stopSignal() };
  await using preparation = new Preparation(options);
  const counts: Counts[] = [];
  if (withChecks) {
    counts.push(await runChecks(options));
    await preparation.make('package').catch(() => undefined); // The suites that need it say so.
  }
  for (const each of some) {
    if (options.signal.aborted) break;
    counts.push(await runPrepared(each, args, preparation, options));
  }
  await endMarkedProcesses(mark);
  return counts;
}

async function runPrepared(
  suite: Suite,
  args: readonly string[],
  preparation: Preparation,
  options: CommandOptions,
): Promise<Counts> {
  console.log(`\n--- ${suite.name}`);
  try {
    const env = await preparation.prepare(suite);
    return await runSuite(suite, args, { ...options, env });
  } catch (error) {
    console.error(`${suite.name}: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1 };
  }
}
