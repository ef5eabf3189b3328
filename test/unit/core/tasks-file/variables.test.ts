import { describe, expect, it } from 'vitest';
import { expand } from '../../../../src/core/tasks-file/variables/expand.ts';
import { toNames } from '../../../../src/core/tasks-file/variables/names.ts';
import { variableTable } from '../../../../src/core/tasks-file/variables/table.ts';
import { anyScope } from '../../../../src/core/tasks-file/variables/variables.ts';
import type { Scope, Variables } from '../../../../src/core/tasks-file/variables/variables.ts';
import { variablesIn } from '../../../helpers/variables.ts';

const file = {
  path: '/home/me/my app/src/a.test.ts',
  lineNumber: 7,
  columnNumber: 3,
  selectedText: 'some text',
};
const others: Partial<Variables> = {
  file,
  folders: new Map([
    ['my app', '/home/me/my app'],
    ['lib', '/home/me/my app/lib'],
    ['other', '/srv/other'],
  ]),
  cwd: '/home/me/my app/bin',
  env: (name) => ({ PATH: '/bin', EMPTY: '', NESTED: '${userHome}' })[name],
  asked: new Map([
    ['config:editor.tabSize', '4'],
    ['command:pick.it', 'picked'],
    ['input:suite', 'unit ${userHome}'],
  ]),
  matrix: { node: '24' },
};
const variables = variablesIn('/home/me/my app', others);
const scope: Scope = { ...anyScope, variables, containerFolder: '/work/app/' };
const check: Scope = {
  ...anyScope,
  containerFolder: '',
  inputs: toNames(['suite', 'no answer']),
  axes: toNames(['node', 'db']),
};
const windows: Scope = {
  ...scope,
  variables: variablesIn('C:\\me\\app', {
    ...others,
    pathSeparator: '\\',
    folders: new Map([['app', 'C:\\me\\app']]),
    file: { ...file, path: 'c:\\me\\App\\src\\a.test.ts' },
  }),
};

