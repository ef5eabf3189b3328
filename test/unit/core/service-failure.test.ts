import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../../src/core/run-result.ts';
import { serviceFailure } from '../../../src/core/service-failure.ts';
import type { ServiceEnd } from '../../../src/core/service-failure.ts';

const needed = {
  message: 'It needed more memory than its limit of 64 MiB.',
  advice: 'Raise "resources.memory".',
};
const killed: RunResult = { status: 'killed', exitCode: 137, error: needed };
const missing: RunResult = { status: 'error', error: { message: 'The image "x" was not found.' } };
const done: RunResult = { status: 'success', exitCode: 0 };

test.each<[ServiceEnd, boolean, string, string]>([
  [ended(killed), true, `ended while the task ran: ${needed.message}`, needed.advice],
  [ended(killed), false, `ended before it was ready: ${needed.message}`, needed.advice],
  [ended(done), false, 'ended before it was ready: Its command was done (exit code 0).', ''],
  [ended(missing), false, 'could not be started: The image "x" was not found.', ''],
  [ended(missing), true, 'was lost while the task ran: The image "x" was not found.', ''],
  [
    unhealthy(''),
    true,
    'became unhealthy while the task ran: its health check fails.',
    'If it only needs more time',
  ],
  [unhealthy('a\n b\n'), false, 'did not become healthy: its health check says "a b".', '"startPeriod"'],
])('says of a service with %j (ready: %s) that it %s', (end, wasReady, how, advice) => {
  const error = serviceFailure('db', end, wasReady, '');
  expect(error.message).toBe(`The service "db" ${how}`);
  expect(error.advice).toContain(advice);
  expect(error.advice).toMatch(/It has printed nothing\.$/);
  expect(error.details).toBeUndefined();
});

describe('the last lines', () => {
  test('are 50 at most', () => {
    const tail = Array.from({ length: 80 }, (_, index) => `line ${index}\r\n`).join('');
    const { details = '', advice } = serviceFailure('db', ended(done), true, tail);
    const lines = details.split('\n');
    expect(lines.slice(0, 2)).toEqual(['The last lines of the service "db":', 'line 30']);
    expect(lines.slice(-2)).toEqual(['line 79', '']);
    expect(advice).toBe('Its last lines are in the output of the task, and all of them in its own log.');
  });

  test('have nothing that only a terminal understands', () => {
    const { details } = serviceFailure('db', ended(done), true, '\n\x1b[31mred\x1b[0m\n\n50%\r100%\n\n');
    expect(details).toBe('The last lines of the service "db":\nred\n\n100%\n');
  });
});

function ended(result: RunResult): ServiceEnd {
  return { kind: 'ended', result };
}

function unhealthy(output: string): ServiceEnd {
  return { kind: 'unhealthy', output };
}
