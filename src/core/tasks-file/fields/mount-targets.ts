import * as l10n from '@vscode/l10n';
import { valueOf } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import type { Mount } from '../formats/mount.ts';
import { quote } from '../parsed.ts';
import type { Problem } from '../problem.ts';

/** What of a task is mounted. */
interface Mounted {
  readonly workspace: { readonly target: string } | false;
  readonly mounts: readonly Mount[];
}

/** What is wrong where two mounts of a task have the same target, which no engine takes. */
export function problemOfTargets({ workspace, mounts }: Mounted, task: Json): Problem | undefined {
  const seen = new Set(workspace === false ? [] : [normalize(workspace.target)]);
  for (const [index, { target }] of mounts.entries()) {
    if (seen.has(normalize(target))) return clash(target, index, task);
    seen.add(normalize(target));
  }
  return undefined;
}

function clash(target: string, index: number, task: Json): Problem {
  const mounts = valueOf(task, 'mounts');
  const { offset, length } = (mounts?.type === 'array' ? mounts.items[index] : undefined) ?? task;
  return {
    message: l10n.t(
      'In `mounts[{0}]`, {1} is mounted already (`workspace` counts too): give it another target.',
      index,
      quote(target),
    ),
    offset,
    length,
  };
}

/** Without the slashes that make no difference. */
function normalize(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}
