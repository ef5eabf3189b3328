import { mappedPaths } from '../core/container-paths.ts';
import type { Job } from '../core/plan/job.ts';
import { tellReadiness } from '../core/problem-matcher/output-matcher.ts';
import type { RunResult } from '../core/run-result.ts';
import { besideServices } from './beside-services.ts';
import type { ContainerPaths, JobContext, JobView } from './job-context.ts';
import type { JobSignals } from './job-run.ts';
import type { RunView } from './launcher.ts';
import { onAbort } from './on-abort.ts';
import type { PreparedJob } from './prepare-job.ts';
import { ProblemWatch } from './problem-watch.ts';
import type { Run, TaskRunner, TaskSpec } from './task-runner.ts';

/**
 * Runs a prepared job beside its services, to the last line that it shows. Never rejects but for a log that cannot be opened.
 *
 * @param onReady is called when a background job does what it is for: its matchers tell, or it runs
 */
export async function executeJob(
  job: Job,
  prepared: PreparedJob,
  context: JobContext,
  signals: JobSignals,
  onReady: () => void,
): Promise<RunResult> {
  const { services, matchers, freshness } = prepared;
  const { runner, launcher, keyOf, views, plan, onRun } = context;
  const view = views.job(job);
  const spec = (await view.adapt?.(prepared.spec)) ?? prepared.spec;
  const prepare = besideServices(services, (service) =>
    launcher.openServiceLog(service.spec, views.service(job, service.name)),
  );
  const problems = view.problems?.(pathsOf(spec));
  using watch = new ProblemWatch(matchers, {
    onProblem: (problem) => {
      problems?.onProblem(problem);
    },
    onBegin: (matcher) => {
      problems?.onBegin(matcher);
    },
    onReady,
    onGivenUp: (message) => {
      views.tell(job, message);
    },
  });
  const { run, shown } = await launcher.launch(
    keyOf(job),
    spec,
    matchers.length > 0 ? watched(view, watch) : view,
    { plan, prepare },
  );
  onRun?.(run);
  view.attach?.(run);
  const passed = passOn(run, runner, signals, tellReadiness(matchers) ? () => undefined : onReady);
  const result = await run.ended;
  passed.end();
  await shown;
  watch.end();
  // What is warned of may be that not all of its output was written.
  if (result.status === 'success' && result.warning === undefined && run.imageId !== undefined)
    await freshness.record(run.imageId, signals.cancel);
  return result;
}

/** What is copied is as if it were mounted. */
function pathsOf({ volumes, copy, workDir }: TaskSpec): ContainerPaths {
  const copied = copy ? [{ ...copy, type: 'bind', readonly: false } as const] : [];
  return { mapped: mappedPaths([...volumes, ...copied]), folder: workDir };
}

function watched(view: JobView, watch: ProblemWatch): RunView {
  return {
    begin: (headline, logPath) => {
      view.begin(headline, logPath);
    },
    add: (text, stream) => {
      view.add(text, stream);
      watch.add(text, stream);
    },
    end: (line) => {
      view.end(line);
    },
  };
}

/** The plan's wish to stop it reaches the run, and the plan is told when the container runs. */
function passOn(
  { id }: Run,
  runner: TaskRunner,
  { cancel, kill }: JobSignals,
  onRunning: () => void,
): { end(): void } {
  const cancelled = onAbort(cancel);
  const killed = onAbort(kill);
  // The second time it is removed at once.
  for (const { happened } of [cancelled, killed])
    void happened.then(() => {
      runner.cancel(id);
    });
  const subscription = runner.onDidChange((run) => {
    if (run.id === id && run.progress.phase === 'running') onRunning();
  });
  return {
    end: () => {
      cancelled.forget();
      killed.forget();
      subscription.dispose();
    },
  };
}
