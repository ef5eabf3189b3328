import { describe, expect, test } from 'vitest';
import { fileOf, outputOf, useFileWorkspace, useImage } from '../../helpers/file-task.ts';

/** What a task runs, as the fields about its command say. */

const workspace = useFileWorkspace();
const image = useImage('ENTRYPOINT ["echo", "image"]', 'CMD ["its command"]', 'WORKDIR /srv');

/** What each of the tasks prints, in their order. */
function outputs(...tasks: readonly object[]): Promise<readonly string[]> {
  return Promise.all(tasks.map((task) => outputOf(workspace(), task)));
}

describe('command', () => {
  test('a line is split into words as a shell quotes them, and a list is the exact argv; args follow either', async () => {
    const line = `printf '<%s>' 'a  b' "c d" e\\ f * ~ "" '$HOME' ';'x`;
    const argv = ['printf', '<%s>', 'a  b', '$HOME', '&&', "it's", ''];
    const split = '<a  b><c d><e f><*><~><><$HOME><;x>';
    const exact = "<a  b><$HOME><&&><it's><>";
    expect(
      await outputs(
        { command: line },
        { command: argv },
        { command: line, args: ['>', '"x" y'] },
        { command: argv, args: ['z'] },
      ),
    ).toEqual([split, exact, `${split}<>><"x" y>`, `${exact}<z>`]);
  });

  test.each(['echo a && echo b', 'echo a | cat', 'echo a > b', 'echo a; echo b', 'echo $HOME', 'echo $(ls)'])(
    'what needs a shell is a mistake that points to script: %s',
    async (command) => {
      await expect(workspace().run(fileOf({ command }), 'it')).rejects.toThrow(
        /needs a shell: put the line into `script`/,
      );
    },
  );

  test('left out, the image’s own runs; its entrypoint gets the command, or the args alone', async () => {
    expect(
      await outputs(
        { image },
        { image, args: ['one'] },
        { image, command: 'two' },
        { image, command: ['a b'] },
      ),
    ).toEqual(['image its command\n', 'image one\n', 'image two\n', 'image a b\n']);
  });
});

test('script is run by the shell, without the image’s entrypoint; shell is another one', async () => {
  const script = 'x=1; echo "$0 ${x}-${y:-default}" | cat && echo *';
  workspace().write({ file: '' });
  expect(
    await outputs(
      { script },
      { script, image },
      { script: 'case $- in *u*) echo strict; esac', shell: ['/bin/sh', '-uc'] },
      { script: 'the script', shell: ['echo', '-n'] },
    ),
  ).toEqual([
    expect.stringMatching(/^\S*sh 1-default\nfile\n$/),
    expect.stringMatching(/^\S*sh 1-default\nfile\n$/),
    'strict\n',
    'the script',
  ]);
});

test('entrypoint replaces the image’s, and [] clears it', async () => {
  expect(
    await outputs(
      { image, entrypoint: ['echo', 'mine'], command: 'x' },
      { image, entrypoint: [], command: 'echo cleared' },
      { image, entrypoint: ['echo', 'mine'], script: 'x', shell: ['by', 'that'] },
    ),
  ).toEqual(['mine x\n', 'cleared\n', 'mine by that x\n']);
});

test('cwd is the workspace’s target, or the image’s folder without a workspace, or what it says', async () => {
  const pwd = { image, entrypoint: [], command: 'pwd' };
  expect(
    await outputs(
      pwd,
      { ...pwd, workspace: { target: '/here' } },
      { ...pwd, workspace: false },
      { ...pwd, cwd: '/tmp' },
    ),
  ).toEqual(['/workspace\n', '/here\n', '/srv\n', '/tmp\n']);
});

test('stdin is a text or a file, and then it ends; without it there is none', async () => {
  workspace().write({ 'in.txt': 'from a file' });
  const command = 'cat';
  expect(
    await outputs(
      { command, stdin: 'a text: ${containerWorkspaceFolder}\n' },
      { command, stdin: { file: 'in.txt' } },
      { command },
    ),
  ).toEqual(['a text: /workspace\n', 'from a file', '']);
});

test('init is process 1 unless it is false', async () => {
  const command = 'cat /proc/1/comm';
  expect(await outputs({ command }, { command, init: false })).toEqual([
    expect.stringMatching(/init|tini/),
    'cat\n',
  ]);
});

test('tty gives the task a terminal', async () => {
  const script = 'test -t 0 && test -t 1 && echo terminal || echo none';
  expect(await outputs({ script }, { script, tty: true })).toEqual(['none\n', 'terminal\r\n']);
});
