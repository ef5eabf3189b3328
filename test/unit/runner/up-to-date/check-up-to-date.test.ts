import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { TaskSpec } from '../../../../src/runner/task-runner.ts';
import type { CheckedJob } from '../../../../src/runner/up-to-date/check-up-to-date.ts';
import { JobInWorkspace } from '../../../helpers/checked-job.ts';

let job: JobInWorkspace;

beforeEach(() => {
  job = new JobInWorkspace();
  job.write('src/a.c', 'one');
  job.write('src/lib/b.c', 'two');
  job.write('src/x.log', 'log');
});

afterEach(() => {
  job[Symbol.dispose]();
});

describe('a job is up to date', () => {
  test('after a success, as long as nothing changes', async () => {
    expect(await job.check()).toMatchObject({ upToDate: false, why: 'It has not run here yet.' });
    const before = Date.now();
    await job.succeed();
    for (let time = 0; time < 3; time++) {
      const freshness = await job.check();
      if (!freshness.upToDate) throw new Error(freshness.why);
      expect(freshness.since).toBeGreaterThanOrEqual(before);
    }
  });

  test('for every process, by whichever path its folder is come to', async () => {
    await job.succeed();
    fs.symlinkSync(job.folder, `${job.folder}-link`);
    expect(await job.why({ workspaceFolder: `${job.folder}-link` })).toBe('');
  });

  test.each<[string, () => void]>([
    ['that is no input is written', () => { job.write('other', 'x'); }],
    ['that is left out is written', () => { job.write('src/x.log', 'x'); }],
    ['is touched', () => { fs.utimesSync(job.path('src/a.c'), 1, 1); }],
    ['is written again as it is', () => { job.write('src/a.c', 'one'); }],
    ['of the output is written again as it is', () => { job.write('out/a', 'made'); }],
    ['may be read by others', () => { fs.chmodSync(job.path('src/a.c'), 0o600); }],
    ['is in a folder that a package manager owns', () => { job.write('src/node_modules/x', 'x'); }],
  ])('though a file %s', async (_, act) => {
    await job.succeed();
    act();
    expect(await job.why()).toBe('');
  }); // prettier-ignore

  test.each<[string, Partial<TaskSpec>]>([
    ['label', { label: 'other' }],
    ['timeout', { timeout: 5, stop: { signal: 'INT', grace: 1 } }],
    ['way to have the image', { pull: 'always', image: 'busybox:1' }],
    ["terminal's size", { terminal: { columns: 10, rows: 10 } }],
  ])('though its %s changes', async (name, spec) => {
    const terminal = name.startsWith('terminal') ? { columns: 80, rows: 24 } : undefined;
    await job.succeed(undefined, {}, { terminal, envVars: { A: '1', B: '2' } });
    expect(await job.why({}, { terminal, envVars: { B: '2', A: '1' }, ...spec })).toBe('');
  });
});

describe('a job runs again', () => {
  test.each<[string, () => void, string]>([
    ['an edit', () => { job.write('src/a.c', 'three'); }, 'src/a.c has changed.'],
    ['an edit that keeps time and size', () => { job.writeSecretly('src/a.c', 'eno'); }, 'src/a.c has changed.'],
    ['an addition', () => { job.write('src/c.c', ''); }, 'src/c.c is new.'],
    ['a deletion', () => { fs.rmSync(job.path('src/lib/b.c')); }, 'src/lib/b.c is gone.'],
    ['a rename', () => { fs.renameSync(job.path('src/a.c'), job.path('src/c.c')); }, 'src/c.c is new, and 1 more.'],
    ['two that change places', () => {
      fs.renameSync(job.path('src/a.c'), job.path('src/t'));
      fs.renameSync(job.path('src/lib/b.c'), job.path('src/a.c'));
      fs.renameSync(job.path('src/t'), job.path('src/lib/b.c'));
    }, 'src/a.c has changed, and 1 more.'],
    ['a chmod', () => { fs.chmodSync(job.path('src/a.c'), 0o755); }, 'src/a.c has changed.'],
    ['a file in place of a folder', () => {
      fs.rmSync(job.path('src/lib'), { recursive: true });
      job.write('src/lib', '');
    }, 'src/lib is new, and 1 more.'],
    ['the loss of all', () => { fs.rmSync(job.path('src'), { recursive: true }); }, 'None of the files that it reads is there.'],
    ['the loss of its output', () => { fs.rmSync(job.path('out/a')); }, 'out/a of its output is gone.'],
    ['the loss of the output folder', () => { fs.rmSync(job.path('out'), { recursive: true }); }, 'out/a of its output is gone.'],
    ['a change in its output', () => { job.writeSecretly('out/a', 'edam'); }, 'out/a of its output has changed.'],
    ['an addition to its output', () => { job.write('out/b', ''); }, 'out/b of its output is new.'],
    ['another image', () => { job.image = 'sha256:2'; }, 'Its image has changed.'],
  ])('after %s', async (_, act, why) => {
    await job.succeed();
    expect(await job.why()).toBe('');
    act();
    expect(await job.why()).toBe(why);
    expect(await job.why()).toBe('It has not succeeded since.');
  }); // prettier-ignore

  test.each<[string, Partial<CheckedJob>, Partial<TaskSpec>?]>([
    ['argv', {}, { command: ['make'] }],
    ['environment', {}, { envVars: { TOKEN: 'x' } }],
    ['user', {}, { user: 'host' }],
    ['mounts', {}, { volumes: [{ type: 'tmpfs', target: '/t' }] }],
    ['memory', {}, { memory: 1e9 }],
    ['terminal', {}, { terminal: { columns: 1, rows: 1 } }],
    ['files', { files: ['src', '!src/*.log', 'more'] }],
    ['output', { output: ['out', '!out/x'] }],
    ['input', { stdin: { text: 'x' } }],
    ['services', { services: [{ image: 'redis' }] }],
  ])('with other %s', async (_, changes, spec = {}) => {
    await job.succeed();
    expect(await job.why(changes, spec)).toBe('Its settings or its environment have changed.');
  });

  test('when the file that it is fed changes, wherever that is', async () => {
    const file = path.join(job.folder, '../fed');
    fs.writeFileSync(file, 'x');
    const changes = { stdin: { file: '../fed' } };
    await job.succeed(undefined, changes);
    expect(await job.why(changes)).toBe('');
    fs.writeFileSync(file, 'y');
    expect(await job.why(changes)).toBe('../fed has changed.');
  });

  test('after an edit while it ran', async () => {
    await job.succeed(() => {
      job.write('out/a', 'made');
      job.write('src/a.c', 'three');
    });
    expect(await job.why()).toBe('src/a.c has changed.');
  });

  test('after a run that did not succeed, though nothing has changed since the success', async () => {
    await job.succeed();
    expect(await job.why({ always: true })).toBe('It is to run always.');
    expect(await job.why()).toBe('It has not succeeded since.');
  });

  test('after a run that could not be checked', async () => {
    await job.succeed();
    expect(await job.why({ output: [] })).toBe('It does not say what its output is.');
    expect(await job.why()).toBe('It has not succeeded since.');
  });

  test('unless the run that began last is the one that succeeded', async () => {
    const [first, second] = [await job.check(), await job.check()];
    job.write('out/a', 'made');
    if (!first.upToDate) await first.record(job.image, new AbortController().signal);
    expect(await job.why()).toBe('It has not succeeded since.');
    const last = await job.check();
    if (!last.upToDate) await last.record(job.image, new AbortController().signal);
    if (!second.upToDate) await second.record(job.image, new AbortController().signal);
    expect(await job.why()).toBe('It has not succeeded since.');
  });

  test.each([
    ['files', { files: [] }, 'It does not say which files it reads.'],
    ['output', { output: [] }, 'It does not say what its output is.'],
    ['a pattern in the folder', { files: ['../x'] }, '"../x" leads out of the workspace folder.'],
  ])('without %s', async (_, changes, why) => {
    await job.succeed(undefined, changes);
    expect(await job.why(changes)).toBe(why);
  });

  test('when a part of its output was never made', async () => {
    const changes = { output: ['out', 'lib/*.so'] };
    await job.succeed(undefined, changes);
    expect(await job.why(changes)).toBe('Its output "lib/*.so" is not there.');
  });

  test.skipIf(process.getuid?.() === 0)('when a file cannot be read', async () => {
    await job.succeed();
    fs.chmodSync(job.path('src/a.c'), 0);
    expect(await job.why()).toBe('"src/a.c" cannot be read.');
  });
});

