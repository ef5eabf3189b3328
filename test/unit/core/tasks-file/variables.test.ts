import { describe, expect, it } from 'vitest';
import { expand } from '../../../../src/core/tasks-file/variables.ts';
import type { Variables } from '../../../../src/core/tasks-file/variables.ts';

const variables: Variables = {
  workspaceFolder: '/home/me/my app',
  workspaceFolderBasename: 'my app',
  userHome: '/home/me',
  env: (name) => ({ PATH: '/bin', EMPTY: '', NESTED: '${userHome}' })[name],
};
const scope = { variables, containerFolder: '/work/app/' };
const check = { variables: undefined, containerFolder: '' };

describe('expand', () => {
  it.each([
    ['plain', 'plain'],
    ['${workspaceFolder}/x', '/home/me/my app/x'],
    ['${localWorkspaceFolder}', '/home/me/my app'],
    ['${workspaceFolderBasename}-${localWorkspaceFolderBasename}', 'my app-my app'],
    ['${containerWorkspaceFolder}', '/work/app/'],
    ['${containerWorkspaceFolderBasename}', 'app'],
    ['${userHome}', '/home/me'],
    ['[${env:PATH}]', '[/bin]'],
    ['[${env:UNSET}]', '[]'],
    ['${localEnv:PATH}', '/bin'],
    ['[${localEnv:UNSET}]', '[]'],
    ['${localEnv:UNSET:http://x}', 'http://x'],
    ['[${localEnv:EMPTY:x}]', '[]'],
    ['${env:NESTED}', '${userHome}'],
    ['$HOME $', '$HOME $'],
  ])('replaces %s', (text, expanded) => {
    expect(expand(text, 'all', scope)).toEqual({ value: expanded });
  });

  it.each([
    ['${foo}', 'is not a variable: use `${workspaceFolder}`'],
    ['${workspacefolder}', 'did you mean `${workspaceFolder}`?'],
    ['${file}', '`${file}` is not a variable'],
    ['${}', '`${}` is not a variable'],
    ['${constructor}', 'is not a variable'],
    ['${env:}', 'names no environment variable'],
    ['${env:A B}', 'names no environment variable'],
    ['${env:${PATH}}', 'names no environment variable'],
    ['${env:X:y}', '`${env:X}` takes no default: write `${localEnv:X:y}`.'],
    ['x ${userHome', '`${` has no `}` after it'],
  ])('finds the mistake in %s, with values and without', (text, problem) => {
    for (const each of [scope, check]) {
      const expanded = expand(text, 'all', each);
      expect(expanded).toHaveProperty('problem', expect.stringContaining(problem));
      expect(expanded).toHaveProperty('at.start', text.indexOf('${'));
    }
  });

  it('waits for values where there are none', () => {
    expect(expand('${userHome}', 'all', check)).toEqual({ value: undefined });
    expect(expand('no variable', 'all', check)).toEqual({ value: 'no variable' });
  });

  it.each([
    '${NAME}',
    '${NAME:-x}',
    '${#list[@]}',
    '${env:-x}',
    '${file}',
    '${unclosed',
    '${1}',
    '${config}',
  ])('leaves %s to the shell in a script', (text) => {
    expect(expand(text, 'shell', scope)).toEqual({ value: text });
    expect(expand(text, 'shell', check)).toEqual({ value: text });
  });

  it.each([
    ['${userHome} ${HOME}', '/home/me ${HOME}'],
    ['${env:PATH}', '/bin'],
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
    expect(expand('${containerWorkspaceFolder}', 'host', scope)).toHaveProperty('problem');
    expect(
      expand('${containerWorkspaceFolder}', 'all', { variables, containerFolder: undefined }),
    ).toHaveProperty('problem', expect.stringContaining('"workspace": false'));
  });

  it('takes no variables in a text for people', () => {
    expect(expand('${userHome}', 'none', scope)).toHaveProperty('problem');
    expect(expand('100 $', 'none', scope)).toEqual({ value: '100 $' });
  });
});
