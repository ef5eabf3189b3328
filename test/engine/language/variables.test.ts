import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { variableTable } from '../../../src/core/tasks-file/variables/table.ts';
import type { VariableResolver } from '../../../src/runner/variable-resolver.ts';
import { fileOf, outputOf, useFileWorkspace } from '../../helpers/file-task.ts';
import type { FileWorkspace } from '../../helpers/run-file.ts';
import { image } from '../../helpers/task.ts';

/** What the variables stand for inside a container. */

const workspace = useFileWorkspace();

/** Each variable as it is written, and its value where the workspace is at /app and src/a.test.ts is open. */
function values(folder: string): Readonly<Record<string, string>> {
  return {
    '${workspaceFolder}': '/app',
    '${workspaceFolder:ws}': '/app',
    '${workspaceFolder:inner}': '/app/src',
    '${workspaceFolderBasename}': 'ws',
    '${localWorkspaceFolder}': folder,
    '${localWorkspaceFolderBasename}': 'ws',
    '${containerWorkspaceFolder}': '/app',
    '${containerWorkspaceFolderBasename}': 'app',
    '${file}': '/app/src/a.test.ts',
    '${fileBasename}': 'a.test.ts',
    '${fileBasenameNoExtension}': 'a.test',
    '${fileExtname}': '.ts',
    '${fileDirname}': '/app/src',
    '${fileDirnameBasename}': 'src',
    '${fileWorkspaceFolder}': '/app/src',
    '${fileWorkspaceFolderBasename}': 'src',
    '${relativeFile}': 'src/a.test.ts',
    '${relativeFileDirname}': 'src',
    '${lineNumber}': '7',
    '${columnNumber}': '3',
    '${selectedText}': 'some "text"; $HOME',
    '${userHome}': os.homedir(),
    '${cwd}': '/app/src',
    '${execPath}': process.execPath,
    '${pathSeparator}': '/',
    '${/}': '/',
    '${env:SET}': 'of this machine',
    '${env:UNSET}': '',
    '${localEnv:SET:default}': 'of this machine',
    '${localEnv:UNSET:a default}': 'a default',
    '${config:editor.tabSize}': '4',
    '${command:pick.it}': 'picked it',
    '${input:text}': 'typed "it" $HOME',
    '${input:pick}': 'unit',
    '${input:run}': 'of a command',
    '${matrix:axis}': 'one value',
  };
}

const inputs = [
  { id: 'text', type: 'promptString' },
  { id: 'pick', type: 'pickString', options: ['unit', { label: 'All', value: 'all' }], default: 'unit' },
  { id: 'run', type: 'command', command: 'x.y' },
];

const given = {
  'config:editor.tabSize': '4',
  'command:pick.it': 'picked it',
  'input:text': 'typed "it" $HOME',
  'input:run': 'of a command',
};

function settings({ folder }: FileWorkspace): Parameters<FileWorkspace['run']>[2] {
  const file = { lineNumber: 7, columnNumber: 3, selectedText: 'some "text"; $HOME' };
  return {
    env: { SET: 'of this machine' },
    given,
    variables: {
      folders: new Map([
        ['ws', folder],
        ['inner', path.join(folder, 'src')],
      ]),
      file: { path: path.join(folder, 'src/a.test.ts'), ...file },
      cwd: path.join(folder, 'src'),
    },
  };
}

test('every variable has its value in a command, in an argv and in env, as one word', async () => {
  const expected = values(workspace().folder);
  const written = Object.keys(expected);
  const names = new Set(written.map((each) => each.slice(2, -1).replace(/:.*/, ':')));
  expect([...variableTable.keys()].filter((name) => !names.has(name))).toEqual([]);
  workspace().write({ 'src/a.test.ts': 'its content' });
  const common = { matrix: { axis: ['one value'] }, workspace: { target: '/app' } };
  const env = Object.fromEntries(written.map((each, index) => [`V${index}`, each]));
  const prints = written.map((_, index) => `printf '%s\\n' "$V${index}"`).join('; ');
  const tasks = [
    { ...common, command: ['printf', '%s\\n', ...written] },
    { ...common, command: `printf '%s\\n' ${written.join(' ')}` },
    { ...common, env, script: prints },
  ];
  const outputs = await Promise.all(
    tasks.map(async (task) => {
      const { output } = await workspace().run(fileOf(task, { inputs }), 'it', settings(workspace()));
      return output('it (axis: one value)');
    }),
  );
  for (const output of outputs) {
    const lines = output.split('\n').slice(0, -1);
    expect(Object.fromEntries(written.map((each, index) => [each, lines[index]]))).toEqual(expected);
  }
});

