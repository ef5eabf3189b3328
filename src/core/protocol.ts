import type { RunEvent } from './run-event.ts';
import type { RunStatus } from './run-result.ts';
import type { Stat } from './stats.ts';

/** Every message to the chart's webview. After `ready` it gets `state` once, then `state` and `stats` as they change. */
export type ToWebview =
  | ({
      readonly type: 'state';
      /** Whether there may be other runs to compare with. */
      readonly canCompare: boolean;
      /** The run that is compared with. */
      readonly other?: ChartRun;
    } & ChartRun)
  | ({ readonly type: 'stats' } & Samples);

/** A run as a chart shows it, whether it runs or has ended long ago. */
export interface ChartRun extends Samples {
  readonly run: RunState;
}

/** What is known of a run's statistics. */
export interface Samples {
  /** The points to draw, in order of time; averages, in a long run. */
  readonly stats: readonly Stat[];
  /**
   * For each of `stats` the highest value of each metric among the samples that it is the average of; for a total the
   * highest growth between two samples, in bytes a second. Absent or empty: `stats` are the samples themselves.
   */
  readonly highs?: readonly Readonly<Record<string, number>>[];
  /** The newest sample as it was measured. */
  readonly latest: Stat | undefined;
  /** The highest value of each metric over all samples, as in `highs`. */
  readonly peaks: Readonly<Record<string, number>>;
}

/**
 * Every message from the chart's webview. `ready` asks for the whole state: first load, reload and re-show alike. The others
 * are what a person asks for.
 */
export type FromWebview =
  | { readonly type: 'ready' | 'cancel' | 'showOutput' | 'compare' }
  /** With a picture of all charts: PNG, in base64. */
  | { readonly type: 'export'; readonly picture: string };

/** What the webview keeps for the time when VS Code has been restarted: the ids of the runs that it shows. */
export interface KeptState {
  readonly runId: string;
  readonly otherId?: string;
}

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
  /** In order of time. */
  readonly events: readonly RunEvent[];
  /** Milli-CPUs; 0: unlimited. */
  readonly cpus: number;
  /** Bytes; 0: unlimited. */
  readonly memory: number;
}
