import { userInfo } from 'node:os';

import type { Engine } from '../engine/engine.ts';
import { askInfo } from '../engine/ask-info.ts';

/**
 * The user to create the container with, '' for the image's. 'host' is this process's uid:gid where the engine is
 * local, rootful and on Linux, so that files in a bind are not left to root. Elsewhere it is the image's user, since a
 * desktop's virtual machine or a rootless engine maps files to the invoking user by itself.
 */
export async function resolveUser(engine: Engine, user: string, signal: AbortSignal): Promise<string> {
  if (user !== 'host') return user;
  if (process.platform !== 'linux' || !engine.endpoint.local || !(await isRootful(engine, signal))) return '';
  const { uid, gid } = userInfo();
  return `${uid}:${gid}`;
}

async function isRootful(engine: Engine, signal: AbortSignal): Promise<boolean> {
  const { OperatingSystem, SecurityOptions = [] } = await askInfo(engine, signal);
  return (
    OperatingSystem !== 'Docker Desktop' && !SecurityOptions.some((option) => option.includes('rootless'))
  );
}
