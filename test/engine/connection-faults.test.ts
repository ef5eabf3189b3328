import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunResult } from '../../src/core/run-result.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { dockerHost } from '../helpers/engine-context.ts';
import { eventually } from '../helpers/eventually.ts';
import { startFaultProxy } from '../helpers/fault-proxy.ts';
import type { Fault } from '../helpers/faults.ts';
import { quickDeadlines } from '../helpers/quick-deadlines.ts';
import { leftBehind, recordedTask, shell } from '../helpers/task.ts';
import type { RecordedTask } from '../helpers/task.ts';
import { runToEnd } from '../helpers/run-to-end.ts';

/**
 * Each call that the driver makes for a run, with each fault that a connection can have. In each cell the run ends in
 * bounded time, with the true result or a word on what is not known, and neither the engine nor this process has anything
 * left of it.
 */
const faults = {
  'comes byte by byte': ['harmless', { kind: 'split' }],
  'stalls for a while': ['harmless', { kind: 'stall', at: 20, milliseconds: 300 }],
  'is never sent on': ['silent', { kind: 'unsent', how: 'held' }],
  'is never answered': ['silent', { kind: 'stall', at: 0 }],
  'stalls within the head': ['silent', { kind: 'stall', at: 20 }],
  'is cut before it is sent on': ['cut', { kind: 'unsent', how: 'cut' }],
  'is cut before the answer': ['cut', { kind: 'cut', at: 0, how: 'end' }],
  'is reset before the answer': ['cut', { kind: 'cut', at: 0, how: 'reset' }],
  'is cut within the head': ['cut', { kind: 'cut', at: 20, how: 'end' }],
  'is answered 500 by somebody else': ['refused', { kind: 'answer', answer: refusal() }],
  'stalls within the body': ['silent body', { kind: 'stall', at: 'body' }],
  'is cut within the body': ['cut body', { kind: 'cut', at: 'body', how: 'end' }],
  'is reset within the body': ['cut body', { kind: 'cut', at: 'body', how: 'reset' }],
  'is closed twice within the body': ['cut body', { kind: 'cut', at: 'body', how: 'both' }],
  'is said to be longer than it is': ['too short', { kind: 'lie', by: 10 }],
  'is said to be shorter than it is': ['too long', { kind: 'lie', by: -1 }],
} satisfies Record<string, readonly [Group, Fault]>;

type Group =
  'harmless' | 'silent' | 'cut' | 'refused' | 'silent body' | 'cut body' | 'too short' | 'too long';

/** How a run ends: as it would without the fault, with a warning, or because the driver failed. */
type Outcome = 'real' | 'doubtful' | 'incomplete' | 'left' | 'late' | 'lost' | 'refused' | 'no engine';

interface Call {
  readonly path: RegExp;
  /** For each group of faults; what is left out is `real`. */
  readonly outcomes: Partial<Record<Group, Outcome | readonly Outcome[]>>;
  readonly isCancelled?: boolean;
}

const unanswered = { silent: 'late', cut: 'lost', refused: 'refused' } as const;
const none = 'no engine';

/** dockerode takes an answer that is cut off for one that is still to come. */
const either = ['lost', 'late'] as const;

