import fs from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import type { Headers } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { RunResult } from '../../../../src/core/run-result.ts';
import { failure, startFakeEngine } from '../../../helpers/fake-engine.ts';
import type { Route } from '../../../helpers/fake-engine.ts';
import { answers, exited, run as runOn } from '../../../helpers/fake-runs.ts';
import { recordedTask } from '../../../helpers/task.ts';
import { makeTemporaryFolder, removeFolder } from '../../../helpers/temporary-folder.ts';

/** What a container may leave that a real engine would not make it easy to. */

let top: string;
let folder: string;

beforeEach(() => {
  top = makeTemporaryFolder();
  folder = path.join(top, 'workspace');
  fs.mkdirSync(folder);
});

afterEach(() => {
  removeFolder(top);
});

describe('comes back', () => {
  test('what the globs mean, with its modes, and nothing else', async () => {
    const result = await bringBack([
      [{ name: 'w/', type: 'directory' }],
      [{ name: 'w/out/', type: 'directory', mode: 0o500 }],
      [{ name: 'w/out/run', mode: 0o6755 }, 'x'],
      [{ name: 'w/out/empty/', type: 'directory', mode: 0o700 }],
      [{ name: 'w/out/log.txt' }, 'log'],
      [{ name: 'w/src/a' }, 'changed'],
    ], ['out', '!**/*.txt', '**/nothing']); // prettier-ignore
    expect(result).toEqual({
      status: 'success',
      exitCode: 0,
      warning: 'Its output "**/nothing" is not there.',
    });
    expect(list()).toEqual(['out/', 'out/empty/', 'out/run=x']);
    expect(modeOf('out/run')).toBe(0o755);
    expect([modeOf('out'), modeOf('out/empty')]).toEqual([0o500, 0o700]);
  });

  test('a link, and a file of two names, where they stay in the workspace', async () => {
    await bringBack([
      [{ name: 'out/lib.so.1' }, 'lib'],
      [{ name: 'out/lib.so', type: 'symlink', linkname: 'lib.so.1' }],
      [{ name: 'out/same', type: 'link', linkname: 'out/lib.so.1' }],
      [{ name: 'out/up', type: 'symlink', linkname: '../src' }],
    ]); // prettier-ignore
    expect(list()).toEqual([
      'out/',
      'out/lib.so.1=lib',
      'out/lib.so=>lib.so.1',
      'out/same=lib',
      'out/up=>../src',
    ]);
  });

  test('a file in place of an older one, and one that is the same stays untouched', async () => {
    write('out/new', 'old');
    write('out/same', 'same');
    fs.utimesSync(path.join(folder, 'out/same'), 1, 1);
    fs.chmodSync(path.join(folder, 'out/same'), 0o644);
    await bringBack([
      [{ name: 'out/new' }, 'new'],
      [{ name: 'out/same', mode: 0o644 }, 'same'],
    ]);
    expect(list()).toEqual(['out/', 'out/new=new', 'out/same=same']);
    expect(fs.statSync(path.join(folder, 'out/same')).mtimeMs).toBe(1000);
  });

  test('nothing special', async () => {
    const result = await bringBack([
      [{ name: 'out/a' }, 'a'],
      [{ name: 'out/pipe', type: 'fifo' }],
      [{ name: 'out/device', type: 'character-device' }],
    ]); // prettier-ignore
    expect(result).toEqual({ status: 'success', exitCode: 0 });
    expect(list()).toEqual(['out/', 'out/a=a']);
  });

  test('nothing of a task that was given no output', async () => {
    expect(await bringBack([[{ name: 'w/a' }, 'a']], [])).toEqual({ status: 'success', exitCode: 0 });
    expect(list()).toEqual([]);
  });

  test('what a task has written that failed', async () => {
    const result = await bringBack([[{ name: 'out/a' }, 'a']], ['out'], {
      'GET /containers/abc/json': (response) => {
        response.end(JSON.stringify({ State: { ...exited, ExitCode: 3 } }));
      },
    });
    expect(result).toMatchObject({ status: 'error', exitCode: 3 });
    expect(list()).toEqual(['out/', 'out/a=a']);
  });
});

