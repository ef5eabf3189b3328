import fs from 'node:fs';
import path from 'node:path';
import util from 'node:util';
import type Mocha from 'mocha';

/**
 * Runs the tests beside this file. VS Code's extension host imports it and awaits this function. What is printed with
 * the mark reaches test/host.ts through the workbench; TEST_RESULT_FILE gets the counts, without which nothing has passed,
 * as the host's exit code is 0 even when it was killed.
 *
 * @throws Error when a test has failed, or none has passed.
 */
export async function run(): Promise<void> {
  // Mocha is an ES module, of which a `require` makes something else on the Node.js of older VS Codes.
  const { default: Runner } = await import('mocha');
  print(Runner.reporters.Base);
  const timeout = 60_000;
  const mocha = new Runner({ ui: 'tdd', color: false, timeout, forbidOnly: process.env['CI'] !== undefined });
  const pattern = process.env['TEST_GREP'];
  if (pattern !== undefined) mocha.grep(new RegExp(pattern));
  for (const name of fs.readdirSync(__dirname).sort())
    if (name.endsWith('.test.cjs')) mocha.addFile(path.join(__dirname, name));
  const counts = { passed: 0, failed: 0 };
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => {
      resolve();
    });
    runner.on('pass', () => counts.passed++).on('fail', () => counts.failed++);
  });
  const resultFile = process.env['TEST_RESULT_FILE'];
  if (resultFile !== undefined) fs.writeFileSync(resultFile, JSON.stringify(counts));
  if (counts.failed > 0 || counts.passed === 0)
    throw new Error(`${counts.failed} failed, ${counts.passed} passed`);
}

/** The workbench takes only whole texts, so that the reporter's placeholders are filled in here. */
function print(reporter: typeof Mocha.reporters.Base): void {
  reporter.consoleLog = (...all: readonly unknown[]) => {
    console.log(`[test] ${util.format(...all)}`);
  };
}
