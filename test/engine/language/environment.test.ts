import fs from 'node:fs';
import { expect, test } from 'vitest';
import { fileOf, outputOf, useFileWorkspace, useImage } from '../../helpers/file-task.ts';

/** The environment of a task, and whom it runs as. */

const workspace = useFileWorkspace();
const image = useImage('ENV A=image B=image C=image D=image', 'USER app');

test('env wins over envFile, of which a later one wins, and both over the image', async () => {
  workspace().write({ '1.env': 'B=1\nC=1\nD=1\nE=1\n', 'sub/2.env': 'C=2\nD=2' });
  const task = {
    image,
    env: { D: 'env', F: '${containerWorkspaceFolder}' },
    script: 'echo $A $B $C $D $E $F',
  };
  expect(await outputOf(workspace(), { ...task, envFile: ['1.env', 'sub/2.env'] })).toBe(
    'image 1 2 env 1 /workspace\n',
  );
  expect(await outputOf(workspace(), { ...task, envFile: '1.env' })).toBe('image 1 1 env 1 /workspace\n');
});

test('envFile is read as docker run --env-file does', async () => {
  const lines = ['# a comment', '', 'Q="quoted"', 'S= a  b # c ', "X='$HOME ${Q}'", 'HERE', 'UNSET', 'V=a=b'];
  workspace().write({ '.env': lines.join('\n'), 'bad.env': 'export A=1\n' });
  const env = { HERE: 'of this machine' };
  const task = {
    envFile: '.env',
    script: 'for n in Q S X HERE V; do eval "echo \\"[\\$$n]\\""; done; env | grep -c ^UNSET || true',
  };
  expect(await outputOf(workspace(), task, { env })).toBe(
    `["quoted"]\n[ a  b # c ]\n['$HOME \${Q}']\n[of this machine]\n[a=b]\n0\n`,
  );
  await expect(outputOf(workspace(), { envFile: 'bad.env', command: 'env' })).rejects.toThrow(
    'The env file \\"bad.env\\", line 1:',
  );
});

test('secrets are passed in, and are *** wherever output is shown or stored', async () => {
  const env = { TOKEN: 'first-secret', CI_TOKEN: 'second-secret', MINE: 'of this machine' };
  const task = {
    secrets: ['TOKEN', { env: 'OTHER', from: 'CI_TOKEN' }, 'MINE'],
    env: { MINE: 'third-secret' }, // Which keeps its value, and is secret then.
    script:
      'echo "$TOKEN $OTHER $MINE"; echo "${#TOKEN} ${#OTHER} ${#MINE}"; echo "err $TOKEN" >&2; echo "$CI_TOKEN."',
  };
  const { output, lines } = await workspace().run(fileOf(task), 'it', { env });
  expect(output('it')).toContain('*** *** ***\n12 13 12\n');
  expect(output('it')).toContain('err ***\n');
  const logs = workspace().path('..', 'logs');
  const stored = fs.readdirSync(logs).map((name) => fs.readFileSync(`${logs}/${name}`, 'utf8'));
  expect(stored.join('')).toContain('*** *** ***');
  expect([output('it'), ...lines, ...stored].join('\n')).not.toMatch(/(first|second|third)-secret/);
});

test('user is the image’s, the one who runs it (host), or any; host leaves what it makes to that one', async () => {
  fs.chmodSync(workspace().folder, 0o777);
  const script = 'echo $(id -u):$(id -g); touch made-by-$(id -u)';
  const outputs = await Promise.all(
    [undefined, 'image', 'host', '12:34', 'root'].map((user) =>
      outputOf(workspace(), { image, script, ...(user !== undefined && { user }) }),
    ),
  );
  const [uid = 0, gid = 0] = [process.getuid?.(), process.getgid?.()];
  expect(outputs).toEqual(['1000:1000\n', '1000:1000\n', `${uid}:${gid}\n`, '12:34\n', '0:0\n']);
  expect(fs.statSync(workspace().path(`made-by-${uid}`))).toMatchObject({ uid, gid });
  expect(fs.statSync(workspace().path('made-by-12'))).toMatchObject({ uid: 12, gid: 34 });
});
