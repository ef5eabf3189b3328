import fc from 'fast-check';
import { applyEdits } from 'jsonc-parser';
import { expect, test } from 'vitest';
import { convertDockerRun } from '../../../src/core/docker-run/convert.ts';
import type { Converted } from '../../../src/core/docker-run/convert.ts';
import { longFlag } from '../../../src/core/docker-run/flags.ts';
import { emptyTasksFile, insertTask } from '../../../src/core/docker-run/insert-task.ts';
import { splitLine } from '../../../src/core/docker-run/split-line.ts';
import { parse } from '../../../src/core/tasks-file/parse.ts';

const here = '${localWorkspaceFolder}';

test.each<[line: string, words: readonly string[]]>([
  [`a 'b c' "d e" f\\ g`, ['a', 'b c', 'd e', 'f g']],
  [`"a\\"b" 'c"d' "" ''`, ['a"b', 'c"d', '', '']],
  ['a \\\n  b \\\r\n c ^\n d `\n e', ['a', 'b', 'c', 'd', 'e']],
  ['a \\  -b c \\ d', ['a', '-b', 'c', 'd']],
  ['a\nb', ['a', 'b']],
  ['$(pwd) "$PWD"/x ${PWD}:/y %cd%\\z `pwd`', [here, `${here}/x`, `${here}:/y`, `${here}z`, here]],
  ['${workspaceFolder} $HOME/x "${A:-b c}"', [here, '${env:HOME}/x', '${localEnv:A:b c}']],
  ['$env:TOKEN $ $1 "$"', ['${env:TOKEN}', '$', '$1', '$']],
  [`'\${A}' "\\\${A}"`, ['\0{A}', '\0{A}']],
])('a shell reads %j as words', (line, words) => {
  expect(splitLine(line)).toEqual({ value: words });
});

