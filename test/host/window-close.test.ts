import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';

import { askEngine } from '../helpers/engine-api.ts';
import { dockerHost } from '../helpers/engine-context.ts';
import { leastResources, noMoreResources } from './resources.ts';
import { containers, extension, nothingIsLeft, run, untilItRuns } from './workspace.ts';

suite('when the window closes', () => {
  teardown(nothingIsLeft);

  test('what runs is left to the window that may take its place, and nothing else is left', async () => {
    await run('hello'); // What the first run loads stays.
    const before = await leastResources();
    void run('wait'); // It does not end here.
    const { Id } = await untilItRuns('wait');
    // The module that VS Code has loaded, and the function that it calls.
    const main = path.join(extension().extensionPath, 'dist/extension.cjs');
    const { deactivate } = createRequire(__filename)(main) as { deactivate: () => Promise<void> };
    const start = Date.now();
    await deactivate();
    assert.ok(Date.now() - start < 4000, 'VS Code waits for five seconds');
    assert.deepEqual(
      (await containers()).map((container) => [container.Id, container.State]),
      [[Id, 'running']],
    );
    await noMoreResources(before);
    // That it is removed when none does, test/e2e sees.
    await askEngine(dockerHost, 'DELETE', `/containers/${Id}?force=true`);
  });
});
