import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import type { ContainerTask } from '../../src/core/container-task.ts';
import type { RunResult } from '../../src/core/run-result.ts';
import type { Engine } from './engine.ts';
import { provideImages } from './images.ts';
import { startPodman } from './podman.ts';
import { leftBehind, runAnd, runTask } from './task.ts';
import type { RecordedTask } from './task.ts';

/** Podman's Docker-compatible service for the tests of one file, each of which has to leave no container. */
export interface PodmanRuns {
  /** As in the variable DOCKER_HOST; there when tests run. */
  readonly dockerHost: () => string;
  /** As {@link runTask}. */
  readonly runTask: (settings?: Partial<ContainerTask>) => ReturnType<typeof runTask>;
  /** As {@link runAnd}. */
  readonly runAnd: (
    recorded: RecordedTask,
    act: (task: ContainerTask) => void | Promise<void>,
    signal?: AbortSignal,
  ) => Promise<RunResult>;
}

/** Has the service started before the file's tests and ended after them. */
export function usePodman(): PodmanRuns {
  let podman: Engine | undefined;
  const dockerHost = (): string => {
    if (podman === undefined) throw new Error('Podman runs only while tests do.');
    return podman.dockerHost;
  };
  beforeAll(async () => {
    podman = await startPodman();
    await provideImages(podman);
  });
  afterEach(async () => {
    expect(await leftBehind(dockerHost())).toEqual([]);
  });
  afterAll(async () => {
    await podman?.[Symbol.asyncDispose]();
  });
  return {
    dockerHost,
    runTask: (settings) => runTask(settings, undefined, dockerHost()),
    runAnd: (recorded, act, signal) => runAnd(recorded, act, signal, dockerHost()),
  };
}
