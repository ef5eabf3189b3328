import { parseImage } from '../../../core/image.ts';
import { didYouMean } from '../../../core/tasks-file/did-you-mean.ts';
import type { Engine } from '../engine/engine.ts';
import { within } from '../engine/within.ts';

/**
 * An image that the engine has, and that most likely is meant by a name that nobody knows: another tag of it, or nearly its
 * name. Never rejects.
 */
export async function nearImage(
  { images, deadlines }: Pick<Engine, 'images' | 'deadlines'>,
  image: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const all = await within(deadlines.evidence, (either) => images.list(either), signal).catch(() => []);
  const names = all.flatMap((each) => each.names).filter((name) => !name.includes('@'));
  const others = names.filter((name) => name !== image);
  const wanted = repositoryOf(image);
  return others.find((name) => repositoryOf(name) === wanted) ?? didYouMean(image, others);
}

/** Without its tag and digest. */
function repositoryOf(image: string): string {
  const reference = parseImage(image);
  return 'error' in reference ? image : `${reference.registry}/${reference.repo}`;
}
