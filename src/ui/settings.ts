import * as vscode from 'vscode';

import { defaultDriverConfig } from '../driver/driver.ts';
import type { DriverConfig } from '../driver/driver.ts';

/** What a person can set. */
interface Settings {
  readonly driver: DriverConfig;
  readonly openChart: boolean;
  /** Whether the tasks file has Run and the last result over each task. */
  readonly codeLens: boolean;
  /** How many runs are kept with their logs, at least 1. */
  readonly historyLimit: number;
  /** How many jobs of a task are at work at once; 0: as many as there are cores. */
  readonly maxParallel: number;
}

/** Many days of work, and some MB. */
const defaultHistoryLimit = 50;

/** The settings, as they are now. Wrong types, which settings.json may hold, count as the default. */
export function readSettings(): Settings {
  const settings = vscode.workspace.getConfiguration('containerTasks');
  const docker: unknown = settings.get('docker');
  const cpuShares: unknown = settings.get('cpuShares');
  const maxParallel: unknown = settings.get('maxParallel');
  const historyLimit: unknown = settings.get('history.limit');
  const seconds = (name: string, otherwise: number): number => {
    const value: unknown = settings.get(name);
    return typeof value === 'number' && value >= 0 ? value * 1000 : otherwise;
  };
  return {
    driver: {
      docker: typeof docker === 'string' ? docker.trim() : '',
      cpuShares: typeof cpuShares === 'number' && cpuShares > 0 ? Math.floor(cpuShares) : 0,
      pullTimeout: seconds('pullTimeout', defaultDriverConfig.pullTimeout),
      pullIdleTimeout: seconds('pullIdleTimeout', defaultDriverConfig.pullIdleTimeout),
    },
    maxParallel: typeof maxParallel === 'number' && maxParallel >= 1 ? Math.floor(maxParallel) : 0,
    historyLimit:
      typeof historyLimit === 'number' && historyLimit >= 1 ? Math.floor(historyLimit) : defaultHistoryLimit,
    openChart: settings.get('openChart') !== false,
    codeLens: settings.get('codeLens') !== false,
  };
}
