import type { RunStatus } from './run-result.ts';
import type { Stat } from './stats.ts';

/** Every message to the chart's webview. After `ready` it gets `state` once, then `state` and `stats` as they change. */
export type ToWebview =
  ({ readonly type: 'state'; readonly run: RunState } & Samples) | ({ readonly type: 'stats' } & Samples);

/** What is known of a run's statistics. */
export interface Samples {
  /** The points to draw, in order of time; averages, in a long run. */
  readonly stats: readonly Stat[];
  /** The newest sample as it was measured. */
  readonly latest: Stat | undefined;
  /** The highest value of each metric over all samples, which averages would hide. */
  readonly peaks: Readonly<Record<string, number>>;
}

/** Every message from the chart's webview. `ready` asks for the whole state: first load, reload and re-show alike. */
export type FromWebview =
  | { readonly type: 'ready' }
  | { readonly type: 'cancel'; readonly runId: string }
  | { readonly type: 'showOutput'; readonly runId: string };

/** What the chart shows of a run beside its samples. */
export interface RunState {
  readonly id: string;
  readonly label: string;
  readonly image: string;
  readonly status: RunStatus;
  /** What the run is busy with while it is `running` ("Pulling busybox: 3.1 of 4.2 MB"), or how it ended. One line. */
  readonly detail: string;
  /** Epoch ms of the start of the run. */
  readonly startedAt: number;
  /** Epoch ms of its end; absent while it runs. */
  readonly endedAt?: number;
  /** Milli-CPUs; 0: unlimited. */
  readonly cpus: number;
  /** Bytes; 0: unlimited. */
  readonly memory: number;
}
