/**
 * One sample of named integers. Names are the Fn Project's: `net_rx`, `net_tx`, `mem_limit`, `mem_usage`, `disk_read`,
 * `disk_write` in bytes; `cpu_user`, `cpu_kernel`, `cpu_total` in hundredths of a percent of one core.
 */
export interface Stat {
  /** Epoch ms. */
  readonly timestamp: number;
  readonly metrics: Readonly<Record<string, number>>;
}