describe('an output', () => {
  test('is no input, though `files` means it', async () => {
    const changes = { files: ['**'] };
    await job.succeed(undefined, changes);
    expect(await job.why(changes)).toBe('');
  });

  test('is one where a pattern of `files` lies in it', async () => {
    const changes = { files: ['**', 'out/*.lock'] };
    const run = (): void => {
      job.write('out/a', 'made');
      job.write('out/x.lock', String(Math.random()));
    };
    await job.succeed(run, changes);
    expect(await job.why(changes)).toBe('out/x.lock is new.');
  });

  test('that is what it reads makes it run till it changes nothing any more', async () => {
    const changes = { files: ['src'], output: ['src'] };
    await job.succeed(() => { job.write('src/a.c', 'ONE'); }, changes); // prettier-ignore
    expect(await job.why(changes)).toBe('src/a.c has changed.');
    await job.succeed(() => { job.write('src/a.c', 'ONE'); }, changes); // prettier-ignore
    expect(await job.why(changes)).toBe('');
  });
});

describe('a link', () => {
  test('is what it leads to, within the workspace', async () => {
    job.write('other/deep/d', 'd');
    fs.symlinkSync('../other', job.path('src/folder'));
    fs.symlinkSync('../other/deep/d', job.path('src/file'));
    await job.succeed();
    job.write('other/deep/d', 'D');
    expect(await job.why()).toBe('src/file has changed, and 1 more.');
  });

  test('out of the workspace is just its words', async () => {
    const outside = path.join(job.folder, '../outside');
    fs.mkdirSync(outside);
    fs.symlinkSync('../../outside', job.path('src/out'));
    await job.succeed();
    fs.writeFileSync(path.join(outside, 'x'), 'x');
    expect(await job.why()).toBe('');
    fs.rmSync(job.path('src/out'));
    fs.symlinkSync('../../elsewhere', job.path('src/out'));
    expect(await job.why()).toBe('src/out has changed.');
  });

  test('that leads back has an end', async () => {
    fs.symlinkSync('.', job.path('src/self'));
    fs.symlinkSync('../..', job.path('src/lib/up'));
    for (const a of ['p', 'q', 'r', 's', 't', 'u', 'v'])
      for (const b of ['p', 'q', 'r', 's', 't', 'u', 'v']) {
        fs.mkdirSync(job.path(`src/${a}`), { recursive: true });
        if (a !== b) fs.symlinkSync(`../${b}`, job.path(`src/${a}/${b}`));
      }
    await job.succeed();
    expect(await job.why()).toBe('');
  });
});

describe('the engine', () => {
  test('is only asked for the image when all else is the same', async () => {
    await job.why();
    await job.succeed();
    job.write('src/a.c', 'three');
    await job.why();
    expect(job.imageAsked).toBe(0);
    await job.succeed();
    expect(await job.why()).toBe('');
    expect(job.imageAsked).toBe(1);
  });
});
