import { PGraph } from 'p-graph';
import type { Outcome } from '../../src/core/plan/outcome.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { runPlan } from '../../src/runner/run-plan.ts';
import type { Figure } from './figure.ts';
import { timeInTurn } from './timing.ts';

const limit = 8;

/** What a plan adds to each of its jobs, which do nothing here. In µs for each job. */
export async function* measureGraph(): AsyncGenerator<Figure> {
  const [small, large] = [planOf(1000), planOf(10_000)];
  const acts = [() => runOurs(small), () => runPGraph(small), () => runBare(small), () => runOurs(large)];
  const [ours = 0, pGraph = 0, bare = 0, many = 0] = await timeInTurn(25, acts, 5);
  yield {
    measure: 'Graph: a job among 1,000 that need each other',
    unit: 'µs',
    ours,
    competitor: { name: 'p-graph', value: pGraph },
    floor: { name: 'bare promises in turn', value: bare },
    aim: { ours: 50 },
  };
  yield {
    measure: 'Graph: a job among 10,000',
    unit: 'µs',
    ours: many / 10,
    competitor: { name: 'ours among 1,000', value: ours },
    aim: { ratio: 2 },
  };
}

/** Layers of 40 jobs that need four of the layer before, and one that needs the last layer. Of 1,000, ms in all are µs for each. */
function planOf(count: number): Plan {
  const width = 40;
  const id = (index: number): string => `job ${index}`;
  const needs = (index: number): string[] =>
    index < width
      ? []
      : [0, 1, 3, 7].map((step) => id(index - (index % width) - width + ((index + step) % width)));
  const jobs = Array.from({ length: count - 1 }, (_, index) => planned(id(index), needs(index)));
  const last = jobs.slice(-width).map(({ job }) => job.id);
  return { root: 'all', jobs: [...jobs, planned('all', last)] };
}

function planned(id: string, needs: readonly string[]): Plan['jobs'][number] {
  const order = 'parallel';
  const retry = { count: 0, delay: 0, on: [] };
  return {
    job: { id, label: id, matrix: {}, definition: undefined },
    node: { id, needs, order, retry, isBackground: false, runsNothing: false, matrix: undefined },
  };
}

const success: Outcome = { kind: 'ran', result: { status: 'success', exitCode: 0 } };
const runJob = (): Promise<Outcome> => Promise.resolve(success);

async function runOurs(plan: Plan): Promise<void> {
  const { outcomes } = await runPlan(plan, { limit, runJob }).ended;
  if ([...outcomes.values()].some((outcome) => outcome !== success)) throw new Error('A job did not run.');
}

async function runPGraph({ jobs }: Plan): Promise<void> {
  const nodes = new Map(jobs.map(({ node }) => [node.id, { run: runJob }]));
  const edges = jobs.flatMap(({ node }) => node.needs.map((need): [string, string] => [need, node.id]));
  await new PGraph(nodes, edges).run({ concurrency: limit });
}

/** The jobs are in an order in which they may run. */
async function runBare({ jobs }: Plan): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next++ < jobs.length) await runJob();
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