describe('expand', () => {
  it.each([
    ['plain', 'plain'],
    ['${workspaceFolder}/x', '/home/me/my app/x'],
    ['${workspaceFolder:other}', '/srv/other'],
    ['${localWorkspaceFolder}', '/home/me/my app'],
    ['${workspaceFolderBasename}-${localWorkspaceFolderBasename}', 'my app-my app'],
    ['${containerWorkspaceFolder}', '/work/app/'],
    ['${containerWorkspaceFolderBasename}', 'app'],
    ['${file}', '/home/me/my app/src/a.test.ts'],
    ['${fileBasename}', 'a.test.ts'],
    ['${fileBasenameNoExtension}', 'a.test'],
    ['${fileExtname}', '.ts'],
    ['${fileDirname}', '/home/me/my app/src'],
    ['${fileDirnameBasename}', 'src'],
    ['${fileWorkspaceFolder}', '/home/me/my app'],
    ['${fileWorkspaceFolderBasename}', 'my app'],
    ['${relativeFile}', 'src/a.test.ts'],
    ['${relativeFileDirname}', 'src'],
    ['${lineNumber}:${columnNumber}', '7:3'],
    ['${selectedText}', 'some text'],
    ['${userHome}', '/home/me'],
    ['${cwd}', '/home/me/my app/bin'],
    ['${execPath}', '/usr/bin/code'],
    ['a${pathSeparator}b${/}c', 'a/b/c'],
    ['[${env:PATH}]', '[/bin]'],
    ['[${env:UNSET}]', '[]'],
    ['${localEnv:PATH}', '/bin'],
    ['[${localEnv:UNSET}]', '[]'],
    ['${localEnv:UNSET:http://x}', 'http://x'],
    ['[${localEnv:EMPTY:x}]', '[]'],
    ['${env:NESTED}', '${userHome}'],
    ['${config:editor.tabSize}', '4'],
    ['${command:pick.it}', 'picked'],
    ['${input:suite}', 'unit ${userHome}'],
    ['${matrix:node}', '24'],
    ['$HOME $', '$HOME $'],
  ])('replaces %s', (text, expanded) => {
    expect(expand(text, 'host', scope)).toEqual({ value: expanded });
  });

  it('has a row for every variable that VS Code and the dev container specification have', () => {
    const untested = [...variableTable.keys()].filter((name) => !testedNames.includes(name));
    expect(untested).toEqual([]);
  });

  it.each([
    ['${workspaceFolder}', '/work/app/'],
    ['${workspaceFolder:my app}/x', '/work/app//x'],
    ['${workspaceFolder:lib}', '/work/app/lib'],
    ['${file}', '/work/app/src/a.test.ts'],
    ['${fileDirname}', '/work/app/src'],
    ['${fileWorkspaceFolder}', '/work/app/'],
    ['${cwd}', '/work/app/bin'],
    ['${localWorkspaceFolder}', '/home/me/my app'],
    ['${userHome}', '/home/me'],
    ['${relativeFile}', 'src/a.test.ts'],
  ])("puts the container's path of %s where the container gets it", (text, expanded) => {
    expect(expand(text, 'container', scope)).toEqual({ value: expanded });
    expect(expand(text, 'shell', scope)).toEqual({ value: expanded });
  });

  it.each([
    ['${file}', 'c:\\me\\App\\src\\a.test.ts', '/work/app/src/a.test.ts'],
    ['${workspaceFolder}', 'C:\\me\\app', '/work/app/'],
    ['${relativeFile}', 'src\\a.test.ts', 'src/a.test.ts'],
    ['${relativeFileDirname}', 'src', 'src'],
    ['${fileBasenameNoExtension}', 'a.test', 'a.test'],
    ['${/}', '\\', '/'],
  ])('knows the paths of Windows: %s', (text, host, container) => {
    expect(expand(text, 'host', windows)).toEqual({ value: host });
    expect(expand(text, 'container', windows)).toEqual({ value: container });
  });

  it.each([
    [{ ...file, path: '/etc/hosts' }, '${file}', 'is /etc/hosts, which is not in the workspace folder'],
    [
      { ...file, path: '/etc/hosts' },
      '${fileWorkspaceFolder}',
      '/etc/hosts is in no folder of the workspace',
    ],
    [{ ...file, path: '/home/me/my app2/x' }, '${fileDirname}', 'which is not in the workspace folder'],
    [file, '${workspaceFolder:other}', 'is /srv/other, which is not in the workspace folder'],
    [file, '${workspaceFolder:none}', 'is no folder of the workspace: it has "my app", "lib", "other".'],
    [undefined, '${file}', 'has no value: no file is open.'],
    [undefined, '${lineNumber}', 'has no value: no file is open.'],
    [{ ...file, selectedText: '' }, '${selectedText}', 'has no value: no text is selected.'],
    [file, '${input:no answer}', 'has no value: nobody was there to answer.'],
    [file, '${config:no.setting}', 'has no value: there is no such setting'],
    [file, '${command:none}', 'has no value: the command gave none.'],
    [file, '${matrix:db}', 'this combination of the matrix has no "db".'],
  ])('says why there is no value: %j %s', (open, text, problem) => {
    const without = { ...scope, variables: { ...variables, file: open } };
    expect(expand(text, 'container', without)).toHaveProperty('problem', expect.stringContaining(problem));
    expect(expand(text, 'container', check)).toEqual({ value: undefined });
  });

  it('gives a path outside of the workspace where this machine uses it', () => {
    const outside = { ...scope, variables: { ...variables, file: { ...file, path: '/etc/hosts' } } };
    expect(expand('${file} ${relativeFile}', 'host', outside)).toEqual({
      value: '/etc/hosts ../../../etc/hosts',
    });
  });

  it.each([
    ['${foo}', 'is not a variable: use `${workspaceFolder}`'],
    ['${workspacefolder}', 'did you mean `${workspaceFolder}`?'],
    ['${fil}', 'did you mean `${file}`?'],
    ['${}', '`${}` is not a variable'],
    ['${constructor}', 'is not a variable'],
    ['${env}', '`${env}` is not a variable'],
    ['${env:}', 'names no environment variable'],
    ['${env:A B}', 'names no environment variable'],
    ['${env:${PATH}}', 'names no environment variable'],
    ['${localEnv::x}', 'names no environment variable'],
    ['${env:X:y}', '`${env:X:y}` takes no default: write `${localEnv:X:y}`.'],
    ['${config:}', 'names nothing: write `${config:SETTING}`.'],
    ['${matrix:}', 'names nothing'],
    ['x ${userHome', '`${` has no `}` after it'],
  ])('finds the mistake in %s, with values and without', (text, problem) => {
    for (const each of [scope, check]) {
      const expanded = expand(text, 'host', each);
      expect(expanded).toHaveProperty('problem', expect.stringContaining(problem));
      expect(expanded).toHaveProperty('at.start', text.indexOf('${'));
    }
  });

  it.each([
    ['${input:suit}', 'is not one of the inputs: did you mean `${input:suite}`?'],
    ['${input:other}', 'is not one of the inputs: add one with this `id` to `inputs`.'],
    ['${matrix:nod}', "is not an axis of the task's matrix: did you mean `${matrix:node}`?"],
    ['${matrix:system}', "is not an axis of the task's matrix: add it to `matrix`."],
  ])('finds the unknown name in %s when the file is read', (text, problem) => {
    expect(expand(text, 'host', check)).toHaveProperty('problem', expect.stringContaining(problem));
  });

  it('waits for values where there are none', () => {
    expect(expand('${userHome}', 'host', check)).toEqual({ value: undefined });
    expect(expand('no variable', 'host', check)).toEqual({ value: 'no variable' });
  });

  it.each([
    '${NAME}',
    '${NAME:-x}',
    '${#list[@]}',
    '${env:-x}',
    '${input:-x}',
    '${fileName}',
    '${unclosed',
    '${1}',
    '${config}',
    'for file in *; do echo ${file}; done',
    'cwd=$(pwd); echo ${cwd}',
    'local cwd=/x && cd ${cwd}',
    'while read -r name file; do rm "${file}"; done',
    'file+=x; echo ${file}',
  ])('leaves %s to the shell in a script', (text) => {
    expect(expand(text, 'shell', scope)).toEqual({ value: text });
    expect(expand(text, 'shell', check)).toEqual({ value: text });
  });

  it.each([
    ['${userHome} ${HOME}', '/home/me ${HOME}'],
    ['${env:PATH}', '/bin'],
    ['pytest ${file} # in a file', 'pytest /work/app/src/a.test.ts # in a file'],
    ['x=${file} y=${matrix:node}', 'x=/work/app/src/a.test.ts y=24'],
    [
      'for each in ${file}; do echo "${each}"; done',
      'for each in /work/app/src/a.test.ts; do echo "${each}"; done',
    ],
    ['dofile=1; echo ${file}', 'dofile=1; echo /work/app/src/a.test.ts'],
  ])('replaces our own in a script: %s', (text, expanded) => {
    expect(expand(text, 'shell', scope)).toEqual({ value: expanded });
  });

  it.each(['${workspaceFoldr}', '${WorkspaceFolder}', '${workspaceFolder:app}', '${input:x}', '${env:A:b}'])(
    "does not take %s for the shell's in a script",
    (text) => {
      expect(expand(text, 'shell', scope)).toHaveProperty('problem');
    },
  );

  it("keeps the container's variables out of where they have no value", () => {
    expect(expand('${containerWorkspaceFolder}', 'target', scope)).toHaveProperty('problem');
    expect(expand('${workspaceFolder}', 'target', scope)).toEqual({ value: '/home/me/my app' });
    for (const text of ['${containerWorkspaceFolder}', '${workspaceFolder}', '${file}', '${cwd}'])
      for (const each of [scope, check])
        expect(expand(text, 'container', { ...each, containerFolder: undefined })).toHaveProperty(
          'problem',
          expect.stringContaining('this container does not have the workspace folder'),
        );
    expect(expand('${workspaceFolder}', 'host', { ...scope, containerFolder: undefined })).toEqual({
      value: '/home/me/my app',
    });
  });

  it('takes no variables in a text for people, and sees none in a literal text', () => {
    expect(expand('${userHome}', 'none', scope)).toHaveProperty('problem');
    expect(expand('100 $', 'none', scope)).toEqual({ value: '100 $' });
    expect(expand('^${userHome}', 'literal', scope)).toEqual({ value: '^${userHome}' });
  });
});

/** As the first table above has them. */
const testedNames = [
  ...['workspaceFolder', 'workspaceFolder:', 'workspaceFolderBasename', 'localWorkspaceFolder'],
  ...['localWorkspaceFolderBasename', 'containerWorkspaceFolder', 'containerWorkspaceFolderBasename'],
  ...['file', 'fileBasename', 'fileBasenameNoExtension', 'fileExtname', 'fileDirname', 'fileDirnameBasename'],
  ...['fileWorkspaceFolder', 'fileWorkspaceFolderBasename', 'relativeFile', 'relativeFileDirname'],
  ...['lineNumber', 'columnNumber', 'selectedText', 'userHome', 'cwd', 'execPath', 'pathSeparator', '/'],
  ...['env:', 'localEnv:', 'config:', 'command:', 'input:', 'matrix:'],
];
