import type { Owner } from '../build/archive.ts';
import type { Engine } from '../engine/engine.ts';
import { unpack } from './unpack.ts';

/**
 * The user whom a container that was created runs as, in numbers, as the engine finds them: by the container's own
 * /etc/passwd and /etc/group. Root for a user who is not there: the start then says so.
 */
export async function ownerInContainer(engine: Engine, id: string, signal: AbortSignal): Promise<Owner> {
  const { Config } = await engine.containers.inspect(id, signal);
  const [user = '', group] = (Config?.User ?? '').split(':');
  if (user === '') return { uid: 0, gid: 0 };
  if (isNumber(user) && group !== undefined && isNumber(group))
    return { uid: Number(user), gid: Number(group) };
  // name:password:uid:gid:... and name:password:gid:...
  const users = await readTable(engine, id, '/etc/passwd', signal);
  const found = users.find(([name, , uid]) => name === user || (isNumber(user) && uid === user));
  const uid = isNumber(user) ? user : found?.[2];
  if (group === undefined || isNumber(group)) return toOwner(uid, group ?? found?.[3]);
  const groups = await readTable(engine, id, '/etc/group', signal);
  return toOwner(uid, groups.find(([name]) => name === group)?.[2]);
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

function toOwner(uid = '0', gid = '0'): Owner {
  return { uid: Number(uid) || 0, gid: Number(gid) || 0 };
}

/** In bytes: nobody has more users. */
const largest = 1 << 20;

/** The lines of a file such as /etc/passwd, each with its fields; none where there is no such file. */
export async function readTable(
  engine: Engine,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<readonly (readonly string[])[]> {
  const archive = await engine.archives.get(id, path, signal);
  if (!archive) return [];
  let text = '';
  const read = async (_: unknown, content: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of content) if (text.length < largest) text += chunk.toString();
  };
  await unpack(archive, read, () => undefined, signal);
  return text.split('\n').map((line) => line.split(':'));
}
