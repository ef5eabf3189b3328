import fs from 'node:fs';

/** How many tests of a suite have passed and failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** The sum of several suites. */
export function sum(all: readonly Counts[]): Counts {
  return all.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  });
}

/**
 * Reads what a suite has left: vitest's JSON report, or its counts. A suite that left nothing, or that ended with another
 * code than 0 although none of its tests failed, counts as one failure.
 *
 * @param exitCode what the suite's program ended with
 */
export function readCounts(file: string, exitCode: number): Counts {
  const { passed, failed } = fs.existsSync(file) ? count(JSON.parse(fs.readFileSync(file, 'utf8'))) : nothing;
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

const nothing: Counts = { passed: 0, failed: 1 };

function count(content: unknown): Counts {
  if (typeof content !== 'object' || content === null) return nothing;
  const counts: Readonly<Record<string, unknown>> = { ...content };
  const [passed, failed] = [
    counts['passed'] ?? counts['numPassedTests'],
    counts['failed'] ?? counts['numFailedTests'],
  ];
  if (typeof passed !== 'number' || typeof failed !== 'number') return nothing;
  return { passed, failed: failed + brokenFiles(counts['testResults']) };
}

/** Test files of vitest that failed as a whole: they could not be loaded, so that none of their tests is counted. */
function brokenFiles(files: unknown): number {
  if (!Array.isArray(files)) return 0;
  const list: readonly { readonly status?: unknown; readonly assertionResults?: unknown }[] = files;
  return list.filter(({ status, assertionResults: tests }) => {
    const anyFailed =
      Array.isArray(tests) && tests.some((test: { status?: unknown }) => test.status === 'failed');
    return status === 'failed' && !anyFailed;
  }).length;
}
