import fs from 'node:fs';
import path from 'node:path';

import type { ContainerTask } from '../../src/core/container-task.ts';
import { shell } from './task.ts';
import { makeTemporaryFolder, removeFolder } from './temporary-folder.ts';

/** A folder that travels to a container and back. */
export class CopiedFolder implements Disposable {
  readonly folder = makeTemporaryFolder();

  /** A task that has the folder at /deep/er/w, and runs the script there. */
  task(
    script: string,
    output: readonly string[] = ['out'],
  ): Pick<ContainerTask, 'command' | 'copy' | 'workDir'> {
    const target = '/deep/er/w';
    return { ...shell(script), workDir: target, copy: { source: this.folder, target, output } };
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  write(name: string, content: string | Uint8Array): void {
    fs.mkdirSync(path.dirname(this.path(name)), { recursive: true });
    fs.writeFileSync(this.path(name), content);
  }

  read(name: string): string {
    return fs.readFileSync(this.path(name), 'utf8');
  }

  [Symbol.dispose](): void {
    removeFolder(this.folder);
  }
}

/** Has all that a folder may have: strange names, links, modes, many files, a large one, an empty folder, what is left out. */
export function fill(copied: CopiedFolder): void {
  copied.write(`${'deep/'.repeat(30)}größe 😀 \n`, 'deep');
  copied.write('run.sh', '#!/bin/sh\necho ran');
  fs.chmodSync(copied.path('run.sh'), 0o750);
  copied.write('private', 'p');
  fs.chmodSync(copied.path('private'), 0o600);
  fs.symlinkSync('run.sh', copied.path('link'));
  fs.symlinkSync('/none', copied.path('dangling'));
  fs.mkdirSync(copied.path('empty'));
  for (let index = 0; index < 1000; index++) copied.write(`many/${index % 10}/${index}`, String(index));
  copied.write('.dockerignore', 'left\n.dockerignore\n');
  copied.write('left/out', '');
}

/** Looks at all of that in the container, and copies it into the output. */
export const look = `
  stat -c '%n %a' run.sh private empty; ./link; readlink dangling; cat deep/deep/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*; echo
  find many -type f | wc -l; ls -a | grep -E '^(left|.dockerignore)$'
  mkdir out && cp -a deep run.sh private link many empty out && touch new && ls -ld . | cut -c1-10`;

/** What it prints. */
export const looked = 'run.sh 750\nprivate 600\nempty 755\nran\n/none\ndeep\n1000\ndrwx------\n';
