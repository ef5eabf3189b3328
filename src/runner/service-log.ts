import type { ContainerTask } from '../core/container-task.ts';
import { describeTask } from '../core/report.ts';
import type { RunView } from './launcher.ts';
import type { StreamName } from './log-index.ts';
import { keepNewestLogs } from './old-logs.ts';
import { newLogPath, RunLog } from './run-log.ts';
import type { TaskSpec } from './task-runner.ts';

/** Where the whole output of a service goes. */
export interface ServiceLog {
  readonly logger: ContainerTask['logger'];
  /** The end of what it got so far, of {@link tailLength} characters at most. */
  readonly tail: string;
  /** Takes the line that tells how the service ended, and closes. */
  close(line: string): Promise<void>;
}

/** In characters: 50 lines of a usual length, and more. */
const tailLength = 16 * 1024;

/**
 * Opens a log of a service's own, which a view shows.
 *
 * @param folder gets a file for each service of each run; the oldest are removed
 * @param inUse as for {@link RunLog.create}
 */
export async function openServiceLog(
  folder: string,
  spec: TaskSpec,
  view: RunView,
  inUse = new Set<string>(),
): Promise<ServiceLog> {
  let tail = '';
  const take = (text: string, stream: StreamName): void => {
    view.add(text, stream);
    tail += text;
    if (tail.length > 2 * tailLength) tail = tail.slice(-tailLength); // Not each time: a flood would be copied again and again.
  };
  await keepNewestLogs(folder, inUse);
  const log = await RunLog.create(newLogPath(folder), take, inUse);
  view.begin(describeTask(spec), log.path);
  return {
    logger: log.logger,
    get tail() {
      return tail.slice(-tailLength);
    },
    close: async (line) => {
      await log[Symbol.asyncDispose]();
      view.end(log.problem === undefined ? line : `${line} ${log.problem}`);
    },
  };
}
