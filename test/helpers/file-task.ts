import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { askEngine, callEngine } from './engine-api.ts';
import { dockerHost, uniqueName } from './engine-context.ts';
import { FileWorkspace } from './run-file.ts';
import { image } from './task.ts';

/** Gives each test of a file a workspace of its own, of which nothing is left on the engine. */
export function useFileWorkspace(): () => FileWorkspace {
  let workspace: FileWorkspace;
  beforeEach(() => {
    workspace = new FileWorkspace();
  });
  afterEach(async () => {
    await workspace[Symbol.asyncDispose]();
  });
  return () => workspace;
}

/** A file with the task "it", whose container is cheap: of the tests' image, without a network, ended at once. */
export function fileOf(task: object, more: object = {}): object {
  const defaults = { image, network: 'none', stop: { grace: 0 } };
  return { version: '1', defaults, tasks: [{ label: 'it', ...task }], ...more };
}

/**
 * Runs {@link fileOf} a task, and resolves with what it printed.
 *
 * @throws Error with its outcome and output where it does not succeed
 */
export async function outputOf(
  workspace: FileWorkspace,
  task: object,
  settings: Parameters<FileWorkspace['run']>[2] = {},
): Promise<string> {
  const { outcome, output } = await workspace.run(fileOf(task), 'it', settings);
  if (outcome.kind === 'ran' && outcome.result.status === 'success') return output('it');
  throw new Error(`${JSON.stringify(outcome)}\n${output('it')}`);
}

/**
 * The name of an image for the tests of a file, made from the tests' own.
 *
 * @param changes instructions as in a Dockerfile, of those that `docker commit --change` takes
 */
export function useImage(...changes: readonly string[]): string {
  const repo = uniqueName('container-tasks-test/language');
  beforeAll(async () => {
    const body = { Image: image };
    const { Id } = (await askEngine(dockerHost, 'POST', '/containers/create', { body })) as { Id: string };
    try {
      const query = new URLSearchParams({ container: Id, repo, tag: 'latest' });
      for (const change of changes) query.append('changes', change);
      await askEngine(dockerHost, 'POST', `/commit?${query.toString()}`, { body: {} });
    } finally {
      await askEngine(dockerHost, 'DELETE', `/containers/${Id}`);
    }
  });
  afterAll(async () => {
    await callEngine(dockerHost, 'DELETE', `/images/${repo}`);
  });
  return repo;
}
