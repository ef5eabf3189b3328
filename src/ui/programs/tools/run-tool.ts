import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

import type { TaskRun } from '../../../api.ts';
import type { ProgramParts } from '../programs.ts';
import { demandTrust, startRun } from '../start-run.ts';
import { answer } from './answer.ts';
import { confirmRun } from './confirm-run.ts';
import { ConfirmedTexts } from './confirmed-texts.ts';
import { findNamedTask } from './find-named-task.ts';
import { ToolInput } from './tool-input.ts';
import { describeOutput, describeRun, mostText, tellingContainers, toJson } from './tool-text.ts';

/** How long a run is waited for, in s: after that it goes on by itself. */
const wait = { usual: 120, most: 600 };

/** Lets a language model run a task, once a person has confirmed it. */
export function runTool(parts: ProgramParts): vscode.LanguageModelTool<unknown> {
  const confirmed = new ConfirmedTexts();
  return {
    // What cannot run is told here already, so that nobody is asked about it.
    prepareInvocation: async ({ input }, token) => {
      demandTrust();
      const task = await findNamedTask(new ToolInput(input));
      using abort = abortWith(token);
      confirmed.add(task);
      return {
        invocationMessage: vscode.l10n.t('Running the container task "{0}"', task.entry.label),
        confirmationMessages: await confirmRun(task, parts.loadDriver, abort.signal),
      };
    },
    invoke: async (options, token) => {
      const input = new ToolInput(options.input);
      const limit = input.number('waitSeconds', 1, wait.most) ?? wait.usual;
      demandTrust();
      const task = await findNamedTask(input);
      confirmed.check(task);
      using abort = abortWith(token);
      const started = startRun(task, { withoutCache: input.flag('withoutCache') }, parts.runs);
      // A question may stand when it is given up: what comes of it is not to run.
      abort.signal.addEventListener('abort', () => {
        void started.then(
          ({ run }) => {
            run.cancel();
          },
          () => undefined,
        );
      });
      const run = parts.registry.of(await unlessAborted(started, abort.signal));
      await unlessAborted(untilDone(run, limit * 1000, parts, abort.signal), abort.signal);
      return answer(await describe(run, parts, budgetOf(options)));
    },
  };
}

/** A signal that follows a token until it is disposed. */
function abortWith(token: vscode.CancellationToken): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const subscription = token.onCancellationRequested(() => {
    controller.abort();
  });
  if (token.isCancellationRequested) controller.abort();
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      subscription.dispose();
    },
  };
}

/** @throws {vscode.CancellationError} it was aborted first. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => {
    aborted.reject(new vscode.CancellationError());
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Resolves when it has ended, does what it is for, or has taken so many ms. */
async function untilDone(
  run: TaskRun,
  milliseconds: number,
  { registry }: ProgramParts,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const ready = Promise.withResolvers<undefined>();
  const look = (): void => {
    if (run.state === 'ready') ready.resolve(undefined);
  };
  const subscription = registry.onDidChange(look);
  look();
  const late = delay(milliseconds, undefined, { signal: AbortSignal.any([over.signal, signal]) });
  await Promise.race([run.ended, ready.promise, late]).catch(() => undefined);
  over.abort();
  late.catch(() => undefined);
  subscription.dispose();
}

/** A token is some three characters of a log. */
function budgetOf({ tokenizationOptions }: vscode.LanguageModelToolInvocationOptions<unknown>): number {
  return Math.min(mostText, (tokenizationOptions?.tokenBudget ?? mostText) * 3);
}

async function describe(run: TaskRun, { output }: ProgramParts, budget: number): Promise<string> {
  const containers = tellingContainers(run);
  const share = Math.floor(budget / Math.max(1, containers.length));
  const outputs = await Promise.all(
    containers.map(async (container) => {
      const part = await output.read(container.id, { length: share }).catch(() => undefined);
      return part
        ? describeOutput(container, part, share)
        : `The output of "${container.label}" cannot be read.`;
    }),
  );
  return [toJson(describeRun(run, Date.now())), ...goesOn(run), ...outputs].join('\n\n');
}

function goesOn({ id, state, label }: TaskRun): readonly string[] {
  if (state === 'ended') return [];
  return [
    `"${label}" goes on by itself. Read how it stands and what it prints with containerTasks_readOutput: { "run": "${id}" }. The user can stop it in the status bar.`,
  ];
}