const calls: Readonly<Record<string, Call>> = {
  version: {
    path: /^GET \/version/,
    outcomes: {
      ...{ silent: none, cut: none, refused: none },
      ...{ 'silent body': none, 'cut body': none, 'too short': none },
    },
  },
  image: {
    path: /^GET \/images\//,
    outcomes: { ...unanswered, 'silent body': 'late', 'cut body': 'lost', 'too short': 'lost' },
  },
  create: {
    path: /^POST \/containers\/create/,
    outcomes: { ...unanswered, 'silent body': 'late', 'cut body': either, 'too short': either },
  },
  attach: {
    path: /^POST \/containers\/\w+\/attach/,
    outcomes: { ...unanswered, 'silent body': 'incomplete', 'cut body': 'incomplete' },
  },
  wait: {
    path: /^POST \/containers\/\w+\/wait/,
    // Its answer is lost when the container ends: what tells of the end first is a race.
    outcomes: { ...unanswered, 'cut body': ['real', 'doubtful'] },
  },
  start: { path: /^POST \/containers\/\w+\/start/, outcomes: unanswered },
  stats: { path: /^GET \/containers\/\w+\/stats/, outcomes: {} },
  inspect: {
    path: /^GET \/containers\/\w+\/json/,
    outcomes: {
      ...unanswered,
      ...{ 'silent body': 'late', 'cut body': 'lost', 'too short': 'lost' },
      'too long': ['real', 'lost'], // A length is one thing, a chunk's another.
    },
  },
  stop: {
    path: /^POST \/containers\/\w+\/stop/,
    // The engine has stopped the container when it answers, and the end of the wait may tell so first.
    outcomes: { silent: ['late', 'real'], cut: ['lost', 'real'], refused: 'refused' },
    isCancelled: true,
  },
  remove: { path: /^DELETE \/containers\//, outcomes: { silent: 'left', cut: 'left', refused: 'left' } },
};

const cells = Object.entries(calls).flatMap(([name, call]) =>
  Object.entries(faults).map(([said, [group, fault]]) => ({ name, said, group, fault, call })),
);

let resources: readonly string[] = [];

beforeAll(() => {
  resources = process.getActiveResourcesInfo();
});

afterAll(async () => {
  expect(await leftBehind()).toEqual([]);
  await eventually('the end of every socket and timer', () => {
    const before = [...resources];
    const added = process.getActiveResourcesInfo().filter((each) => {
      const index = before.indexOf(each);
      if (index >= 0) before.splice(index, 1);
      return index < 0;
    });
    expect(added.join()).toBe('');
    return true;
  });
});

describe.concurrent('a call', () => {
  test.for(cells)('$name $said', async ({ call, group, fault }, { expect }) => {
    await using proxy = await startFaultProxy(dockerHost, call.path, fault);
    const cancel = new AbortController();
    const recorded = recordedTask({
      ...shell(call.isCancelled ? untilStopped : 'printf x; printf y >&2; sleep 0.3; exit 7'),
      writeProgress: ({ phase }) => {
        if (phase === 'running' && call.isCancelled)
          void printedBoth(recorded).then(() => {
            cancel.abort();
          });
      },
    });
    const driver = createDockerDriver({ docker: proxy.dockerHost }, quickDeadlines);
    const signals = { cancel: cancel.signal, kill: new AbortController().signal };
    const result = await runToEnd(driver, recorded.task, signals);
    expect(proxy.met()).toBeGreaterThan(0);
    expect([call.outcomes[group] ?? 'real'].flat()).toContain(outcomeOf(result, recorded));
    proxy.heal();
    await expect.poll(() => leftBehind(), { timeout: 40_000 }).not.toContain(recorded.task.id);
    await expect.poll(proxy.openConnections, { timeout: 20_000 }).toBe(0);
  });
});

const untilStopped = 'trap "exit 7" TERM; printf x; printf y >&2; while :; do sleep 0.1; done';

async function printedBoth({ stdout, stderr }: RecordedTask): Promise<void> {
  await eventually('both outputs', () => stdout().length + stderr().length === 2);
}

/** What a result says; the result itself where it says what it must not, such as a guess. */
function outcomeOf(result: RunResult, { stdout, stderr }: RecordedTask): Outcome | RunResult {
  const { exitCode, error, warning = '' } = result;
  const message = error?.message ?? '';
  if (exitCode === undefined) {
    const [said] = Object.entries(failures).find(([, pattern]) => pattern.test(message)) ?? [];
    return (said as Outcome | undefined) ?? result;
  }
  const isTrue =
    exitCode === 7 && /^(?:The command failed with exit code 7|You cancelled it)\.$/.test(message);
  if (!isTrue) return result;
  if (/^Its output (?:is incomplete|did not end)/.test(warning)) return 'incomplete';
  if (stdout().toString() !== 'x' || stderr().toString() !== 'y') return result;
  if (/^The container \w+ could not be removed\./.test(warning)) return 'left';
  if (/^The connection to the engine was lost while it ran: some of its output may be/.test(warning))
    return 'doubtful';
  return warning === '' ? 'real' : result;
}

const failures = {
  late: /^The engine did not answer in time when asked to [^.]+\.$/,
  lost: /^The connection to the engine was lost while trying to [^.]+\.$/,
  refused: /^The engine could not .+: somebody else\.$/,
  'no engine': /^No container engine answers\.$/,
} satisfies Partial<Record<Outcome, RegExp>>;

function refusal(): string {
  return 'HTTP/1.1 500 Internal Server Error\r\nContent-Length: 13\r\n\r\nsomebody else';
}