test.each([
  ['docker run a | b', /^\| needs a shell/],
  ['docker run a > b', /^> needs a shell/],
  ['docker run "$(date)"', /^\$\(date\) needs a shell/],
  ['docker run -e X=${A:?no} a', /^\$\{A:\?no\} needs a shell/],
  ["docker run 'a", /^The quote ' is not closed/],
  ['docker ps', /begin it with "docker run"/],
  ['', /begin it with "docker run"/],
  ['docker run --rm', /names no image/],
  ['docker run --colour red a', /^--colour is no flag/],
  ['docker run -x a', /^-x is no flag/],
  ['docker run -v', /^-v has no value/],
  ['docker run A@b', /image reference/],
])('%j is refused', (line, problem) => {
  expect(convertDockerRun(line, [])).toEqual({ problem: expect.stringMatching(problem) as string });
});

test.each<[line: string, fields: object]>([
  ['docker run --rm node:24 npm test', { label: 'npm test', command: 'npm test', workspace: false }],
  ['docker run -v $(pwd):/app -w /app a', { workspace: { target: '/app' } }],
  ['docker run -v .:/app:ro -w /app/x a', { workspace: { target: '/app', mode: 'readonly' }, cwd: '/app/x' }],
  ['docker run -v $PWD:/app a', { workspace: false, mounts: ['.:/app'] }],
  [
    'docker run --mount type=bind,src=$PWD/x,dst=/x,ro -v v-1:/v -v ~/.m2:/m2:ro,Z --tmpfs /t a',
    { mounts: ['./x:/x:ro', 'v-1:/v', '~/.m2:/m2:ro', { type: 'tmpfs', target: '/t' }] },
  ],
  ['docker run -v $HOME/x:/x a', { mounts: [{ type: 'bind', source: '${env:HOME}/x', target: '/x' }] }],
  ['docker run -itu $(id -u):$(id -g) a', { interactive: true, tty: true, user: 'host' }],
  ['docker run -i=false --tty=true a', { tty: true }],
  ['docker run -e A -e B=c=d --env-file .env a', { env: { A: '${env:A}', B: 'c=d' }, envFile: ['.env'] }],
  [
    'docker run --cpus 1.5 -m512m --memory-swap=512m --pids-limit 9 --shm-size 1g --gpus all a',
    { resources: { cpus: 1.5, memory: '512m', pids: 9, shmSize: '1g', gpus: 'all' } },
  ],
  [
    'docker run --ulimit nofile=1:2 --ulimit core=0 a',
    { resources: { ulimits: { nofile: { soft: 1, hard: 2 }, core: 0 } } },
  ],
  [
    'docker run --entrypoint "" --init=false --stop-signal INT --stop-timeout 3 a',
    { entrypoint: [], init: false, stop: { signal: 'INT', grace: 3 } },
  ],
  [
    'docker run -p 80:80 --net host --add-host a:1.2.3.4 --platform linux/arm64 --pull always a',
    {
      ports: ['80:80'],
      network: 'host',
      extraHosts: ['a:1.2.3.4'],
      platform: 'linux/arm64',
      pull: 'always',
    },
  ],
  [
    'docker run --privileged --cap-add X --cap-add NET_ADMIN --security-opt no-new-privileges a',
    { privileged: true, capAdd: ['NET_ADMIN'], securityOpt: ['no-new-privileges'] },
  ],
  [
    'sudo A=1 podman --log-level debug container run -d --name db -- a',
    { label: 'db (2)', isBackground: true },
  ],
  ['docker run --name "$A" a/b', { label: 'b' }],
  [`docker run a sh -c 'a "b" | c'`, { command: ['sh', '-c', 'a "b" | c'] }],
  [`docker run a bash -c 'echo \${A} $B'`, { script: 'echo ${A} $B', shell: ['bash', '-c'] }],
  [`docker run a echo '\${A}' x`, { script: "echo '${A}' x" }],
])('%s becomes fields', (line, fields) => {
  expect(taskOf(line).task).toMatchObject({ image: expect.anything() as string, ...fields });
});

test('what has no place is told with its reason, and what changes nothing is not', () => {
  const line =
    'docker run --rm -q --restart=always --health-cmd x --cpu-shares 5 --ip 1.2.3.4 --read-only -p 1-2:1-2 -v /x a';
  expect(taskOf(line).leftOut.map(({ flag, why }) => `${flag} ${why}`)).toEqual([
    expect.stringMatching(/^--restart=always It has no meaning/),
    '--health-cmd=x Health checks are for services.',
    expect.stringMatching(/^--cpu-shares=5 .*containerTasks\.cpuShares/),
    '--ip=1.2.3.4 A task has nothing like it.',
    '--read-only A task has nothing like it.',
    expect.stringMatching(/^--volume=\/x A volume without a name/),
    expect.stringMatching(/^ports: "1-2:1-2" .*range of ports/),
  ]);
});

test('any line with known flags becomes a task without a problem, whose file keeps what it was', () => {
  const value = fc.oneof(
    fc.constantFrom(
      '1',
      'x',
      '/a',
      '.:/b',
      'a=b',
      '8080:80',
      'host',
      '$(pwd):/w',
      '${A}',
      '',
      'ro',
      '-1',
      '5m',
    ),
    fc.string({ maxLength: 8 }),
  );
  const option = fc.tuple(fc.constantFrom(...names), value).map(([name, text]) => `--${name}=${quote(text)}`);
  const words = fc.array(value.map(quote), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(option, { maxLength: 8 }), words, (options, command) => {
      const line = ['docker run', ...options, 'alpine:3', ...command].join(' ');
      const converted = convertDockerRun(line, ['x']);
      if ('problem' in converted) throw new Error(`${line}: ${converted.problem}`);
      const before = emptyTasksFile.replace('[]', '[ /* kept */ { "label": "x", "image": "a" }, ]');
      const insertion = insertTask(before, converted.value);
      const after = insertion?.text ?? '';
      expect(parse(after).problems).toEqual([]);
      expect(parse(after).tasks.map(({ label }) => label)).toEqual(['x', converted.value.task.label]);
      expect(after).toContain('/* kept */');
      expect(applyEdits(before, [...(insertion?.edits ?? [])])).toBe(after);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['an empty list', emptyTasksFile, 1],
  ['no list', '{\n  // mine\n  "version": "1"\n}\n', 1],
  [
    'tabs and CRLF',
    '{\r\n\t"version": "1",\r\n\t"tasks": [\r\n\t\t{ "label": "a", "image": "b" },\r\n\t]\r\n}',
    2,
  ],
])(
  'a task is put behind the others of a file with %s, with what was left out before it',
  (_, text, count) => {
    const insertion = insertTask(text, taskOf('docker run --ip 1.2.3.4 alpine true'));
    const { tasks, problems } = parse(insertion?.text ?? '');
    expect(problems).toEqual([]);
    expect(tasks).toHaveLength(count);
    expect(insertion?.place).toMatchObject({ offset: tasks.at(-1)?.offset, length: tasks.at(-1)?.length });
    expect(insertion?.text).toMatch(
      /\n\s*\/\/ Left out of the command line:\r?\n\s*\/\/ {3}--ip=1\.2\.3\.4 {2}A task/,
    );
  },
);

test.each(['{', '[]', '{ "tasks": {} }', ''])('nothing is put into %j', (text) => {
  expect(insertTask(text, taskOf('docker run a'))).toBeUndefined();
});

function taskOf(line: string): Converted {
  const converted = convertDockerRun(line, ['db']);
  if ('problem' in converted) throw new Error(converted.problem);
  return converted.value;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Of `docker run --help`, Docker 29. */
const names =
  `add-host annotation attach blkio-weight cap-add cap-drop cgroup-parent cgroupns cidfile cpu-period cpu-quota
  cpu-shares cpus cpuset-cpus detach detach-keys device dns dns-option domainname entrypoint env env-file expose gpus group-add
  health-cmd hostname init interactive ip ipc label link log-driver memory memory-reservation memory-swap mount name
  network network-alias no-healthcheck pid pids-limit platform privileged publish publish-all pull quiet read-only restart rm
  runtime security-opt shm-size sig-proxy stop-signal stop-timeout storage-opt sysctl tmpfs tty ulimit user userns uts volume
  volumes-from workdir`.split(/\s+/);

test('every flag is known', () => {
  expect(names.filter((name) => !longFlag(name))).toEqual([]);
});