describe('no container writes out of the workspace', () => {
  test.each<[string, Headers[], string]>([
    ['by "..', [{ name: 'out/../../evil' }], '"out/../../evil" (no path in the workspace)'],
    ['by "/"', [{ name: 'out//evil' }], '"out//evil" (no path in the workspace)'],
    ['by a link that leads up', [{ name: 'out/l', type: 'symlink', linkname: '../..' }], '"out/l" (a link that leads out of the workspace)'],
    ['by a link that is absolute', [{ name: 'out/l', type: 'symlink', linkname: '/etc' }], '"out/l" (a link that leads out of the workspace)'],
    ['by a link of its own', [{ name: 'out/l', type: 'symlink', linkname: '../src' }, { name: 'out/l/evil' }], '"out/l/evil" ("out/l" is no folder here)'],
    ['by the other name of a file', [{ name: 'out/l', type: 'link', linkname: 'out/../../secret' }], '"out/l" (the file that it is the same as is not in the output)'],
    ['by the other name of a file that is not its output', [{ name: 'out/l', type: 'link', linkname: 'src/a' }], '"out/l" (the file that it is the same as is not in the output)'],
  ])('%s', async (_, headers, problem) => {
    fs.writeFileSync(path.join(top, 'secret'), 'secret');
    write('src/a', 'a');
    const { warning } = await bringBack([[{ name: 'out/', type: 'directory' }], ...headers.map((header): Entry => [header, header.linkname === undefined ? 'evil' : ''])]);
    expect(warning).toBe(`Of its output could not be written: ${problem}.`);
    expect(fs.readdirSync(top).sort()).toEqual(['secret', 'workspace']);
    expect(list().filter((each) => /evil|secret/.test(each))).toEqual([]);
  }); // prettier-ignore

  test('through a link that stands in the workspace', async () => {
    fs.mkdirSync(path.join(top, 'outside'));
    fs.writeFileSync(path.join(top, 'outside/file'), 'kept');
    fs.symlinkSync('../outside', path.join(folder, 'out'));
    const { warning } = await bringBack([
      [{ name: 'out/', type: 'directory' }],
      [{ name: 'out/file' }, 'evil'],
    ]);
    expect(warning).toBe(
      'Of its output could not be written: "out" ("out" is no folder here), "out/file" ("out" is no folder here).',
    );
    expect(fs.readFileSync(path.join(top, 'outside/file'), 'utf8')).toBe('kept');
  });

  test('through a link that stands in place of a file', async () => {
    fs.writeFileSync(path.join(top, 'outside'), 'kept');
    fs.mkdirSync(path.join(folder, 'out'));
    fs.symlinkSync('../../outside', path.join(folder, 'out/a'));
    expect(await bringBack([[{ name: 'out/a' }, 'new']])).toEqual({ status: 'success', exitCode: 0 });
    expect(fs.readFileSync(path.join(top, 'outside'), 'utf8')).toBe('kept');
    expect(list()).toEqual(['out/', 'out/a=new']);
  });
});

test('what cannot be written is told, and the rest is', async () => {
  write('out/a/in the way', '');
  const names = ['b', 'c', 'd', 'e', 'f', 'g'];
  for (const name of names) write(`out/${name}/in the way`, '');
  const result = await bringBack([
    ...['a', ...names].map((name): Entry => [{ name: `out/${name}` }, 'x']),
    [{ name: `out/${'long'.repeat(100)}` }, 'x'],
    [{ name: 'out/z' }, 'z'],
  ]);
  expect(result.warning).toMatch(/^Of its output could not be written: "out\/a" \(E\w+\), .*, and 3 more\.$/);
  expect(list()).toContain('out/z=z');
});

