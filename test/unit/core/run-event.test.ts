import { expect, test } from 'vitest';
import { eventsOfEnd } from '../../../src/core/run-event.ts';
import type { RunResult } from '../../../src/core/run-result.ts';

const running = { kind: 'running', at: 2000 } as const;
const error = { message: 'It failed.' };

test.each<[string, RunResult, Parameters<typeof eventsOfEnd>[0], readonly string[]]>([
  ['success', { status: 'success', exitCode: 0 }, [running], ['running 2000', 'end 9000']],
  [
    'a cancel',
    { status: 'cancelled', error },
    [running, { kind: 'cancel', at: 5000 }],
    ['running 2000', 'cancel 5000', 'end 9000'],
  ],
  [
    'a timeout, from when its container ran',
    { status: 'timeout', error },
    [running],
    ['running 2000', 'timeout 6000', 'end 9000'],
  ],
  [
    'a timeout of which only the end is known',
    { status: 'timeout', error },
    [],
    ['timeout 9000', 'end 9000'],
  ],
  [
    'a lack of memory',
    { status: 'killed', error, outOfMemory: 'yes' },
    [running],
    ['running 2000', 'outOfMemory 9000', 'end 9000'],
  ],
])('knows what has happened at the end of a run: %s', (_, result, before, expected) => {
  expect(eventsOfEnd(before, result, 4000, 9000).map(({ kind, at }) => `${kind} ${at}`)).toEqual(expected);
});

test('a timeout is not after the end', () => {
  expect(eventsOfEnd([running], { status: 'timeout', error }, 8000, 9000).map(({ at }) => at)).toEqual([
    2000, 9000, 9000,
  ]);
});
