import { hostPathsOf } from '../core/tasks-file/host-paths.ts';
import type { HostPath } from '../core/tasks-file/host-paths.ts';
import type { TasksFile } from '../core/tasks-file/parse.ts';
import type { Problem } from '../core/tasks-file/problem.ts';
import { findBuild, findInput, readEnvFiles } from './host-files.ts';
import type { Host, Report } from './host-files.ts';
import { hostPath as absolutePath, exists, findSource } from './host-volumes.ts';

/**
 * What this machine does not have of what a tasks file names (env files, host paths of mounts, builds, input), where it is named
 * and in the sentences of a run. Never rejects.
 */
export async function checkHostFiles(file: TasksFile, host: Host): Promise<readonly Problem[]> {
  const found = await Promise.all(hostPathsOf(file).map((each) => check(each, host)));
  return found.flat();
}

/** The absolute paths that {@link checkHostFiles} looks at. */
export function hostFilesOf(file: TasksFile, { workspaceFolder }: Host): readonly string[] {
  return hostPathsOf(file).flatMap((each) => {
    const path = absolutePath(each.path, workspaceFolder);
    return each.use === 'build' ? [path, absolutePath(each.dockerfile, path)] : [path];
  });
}

async function check(hostPath: HostPath, host: Host): Promise<readonly Problem[]> {
  const { offset, length } = hostPath;
  const problems: Problem[] = [];
  await look(hostPath, host, (message) => problems.push({ message, offset, length }));
  const path = absolutePath(hostPath.path, host.workspaceFolder);
  const isMissing = problems.length > 0 && hostPath.use === 'envFile' && !(await exists(path));
  return isMissing ? problems.map((each) => ({ ...each, fixes: [{ kind: 'create', path }] })) : problems;
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
