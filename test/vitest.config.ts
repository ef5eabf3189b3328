import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Real engines and editors on a machine that others share: in CI a test of theirs that fails is run once more, which the
 * report shows (`retry x1`). Elsewhere it fails at once.
 */
const retry = process.env['CI'] ? 1 : 0;

/**
 * `unit` needs neither engine nor editor; `engine` talks to the engine at DOCKER_HOST; `e2e` drives the packaged extension
 * in a real VS Code, one at a time. See test/run.ts.
 */
export default defineConfig({
  test: {
    // vitest would leave a core idle, and most of what the tests do is to wait.
    maxWorkers: availableParallelism(),
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], root: '.', testTimeout: 20_000 } },
      {
        test: {
          name: 'engine',
          maxConcurrency: 12,
          include: ['test/engine/**/*.test.ts'],
          root: '.',
          retry,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          root: '.',
          retry,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
