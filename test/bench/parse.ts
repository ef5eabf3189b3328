import { parseTree } from 'jsonc-parser';
import { parse } from '../../src/core/tasks-file/parse.ts';
import type { Figure } from './figure.ts';
import { timeInTurn } from './timing.ts';

/** A tasks file read and checked, as on every change in the editor. */
export async function* measureParse(): AsyncGenerator<Figure> {
  const text = plainFile(1000);
  yield { ...(await compare('1,000 tasks', text)), aim: { ours: 50 } };
  yield { ...(await compare('1,000 tasks with all there is', richFile(1000))), aim: { ours: 150 } };
  for (const [what, make] of Object.entries({ tasks: plainFile, 'tasks with mistakes': brokenFile }))
    yield await compareHalf(what, make);
}

async function compare(what: string, text: string): Promise<Figure> {
  const { problems } = parse(text);
  if (problems.length > 0) throw new Error(`The tasks file to parse is wrong: ${problems[0]?.message ?? ''}`);
  const [ours = 0, floor = 0] = await timeInTurn(15, [() => parse(text), () => parseTree(text)], 5);
  const measure = `Tasks file: ${what} (${Math.round(text.length / 1000)} kB) parsed and validated`;
  return { measure, unit: 'ms', ours, floor: { name: "jsonc-parser's parse alone", value: floor } };
}

/** Twice as much text takes twice as long, or it is not linear. */
async function compareHalf(what: string, make: (count: number) => string): Promise<Figure> {
  const [whole, half] = [make(8000), make(4000)];
  const [ours = 0, halved = 0] = await timeInTurn(7, [() => parse(whole), () => parse(half)], 2);
  return {
    measure: `Tasks file: 8,000 ${what}`,
    unit: 'ms',
    ours,
    competitor: { name: 'ours, 4,000 of them', value: halved },
    aim: { ratio: 2.5 },
  };
}

function plainFile(count: number): string {
  return toText(count, (index) => ({
    label: `task ${index}`,
    image: 'busybox:latest',
    command: ['sh', '-c', `echo ${index}`],
    env: { NUMBER: String(index), FOLDER: '${workspaceFolder}' },
    timeout: '5m',
    resources: { memory: '256m', cpus: 1.5 },
  }));
}

/** Every task depends on the one before it, and refers to whatever can be referred to. */
function richFile(count: number): string {
  return toText(count, (index) => ({
    label: `task ${index}`,
    detail: 'One of many',
    script: 'npm run "${input:suite}" && echo ${HOME:-none} ${matrix:node}',
    dependsOn: index === 0 ? [] : [`task ${index - 1}`],
    services: ['db', 'cache'],
    matrix: { node: [22, 24], exclude: [{ node: 22 }] },
    mounts: ['./data:/data:ro', { type: 'tmpfs', target: '/tmp' }],
    files: ['src/**'],
    output: ['dist/**'],
    problemMatcher: ['$tsc', { pattern: { regexp: '^(.*):(\\d+):(\\d+): (.*)$' } }],
    windows: { env: { A: '1' }, shell: ['cmd'] },
    group: { kind: 'build', isDefault: false },
  }));
}

/** Every task has an unknown field, is part of a circle, and refers to what is not there. */
function brokenFile(count: number): string {
  return toText(count, (index) => ({
    label: `task ${index}`,
    imag: 'x',
    timeout: 'soon',
    command: 'ls ${workspaceFoldr}',
    dependsOn: [`task ${(index * 7) % count}`, `tusk ${index}`],
    services: [`db${index}`],
  }));
}

function toText(count: number, task: (index: number) => object): string {
  const document = {
    version: '1',
    inputs: [{ id: 'suite', type: 'pickString', options: ['unit', 'e2e'] }],
    services: { db: { image: 'postgres:17' }, cache: { image: 'redis:8' } },
    defaults: { image: 'node:24', user: 'host' },
    tasks: Array.from({ length: count }, (_, index) => task(index)),
  };
  return JSON.stringify(document, undefined, 2);
}
