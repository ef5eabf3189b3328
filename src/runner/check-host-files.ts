import { hostPathsOf } from '../core/tasks-file/host-paths.ts';
import type { HostPath } from '../core/tasks-file/host-paths.ts';
import type { TasksFile } from '../core/tasks-file/parse.ts';
import type { Problem } from '../core/tasks-file/problem.ts';
import { findBuild, findInput, readEnvFiles } from './host-files.ts';
import type { Host, Report } from './host-files.ts';
import { findSource } from './host-volumes.ts';

/**
 * What this machine does not have of what a tasks file names (env files, host paths of mounts, builds, input), where it is named
 * and in the sentences of a run. Never rejects.
 */
export async function checkHostFiles(file: TasksFile, host: Host): Promise<readonly Problem[]> {
  const found = await Promise.all(hostPathsOf(file).map((each) => check(each, host)));
  return found.flat();
}

async function check(hostPath: HostPath, host: Host): Promise<readonly Problem[]> {
  const { offset, length } = hostPath;
  const problems: Problem[] = [];
  await look(hostPath, host, (message) => problems.push({ message, offset, length }));
  return problems;
}

function look(hostPath: HostPath, host: Host, report: Report): Promise<unknown> {
  const { path } = hostPath;
  switch (hostPath.use) {
    case 'envFile':
      return readEnvFiles([path], host, report);
    case 'mount':
      return findSource(path, host.workspaceFolder, report);
    case 'build':
      return findBuild(
        { context: path, dockerfile: hostPath.dockerfile, target: '', args: {} },
        host,
        report,
      );
    case 'input':
      return findInput(path, host, report);
  }
}
