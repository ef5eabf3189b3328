import type { Deadlines } from '../../src/driver/docker/engine/deadlines.ts';

/** So short that tests need not wait for them, and long enough for an engine that is well on a busy machine. */
export const quickDeadlines: Deadlines = {
  call: 3_000,
  creation: 8_000,
  patience: 1_500,
  heartbeat: 500,
  poll: 50,
  idle: 500,
  cleanup: 5_000,
  sweep: 10_000,
  evidence: 1_000,
  settle: 1_000,
};
