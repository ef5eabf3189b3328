import { expect, test, vi } from 'vitest';
import { MatcherRegistry } from '../../../src/core/problem-matcher/matcher-registry.ts';
import type { MatcherOutline } from '../../../src/core/problem-matcher/problem-matcher.ts';
import { ProblemWatch } from '../../../src/runner/problem-watch.ts';

const nested: MatcherOutline = {
  base: '$go',
  patterns: undefined,
  background: { activeOnStart: true, begins: undefined, ends: /^(a+)+$/ },
};

function watch(matcher: string | MatcherOutline, milliseconds?: number) {
  const resolved = new MatcherRegistry().resolve([matcher]);
  if ('problems' in resolved) throw new Error(resolved.problems.join());
  const events = { onProblem: vi.fn(), onBegin: vi.fn(), onReady: vi.fn(), onGivenUp: vi.fn() };
  return { events, watch: new ProblemWatch(resolved.matchers, events, milliseconds) };
}

test('tells of a problem soon, of many at once, and of the last at the end', async () => {
  const { events, watch: watched } = watch('$go');
  watched.add('a.go:1: x\n', 'stdout');
  expect(events.onProblem).not.toHaveBeenCalled();
  await vi.waitFor(() => {
    expect(events.onProblem).toHaveBeenCalledOnce();
  });
  watched.add('b.go:2: y\n'.repeat(30_000), 'stderr');
  expect(events.onProblem).toHaveBeenCalledTimes(30_001);
  watched.add('c.go:3: z', 'stdout');
  watched.end();
  watched.add('d.go:3: z\n', 'stdout');
  expect(events.onProblem).toHaveBeenCalledTimes(30_002);
  expect(events.onGivenUp).not.toHaveBeenCalled();
});

test('gives up a regular expression that takes for ever, and tells what was found before', () => {
  const { events, watch: watched } = watch(nested, 1000);
  watched.add(`a.go:1: x\n${'a'.repeat(60)}!\nb.go:1: x\n`, 'stdout');
  watched.end();
  expect(events.onProblem).toHaveBeenCalledOnce();
  expect(events.onGivenUp.mock.calls).toEqual([[expect.stringContaining('takes too long') as unknown]]);
  expect(events.onReady).not.toHaveBeenCalled();
});
