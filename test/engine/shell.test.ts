import { afterEach, expect, test } from 'vitest';
import { dockerHost } from '../helpers/engine-context.ts';
import { behaviours } from '../helpers/shells.ts';
import { leftBehind } from '../helpers/task.ts';

afterEach(async () => {
  expect(await leftBehind()).toEqual([]);
});

test.each(behaviours)('a shell %s', async (_name, body) => {
  await body(dockerHost);
});
