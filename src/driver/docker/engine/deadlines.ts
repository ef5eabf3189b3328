/** How long we wait for an engine, in ms. Calls that may last (pull, wait, attach, statistics) have none once it has answered. */
export interface Deadlines {
  /** For a call that has no reason to last: a frozen engine accepts calls and never answers. */
  readonly call: number;
  /** For the creation and the start of a container, which a busy engine takes its time for. */
  readonly creation: number;
  /** How long an engine that has been lost may take to come back while a container runs: a restart takes about 11 s. */
  readonly patience: number;
  /** How often an engine that is quiet is asked about a container that runs: it may be lost without a word. */
  readonly heartbeat: number;
  /** How often it is asked where its answer is expected to change. */
  readonly poll: number;
  /** After a container's exit, how long its output may stand still before it is given up on. */
  readonly idle: number;
  /** How long a run is held up by the removal of its container. */
  readonly cleanup: number;
  /** How long the removal goes on after that. */
  readonly sweep: number;
  /** How long a run that has failed is held up to find out why. */
  readonly evidence: number;
  /** For how long an engine has to deny a container that it may be making, until it is believed. */
  readonly settle: number;
}

export const defaultDeadlines: Deadlines = {
  call: 30_000,
  creation: 60_000,
  patience: 45_000,
  heartbeat: 30_000,
  poll: 1_000,
  idle: 10_000,
  cleanup: 20_000,
  sweep: 600_000,
  evidence: 1_000,
  settle: 5_000,
};
