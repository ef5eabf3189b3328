import * as l10n from '@vscode/l10n';
import { valueOf } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';
import type { Problem } from '../problem.ts';

/** What {@link parseNetwork} takes. */
export const networkPattern = '^[A-Za-z0-9][A-Za-z0-9_.\\-]*$';

const network = new RegExp(networkPattern, 'u');

/** Reads the network of a task: `none`, `host`, or the name of one of the engine's; not another container's. */
export function parseNetwork(text: string): Parsed<string> {
  if (network.test(text)) return { value: text };
  if (text.startsWith('container:'))
    return {
      problem: l10n.t(
        '{0} is the network of another container, which is not supported: write "none", or the name of a network.',
        quote(text),
      ),
    };
  return {
    problem: l10n.t('{0} is not the name of a network: use letters, digits, "_", "." and "-".', quote(text)),
  };
}

/** What is wrong where a task without a network has ports. */
export function problemOfPorts(
  { network, ports }: { readonly network: string | undefined; readonly ports: readonly unknown[] },
  task: Json,
): Problem | undefined {
  if (network !== 'none' || ports.length === 0) return undefined;
  const { offset, length } = valueOf(task, 'ports') ?? task;
  return {
    message: l10n.t('A task without a network has no ports: remove `ports`, or `network`.'),
    offset,
    length,
  };
}
