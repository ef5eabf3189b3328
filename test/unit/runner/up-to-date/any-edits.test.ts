import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { JobInWorkspace } from '../../../helpers/checked-job.ts';

/** What a person, a tool, or the job itself may do between two checks. */
type Act =
  | { readonly kind: 'write' | 'write secretly' | 'link'; readonly name: string; readonly content: string }
  | { readonly kind: 'delete' | 'touch' | 'chmod' | 'make folder'; readonly name: string }
  | { readonly kind: 'rename'; readonly name: string; readonly to: string }
  | { readonly kind: 'image' | 'setting'; readonly value: string }
  | { readonly kind: 'succeed' | 'succeed while edited' | 'fail' | 'check' };

const name = fc.constantFrom(
  'src/a',
  'src/b',
  'src/d/a',
  'src/d/e/b',
  'src/x.log',
  'other',
  'out/a',
  'out/d/b',
);
const content = fc.constantFrom('one', 'two', 'six');
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constantFrom('write', 'write secretly', 'link'), name, content }),
  fc.record({ kind: fc.constantFrom('delete', 'touch', 'chmod', 'make folder'), name }),
  fc.record({ kind: fc.constant('rename'), name, to: name }),
  fc.record({ kind: fc.constantFrom('image', 'setting'), value: fc.constantFrom('1', '2') }),
  fc.record({
    kind: fc.constantFrom('succeed', 'succeed', 'succeed while edited', 'fail', 'check', 'check'),
  }),
);

test('whatever is done, a job is up to date if and only if nothing that matters has changed since its success', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 25 }), async (acts) => {
      using job = new JobInWorkspace();
      job.write('src/a', 'one');
      const world = { setting: '1', succeededWith: '' };
      await succeed(job, world);
      for (const each of acts) {
        await perform(job, world, each);
        if (each.kind !== 'check') continue;
        const isFresh = world.succeededWith === allThatMatters(job, world);
        const freshness = await job.check({}, { envVars: { A: world.setting } });
        expect(freshness.upToDate).toBe(isFresh);
        if (!isFresh) world.succeededWith = ''; // It has begun.
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

interface World {
  setting: string;
  /** All that mattered: before the last run its inputs, after it its outputs; '' if it did not succeed. */
  succeededWith: string;
}

async function perform(job: JobInWorkspace, world: World, each: Act): Promise<void> {
  if ('name' in each)
    attempt(() => { edit(job, each); }); // prettier-ignore
  else if (each.kind === 'image') job.image = each.value;
  else if (each.kind === 'setting') world.setting = each.value;
  else if (each.kind === 'succeed') await succeed(job, world);
  else if (each.kind === 'succeed while edited')
    await succeed(job, world, () => {
      attempt(() => { job.write('src/a', 'two'); }); // prettier-ignore
    });
  else if (each.kind === 'fail') {
    await job.check({ always: true }, { envVars: { A: world.setting } });
    world.succeededWith = '';
  }
}

async function succeed(job: JobInWorkspace, world: World, meanwhile = (): void => undefined): Promise<void> {
  const before = inputsOf(job, world);
  const run = (): void => {
    attempt(() => { job.write('out/a', 'made'); }); // prettier-ignore
    meanwhile();
  };
  await job.succeed(run, {}, { envVars: { A: world.setting } });
  world.succeededWith = before + outputsOf(job);
}

function allThatMatters(job: JobInWorkspace, world: World): string {
  // Without inputs or outputs there is nothing to be up to date.
  const none = !fs.existsSync(job.path('out')) || contentOf(job, 'src') === '';
  return none ? 'nothing' : inputsOf(job, world) + outputsOf(job);
}

function inputsOf(job: JobInWorkspace, { setting }: World): string {
  return `${job.image} ${setting} ${contentOf(job, 'src')}`;
}

function outputsOf(job: JobInWorkspace): string {
  return ` -> ${contentOf(job, 'out')}`;
}

/** What a folder has in it, as plainly as can be. */
function contentOf(job: JobInWorkspace, folder: string): string {
  const stats = fs.lstatSync(job.path(folder), { throwIfNoEntry: false });
  if (!stats) return '';
  if (stats.isSymbolicLink()) return `${folder}>${fs.readlinkSync(job.path(folder))};`;
  if (stats.isFile()) return `${folder}=${stats.mode & 0o111}${fs.readFileSync(job.path(folder), 'utf8')};`;
  const names = fs
    .readdirSync(job.path(folder))
    .filter((each) => !/^src\/[^/]*\.log$/.test(`${folder}/${each}`));
  return names.sort().map((each) => contentOf(job, `${folder}/${each}`)).join(''); // prettier-ignore
}

function edit(job: JobInWorkspace, each: Extract<Act, { readonly name: string }>): void {
  const at = job.path(each.name);
  switch (each.kind) {
    case 'write':
      job.write(each.name, each.content);
      return;
    case 'write secretly':
      job.writeSecretly(each.name, each.content);
      return;
    case 'link':
      fs.rmSync(at, { force: true });
      fs.symlinkSync(`/outside/${each.content}`, at);
      return;
    case 'delete':
      fs.rmSync(at, { recursive: true, force: true });
      return;
    case 'touch':
      fs.utimesSync(at, 1, 1);
      return;
    case 'chmod':
      fs.chmodSync(at, fs.statSync(at).mode ^ 0o111);
      return;
    case 'make folder':
      fs.mkdirSync(at, { recursive: true });
      return;
    case 'rename':
      fs.mkdirSync(path.dirname(job.path(each.to)), { recursive: true });
      fs.renameSync(at, job.path(each.to));
  }
}

/** What cannot be done is left. */
function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // A file in place of a folder, or none.
  }
}
