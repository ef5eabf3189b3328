import * as vscode from 'vscode';

import type { DriverConfig } from '../driver/driver.ts';

/** The settings, as they are now. Wrong types, which settings.json may hold, count as the default. */
export function readSettings(): { driver: DriverConfig; openChart: boolean } {
  const settings = vscode.workspace.getConfiguration('containerTasks');
  const docker: unknown = settings.get('docker');
  const cpuShares: unknown = settings.get('cpuShares');
  return {
    driver: {
      docker: typeof docker === 'string' ? docker.trim() : '',
      cpuShares: typeof cpuShares === 'number' && cpuShares > 0 ? Math.floor(cpuShares) : 0,
    },
    openChart: settings.get('openChart') !== false,
  };
}
