import * as l10n from '@vscode/l10n';
import { quote } from '../tasks-file/parsed.ts';
import type { JobNode } from './node.ts';
import type { Failure, Outcome } from './outcome.ts';

/** Why a job does not begin, or not go on. */
export type Cause =
  | { readonly kind: 'cancelled' }
  /** It is a background job, and all that needed it has ended. */
  | { readonly kind: 'unneeded' }
  | {
      /** `need`: it needs what failed; `matrix`: it is of the same matrix; `order`: what comes before it in a sequence failed. */
      readonly kind: 'need' | 'matrix' | 'order';
      /** The id of the job that failed first, and how. */
      readonly failed: string;
      readonly how: Failure;
    };

/** The cause that a job which did not succeed is for what needs it. */
export function causeOf(id: string, outcome: Outcome): Cause {
  return { kind: 'need', failed: id, how: howItFailed(outcome) };
}

/** What a cause is for the next job: the first that failed stays the same. */
export function passOn(cause: Cause, kind: 'need' | 'matrix' | 'order'): Cause {
  return 'failed' in cause ? { ...cause, kind } : cause;
}

/** The cause in one sentence, for the job that it keeps from running. */
export function explainCause(id: string, cause: Cause): string {
  switch (cause.kind) {
    case 'cancelled':
      return l10n.t('You cancelled it.');
    case 'unneeded':
      return l10n.t('All that needed it has ended.');
    case 'need':
      return neededBy[cause.how](quote(cause.failed), quote(id));
    case 'matrix':
      return endsMatrix[cause.how](quote(cause.failed));
    case 'order':
      return makesUnneeded[cause.how](quote(cause.failed), quote(id));
  }
}

/** What becomes of a node that a cause keeps from running. What runs nothing ends as what it stands for. */
export function skippedFor({ id, runsNothing }: Pick<JobNode, 'id' | 'runsNothing'>, cause: Cause): Outcome {
  if (runsNothing && cause.kind === 'need')
    return { kind: 'skipped', reason: ended[cause.how](quote(cause.failed)), how: cause.how };
  const reason = explainCause(id, cause);
  return { kind: 'skipped', reason, ...(runsNothing && cause.kind === 'cancelled' && { how: 'cancelled' }) };
}

function howItFailed(outcome: Outcome): Failure {
  if (outcome.kind !== 'ran') return 'skipped'; // No other kind is a failure.
  const { status } = outcome.result;
  return status === 'success' || status === 'error' ? 'failed' : status;
}

type Sentences = Readonly<Record<Failure, (failed: string, id: string) => string>>;

const neededBy: Sentences = {
  skipped: (failed, id) => l10n.t('{0} was skipped, which {1} needs.', failed, id),
  timeout: (failed, id) => l10n.t('{0} took too long, which {1} needs.', failed, id),
  killed: (failed, id) => l10n.t('{0} was killed, which {1} needs.', failed, id),
  cancelled: (failed, id) => l10n.t('{0} was cancelled, which {1} needs.', failed, id),
  failed: (failed, id) => l10n.t('{0} failed, which {1} needs.', failed, id),
};

const ended: Readonly<Record<Failure, (failed: string) => string>> = {
  skipped: (failed) => l10n.t('{0} was skipped.', failed),
  timeout: (failed) => l10n.t('{0} took too long.', failed),
  killed: (failed) => l10n.t('{0} was killed.', failed),
  cancelled: (failed) => l10n.t('{0} was cancelled.', failed),
  failed: (failed) => l10n.t('{0} failed.', failed),
};

const endsMatrix: Readonly<Record<Failure, (failed: string) => string>> = {
  skipped: (failed) => l10n.t('{0} was skipped, which ends the rest of its matrix.', failed),
  timeout: (failed) => l10n.t('{0} took too long, which ends the rest of its matrix.', failed),
  killed: (failed) => l10n.t('{0} was killed, which ends the rest of its matrix.', failed),
  cancelled: (failed) => l10n.t('{0} was cancelled, which ends the rest of its matrix.', failed),
  failed: (failed) => l10n.t('{0} failed, which ends the rest of its matrix.', failed),
};

const makesUnneeded: Sentences = {
  skipped: (failed, id) => l10n.t('{0} was skipped, so that nothing needs {1} any more.', failed, id),
  timeout: (failed, id) => l10n.t('{0} took too long, so that nothing needs {1} any more.', failed, id),
  killed: (failed, id) => l10n.t('{0} was killed, so that nothing needs {1} any more.', failed, id),
  cancelled: (failed, id) => l10n.t('{0} was cancelled, so that nothing needs {1} any more.', failed, id),
  failed: (failed, id) => l10n.t('{0} failed, so that nothing needs {1} any more.', failed, id),
};
