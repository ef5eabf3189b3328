import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { callEngine } from '../../helpers/engine-api.ts';
import { dockerHost, uniqueName } from '../../helpers/engine-context.ts';
import { fileOf, outputOf, useFileWorkspace } from '../../helpers/file-task.ts';

/** Which files of this machine a task sees, and what it leaves there. The engine has to run on this machine. */

const workspace = useFileWorkspace();

/** Prints what is mounted at a path: its type, and whether it can be written to. */
const mounted = (path: string): string =>
  `awk '$2 == "${path}" { print $3 != "" ? "${path}" : "", substr($4, 1, 2) }' /proc/mounts`;

describe('workspace', () => {
  test('is bound at /workspace or its target: what the task writes is there at once', async () => {
    workspace().write({ 'in.txt': 'in' });
    const script = (target: string): string =>
      `${mounted(target)}; cat in.txt; cp in.txt sub-$(basename $PWD)`;
    expect(await outputOf(workspace(), { script: script('/workspace') })).toBe('/workspace rw\nin');
    const workspaceField = { target: '/a/b', mode: 'bind' };
    expect(await outputOf(workspace(), { script: script('/a/b'), workspace: workspaceField })).toBe(
      '/a/b rw\nin',
    );
    expect(fs.readdirSync(workspace().folder).sort()).toEqual(['in.txt', 'sub-b', 'sub-workspace']);
  });

  test('readonly can only be read, and false is nowhere', async () => {
    workspace().write({ 'in.txt': 'in' });
    const script = 'cat in.txt; touch new 2>&1';
    const readonly = await workspace().run(fileOf({ script, workspace: { mode: 'readonly' } }), 'it');
    expect(readonly.output('it')).toMatch(/^in.*Read-only file system\n$/s);
    expect(readonly.outcome).toMatchObject({ result: { status: 'error' } });
    const nowhere = await outputOf(workspace(), {
      script: 'pwd; ls -d /workspace 2>&1 || true',
      workspace: false,
    });
    expect(nowhere).toMatch(/^\/\nls: \/workspace: No such file/);
    expect(fs.readdirSync(workspace().folder)).toEqual(['in.txt']);
  });

  test('copy travels to the engine, and only the declared output comes back', async () => {
    workspace().write({ 'in.txt': 'in', 'out/old': 'old' });
    const script = `${mounted('/workspace')}; cat in.txt; echo new > out/new; echo x > other; echo changed > in.txt`;
    const task = { script, workspace: { mode: 'copy' }, output: ['out/**'] };
    expect(await outputOf(workspace(), task)).toBe('in');
    expect(fs.readdirSync(workspace().folder).sort()).toEqual(['in.txt', 'out']);
    expect(fs.readFileSync(workspace().path('out/new'), 'utf8')).toBe('new\n');
    expect(fs.readFileSync(workspace().path('in.txt'), 'utf8')).toBe('in');
  });
});

test('mounts: binds, read-only ones, volumes and tmpfs, as text and as objects', async () => {
  workspace().write({ 'data/a': 'a', 'object/a': 'b', file: 'c' });
  const [text, object] = [uniqueName('volume'), uniqueName('volume')];
  const mounts = [
    './data:/data:ro',
    '${workspaceFolder}/data:/data-rw',
    './file:/a-file:ro',
    `${text}:/volume`,
    { type: 'bind', source: './object', target: '/object', readonly: true },
    { type: 'volume', source: object, target: '/object-volume' },
    { type: 'tmpfs', target: '/memory' },
  ];
  const script = [
    'cat /data/a /object/a /a-file; echo; echo seen > /data-rw/new',
    'for f in /data /object; do touch $f/new 2> /dev/null && echo "$f writable"; done',
    'for v in /volume /object-volume; do cat $v/kept 2> /dev/null; echo kept > $v/kept; done',
    'grep -c " /memory tmpfs " /proc/mounts',
  ].join('\n');
  try {
    expect(await outputOf(workspace(), { script, mounts, workspace: false })).toBe('abc\n1\n');
    expect(await outputOf(workspace(), { script, mounts })).toBe('abc\nkept\nkept\n1\n');
    expect(fs.readFileSync(workspace().path('data/new'), 'utf8')).toBe('seen\n');
  } finally {
    for (const name of [text, object])
      expect((await callEngine(dockerHost, 'DELETE', `/volumes/${name}`)).status).toBe(204);
  }
});