test('where a path of this machine is meant, they stand for that', async () => {
  workspace().write({ 'src/a.test.ts': 'its content', 'src/.env': 'A=found' });
  const task = {
    envFile: '${fileDirname}/.env',
    mounts: [
      '${file}:/opened:ro',
      '${localWorkspaceFolder}/src:/src',
      { type: 'bind', source: '${workspaceFolder:inner}', target: '/inner' },
    ],
    script: 'echo $A $(cat /opened) $(cat /src/a.test.ts) $(ls /inner) $(cat ${file})',
  };
  expect(await outputOf(workspace(), task, settings(workspace()))).toBe(
    'found its content its content a.test.ts its content\n',
  );
});

test('a script keeps what is its shell’s own', async () => {
  const script = 'file=mine; echo "${file} ${HOME:-none} ${UNSET:-default} ${#file}" $HOME ${env:SET}';
  expect(await outputOf(workspace(), { script }, { env: { SET: 'ours' } })).toBe(
    'mine /root default 4 /root ours\n',
  );
});

describe('nothing is passed on unresolved', () => {
  test.each([
    ['${nope}', '`${nope}` is not a variable: use'],
    ['${workspacefolder}', 'did you mean `${workspaceFolder}`?'],
    ['${input:none}', '`${input:none}` is not one of the inputs'],
    ['${matrix:none}', '`${matrix:none}` is not an axis'],
    ['${file}', '`${file}` has no value: no file is open'],
    ['${selectedText}', '`${selectedText}` has no value'],
    ['${workspaceFolder:other}', 'is no folder of the workspace'],
    ['${config:a.b}', 'There is nobody to ask for `${config:a.b}`'],
    ['${input:text}', 'There is nobody to ask for `${input:text}`'],
    ['${file', '`${` has no `}` after it'],
  ])('%s stops the run', async (variable, message) => {
    const run = workspace().run(fileOf({ command: ['echo', variable] }, { inputs }), 'it');
    await expect(run).rejects.toThrow(message);
  });
});

test('inputs: a pickString takes one of its options, and a password is masked', async () => {
  const secret = { id: 'secret', type: 'promptString', password: true };
  const command = 'echo ${input:pick} ${input:text} ${input:secret}';
  const file = fileOf({ command }, { inputs: [...inputs, secret] });
  const answers = { 'input:pick': 'all', 'input:text': 'a b', 'input:secret': 'never-seen' };
  const { output, lines } = await workspace().run(file, 'it', { given: answers });
  expect(output('it')).toBe('all a b ***\n');
  expect(lines.join('\n')).not.toContain('never-seen');
  const wrong = workspace().run(file, 'it', { given: { ...answers, 'input:pick': 'other' } });
  await expect(wrong).rejects.toThrow('"other" is no choice for `${input:pick}`: give one of "unit", "all"');
});

test('inputs, commands and settings are asked for once a run, and not for one that cannot be', async () => {
  const asked: string[] = [];
  const ask = (what: string): Promise<string> => Promise.resolve(`${what} ${asked.push(what)}`);
  const resolver: VariableResolver = {
    config: (key) => ask(key),
    command: (id) => ask(id),
    input: ({ id }) => ask(id),
  };
  const script = 'echo ${input:text} ${config:a.b} ${command:c.d}';
  const tasks = [
    { label: 'it', image, script, dependsOn: ['first', 'wrong'] },
    { label: 'first', image, script },
    { label: 'wrong', image, script: '${input:none}' },
  ];
  await expect(workspace().run({ inputs, tasks }, 'it', { resolver })).rejects.toThrow('`${input:none}`');
  expect(asked).toEqual([]);
  const right = {
    defaults: { network: 'none' },
    inputs,
    tasks: [{ ...tasks[0], dependsOn: 'first' }, tasks[1]],
  };
  const { output } = await workspace().run(right, 'it', { resolver });
  expect([output('first'), output('it')]).toEqual(['text 1 a.b 2 c.d 3\n', 'text 1 a.b 2 c.d 3\n']);
});
