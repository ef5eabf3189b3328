import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';

import { containers, extension, nothingIsLeft, run, untilItRuns } from './workspace.ts';

suite('when the window closes', () => {
  teardown(nothingIsLeft);

  test('every container that still runs is removed', async () => {
    const runs = [run('wait')];
    await untilItRuns('wait');
    // The module that VS Code has loaded, and the function that it calls.
    const main = path.join(extension().extensionPath, 'dist/extension.cjs');
    const { deactivate } = createRequire(__filename)(main) as { deactivate: () => Promise<void> };
    const start = Date.now();
    await deactivate();
    assert.deepEqual(await containers(), []);
    assert.ok(Date.now() - start < 4000, 'VS Code waits for five seconds');
    assert.equal((await Promise.all(runs))[0]?.status, 'cancelled');
  });
});
