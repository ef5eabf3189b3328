import { test } from 'vitest';
import { usePodman } from '../helpers/podman-runs.ts';
import { behaviours } from '../helpers/shells.ts';

const { dockerHost } = usePodman();

test.each(behaviours)('a shell in a container of Podman’s %s', async (_name, body) => {
  await body(dockerHost());
});
