import { defineConfig } from 'vitest/config';

/** `unit` needs neither engine nor editor; `engine` talks to the engine at DOCKER_HOST (see test/run.ts). */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], root: '.' } },
      {
        test: {
          name: 'engine',
          include: ['test/engine/**/*.test.ts'],
          root: '.',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
