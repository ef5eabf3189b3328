import { afterEach, beforeEach } from 'vitest';
import { makeTemporaryFolder, removeFolder } from './temporary-folder.ts';

/** Gives each test of a file a folder of its own, which goes with the test. */
export function useTemporaryFolder(): () => string {
  let folder = '';
  beforeEach(() => {
    folder = makeTemporaryFolder();
  });
  afterEach(() => {
    removeFolder(folder);
  });
  return () => folder;
}