describe('a loss on the way back', () => {
  const cut: Route = (response) => {
    void tarOf([
      [{ name: 'out/a' }, 'a'],
      [{ name: 'out/b' }, 'x'.repeat(10_000)],
    ]).then((tar) => {
      response.write(tar.subarray(0, 5000), () => response.destroy());
    });
  };

  test('ends a task that has succeeded, with nothing half of it left', async () => {
    await expect(bringBack([], ['out'], { 'GET /containers/abc/archive': cut })).rejects.toMatchObject({
      name: 'DriverError',
      message: 'The connection to the engine was lost while trying to copy its output back.',
    });
    expect(list()).toEqual(['out/', 'out/a=a']);
  });

  test.each<[string, Route]>([
    ['that the engine tells', failure(500, 'disk full')],
    ['within the archive', (response) => {
      void tarOf([[{ name: 'out/b' }, 'x'.repeat(10_000)]]).then((tar) => response.end(tar.subarray(0, 5000)));
    }],
  ])('%s does too', async (_, route) => {
    await expect(bringBack([], ['out'], { 'GET /containers/abc/archive': route })).rejects.toMatchObject({
      name: 'DriverError',
    });
    expect(list().filter((each) => each.includes('='))).toEqual([]);
  }); // prettier-ignore

  test('is a warning of a task that has failed', async () => {
    const result = await bringBack([], ['out'], {
      'GET /containers/abc/archive': cut,
      'GET /containers/abc/json': (response) => {
        response.end(JSON.stringify({ State: { ...exited, ExitCode: 3 } }));
      },
    });
    expect(result).toMatchObject({ status: 'error', exitCode: 3 });
    expect(result.warning).toContain('was lost while trying to copy its output back.');
  });

  test('that nobody hears of is given up', async () => {
    const silent: Route = (response) => {
      response.write('');
      response.flushHeaders();
    };
    await expect(bringBack([], ['out'], { 'GET /containers/abc/archive': silent })).rejects.toMatchObject({
      message: 'The engine did not answer in time when asked to copy its output back.',
    });
  }, 30_000);

  test('that the user wants is a cancel', async () => {
    const abort = new AbortController();
    const ending: Route = () => {
      abort.abort(new Error('enough'));
    };
    await expect(
      bringBack([], ['out'], { 'GET /containers/abc/archive': ending }, abort.signal),
    ).rejects.toThrow('enough');
  });
});

type Entry = readonly [header: Headers, content?: string];

async function bringBack(
  entries: readonly Entry[],
  output: readonly string[] = ['out'],
  routes: Readonly<Record<string, Route>> = {},
  signal?: AbortSignal,
): Promise<RunResult> {
  const tar = await tarOf(entries);
  await using engine = await startFakeEngine(
    answers({
      'PUT /containers/abc/archive': (response, request) => {
        request.resume().on('end', () => response.end());
      },
      'GET /containers/abc/archive': (response) => response.end(tar),
      ...routes,
    }),
  );
  const result = await runOn(
    engine,
    recordedTask({ copy: { source: folder, target: '/w', output } }),
    signal,
  );
  return result;
}

async function tarOf(entries: readonly Entry[]): Promise<Buffer> {
  const packer = pack();
  for (const [header, content = ''] of entries) packer.entry(header, content);
  packer.finalize();
  return buffer(packer);
}

function write(name: string, content: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), content);
}

function modeOf(name: string): number {
  return fs.statSync(path.join(folder, name)).mode & 0o7777;
}

/** All that is in the workspace: folders with a slash, files with their content, links with what they say. */
function list(): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => {
      const stats = fs.lstatSync(path.join(folder, name));
      if (stats.isSymbolicLink()) return `${name}=>${fs.readlinkSync(path.join(folder, name))}`;
      return stats.isDirectory() ? `${name}/` : `${name}=${fs.readFileSync(path.join(folder, name), 'utf8')}`;
    })
    .sort();
}
