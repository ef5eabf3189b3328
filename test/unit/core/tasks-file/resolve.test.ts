import { describe, expect, it } from 'vitest';
import type { MatcherOutline, ProblemPattern } from '../../../../src/core/problem-matcher/problem-matcher.ts';
import type { ServiceDefinition, TaskDefinition } from '../../../../src/core/tasks-file/definition.ts';
import { parse } from '../../../../src/core/tasks-file/parse.ts';
import { resolve } from '../../../../src/core/tasks-file/resolve.ts';
import type { Resolved } from '../../../../src/core/tasks-file/resolve.ts';
import { variablesIn } from '../../../helpers/variables.ts';

const variables = variablesIn('/home/me/my app (1)', {
  env: (name) => ({ TAG: '24', SECONDS: '90s', QUOTES: `a"b'c $d`, BAD: 'x y' })[name],
});

function resolveFirst(text: string): Resolved {
  const { tasks, problems } = parse(text);
  expect(problems).toEqual([]);
  return resolve(tasks[0]!, variables);
}

function define(fields: object, defaults: object = {}): TaskDefinition {
  const resolved = resolveFirst(JSON.stringify({ defaults, tasks: [{ label: 'a', image: 'x', ...fields }] }));
  if ('problems' in resolved) throw new Error(resolved.problems.map(({ message }) => message).join());
  return resolved.definition;
}

const plain: TaskDefinition = {
  label: 'a',
  detail: undefined,
  image: 'x',
  build: undefined,
  platform: '',
  command: [],
  entrypoint: undefined,
  cwd: '/workspace',
  env: {},
  envFile: [],
  stdin: undefined,
  user: '',
  secrets: [],
  workspace: { target: '/workspace', mode: 'bind' },
  mounts: [],
  tty: false,
  interactive: false,
  retry: { count: 0, delay: 0, on: ['error', 'timeout', 'killed'] },
  services: [],
  files: [],
  output: [],
  always: false,
  problemMatcher: [],
  isBackground: false,
  icon: undefined,
  hide: false,
  group: undefined,
  presentation: { output: 'channel', reveal: 'always', focus: false, clear: false, chart: 'auto' },
  runOptions: { instanceLimit: 1, instancePolicy: 'prompt' },
  cpus: 0,
  memory: 0,
  pids: 0,
  shmSize: 0,
  ulimits: [],
  gpus: 0,
  network: '',
  ports: [],
  extraHosts: [],
  privileged: false,
  capAdd: [],
  capDrop: [],
  securityOpt: [],
  init: true,
  timeout: 0,
  stop: { signal: '', grace: 10_000 },
  pull: 'missing',
};

describe('resolve', () => {
  it('fills in every default', () => {
    expect(define({})).toEqual(plain);
  });

  it.each<[string, object, Partial<TaskDefinition>]>([
    ['a command line', { command: 'npm run "my test"' }, { command: ['npm', 'run', 'my test'] }],
    ['an argv', { command: ['a b', '$X', '&&'] }, { command: ['a b', '$X', '&&'] }],
    [
      'args after a command',
      { command: 'npm test', args: ['--', 'a b'] },
      { command: ['npm', 'test', '--', 'a b'] },
    ],
    ['args alone', { args: ['x'] }, { command: ['x'] }],
    ['an empty argv', { command: [] }, { command: [] }],
    ['a script', { script: 'a && b' }, { command: ['/bin/sh', '-c', 'a && b'], entrypoint: [] }],
    [
      "a script's own shell",
      { script: 'a', shell: ['bash', '-ec'] },
      { command: ['bash', '-ec', 'a'], entrypoint: [] },
    ],
    [
      'a script after an entrypoint',
      { script: 'a', entrypoint: ['tini'] },
      { command: ['/bin/sh', '-c', 'a'], entrypoint: ['tini'] },
    ],
    [
      "a script's own variables",
      { script: 'echo ${A:-${B}} ${userHome}' },
      { command: ['/bin/sh', '-c', 'echo ${A:-${B}} /home/me'], entrypoint: [] },
    ],
    ['a cleared entrypoint', { entrypoint: [] }, { entrypoint: [] }],
    ['a folder', { cwd: '${containerWorkspaceFolder}/x' }, { cwd: '/workspace/x' }],
    ['no workspace', { workspace: false }, { workspace: false, cwd: '' }],
    [
      "a workspace's target",
      {
        workspace: { target: '/${workspaceFolderBasename}', mode: 'readonly' },
        env: { A: '${containerWorkspaceFolderBasename}' },
      },
      {
        workspace: { target: '/my app (1)', mode: 'readonly' },
        cwd: '/my app (1)',
        env: { A: 'my app (1)' },
      },
    ],
    ['one env file', { envFile: '.env' }, { envFile: ['.env'] }],
    ['env files', { envFile: ['.env', '${userHome}/env'] }, { envFile: ['.env', '/home/me/env'] }],
    ['text for stdin', { stdin: 'a\0b' }, { stdin: { text: 'a\0b' } }],
    ['a file for stdin', { stdin: { file: 'in.txt' } }, { stdin: { file: 'in.txt' } }],
    ["the host's user", { user: 'host' }, { user: 'host' }],
    [
      'limits',
      { resources: { cpus: 1.5, memory: '512m', pids: 10 } },
      { cpus: 1500, memory: 2 ** 29, pids: 10 },
    ],
    [
      'more limits',
      { resources: { shmSize: '1g', ulimits: { nofile: 10, core: { soft: 0, hard: -1 } }, gpus: 'all' } },
      {
        shmSize: 2 ** 30,
        ulimits: [
          { name: 'nofile', soft: 10, hard: 10 },
          { name: 'core', soft: 0, hard: -1 },
        ],
        gpus: 'all',
      },
    ],
    ['a platform', { platform: 'linux/arm64/v8' }, { platform: 'linux/arm64/v8' }],
    ['a network', { network: 'none' }, { network: 'none' }],
    [
      'ports',
      { ports: [80, '8080:80', '127.0.0.1:53:${env:TAG}/udp'] },
      {
        ports: [
          { containerPort: 80, protocol: 'tcp', hostPort: 0, hostIp: '' },
          { containerPort: 80, protocol: 'tcp', hostPort: 8080, hostIp: '' },
          { containerPort: 24, protocol: 'udp', hostPort: 53, hostIp: '127.0.0.1' },
        ],
      },
    ],
    [
      'a list of hosts',
      { extraHosts: ['db:10.0.0.5', 'six=[::1]'] },
      { extraHosts: ['db:10.0.0.5', 'six:::1'] },
    ],
    ['an object of hosts', { extraHosts: { me: 'host-gateway' } }, { extraHosts: ['me:host-gateway'] }],
    ['capabilities', { capDrop: ['net_raw', 'CAP_CHOWN'] }, { capDrop: ['NET_RAW', 'CHOWN'] }],
    [
      'durations',
      { timeout: '${env:SECONDS}', stop: { grace: 0.5, signal: 15 } },
      { timeout: 90_000, stop: { signal: '15', grace: 500 } },
    ],
    [
      'security',
      {
        privileged: true,
        capAdd: ['cap_net_admin'],
        securityOpt: ['no-new-privileges', 'seccomp:unconfined', 'apparmor=mine', 'no-new-privileges:false'],
      },
      {
        privileged: true,
        capAdd: ['NET_ADMIN'],
        securityOpt: ['no-new-privileges', 'seccomp=unconfined', 'apparmor=mine', 'no-new-privileges=false'],
      },
    ],
    ['the network of the machine', { network: 'host' }, { network: 'host' }],
    [
      'secrets',
      { secrets: ['A', { env: 'B' }, { env: 'C', from: 'D_${env:TAG}' }] },
      {
        secrets: [
          { env: 'A', from: 'A' },
          { env: 'B', from: 'B' },
          { env: 'C', from: 'D_24' },
        ],
      },
    ],
    ['a copy', { workspace: { mode: 'copy' } }, { workspace: { target: '/workspace', mode: 'copy' } }],
    ['a terminal', { tty: true, interactive: true }, { tty: true, interactive: true }],
    [
      'how it looks',
      { icon: { color: 'terminal.ansiRed' }, hide: true, group: 'build' },
      {
        icon: { id: 'tools', color: 'terminal.ansiRed' },
        hide: true,
        group: { kind: 'build', isDefault: false },
      },
    ],
    [
      'a default group',
      { group: { kind: 'test', isDefault: true } },
      { group: { kind: 'test', isDefault: true } },
    ],
    [
      'retries',
      { retry: { delay: '2s', on: ['error'] } },
      { retry: { count: 1, delay: 2000, on: ['error'] } },
    ],
    [
      'what it reads and writes',
      { files: ['src/**', '!src/${env:TAG}'], output: ['dist'], always: true },
      { files: ['src/**', '!src/24'], output: ['dist'], always: true },
    ],
    [
      'where its output goes',
      {
        presentation: { output: 'terminal', chart: 'never' },
        isBackground: true,
        runOptions: { instanceLimit: 3 },
      },
      {
        presentation: { ...plain.presentation, output: 'terminal', chart: 'never' },
        isBackground: true,
        runOptions: { instanceLimit: 3, instancePolicy: 'prompt' },
      },
    ],
    ['an image', { image: 'node:${env:TAG}' }, { image: 'node:24' }],
    [
      'the folder of a build',
      { build: './docker' },
      { build: { context: './docker', dockerfile: 'Dockerfile', target: '', args: {} } },
    ],
    [
      'a build',
      {
        build: {
          context: '${workspaceFolder}/x',
          dockerfile: 'a/Dockerfile',
          target: 't',
          args: { A: '${env:TAG}' },
        },
      },
      {
        build: {
          context: '/home/me/my app (1)/x',
          dockerfile: 'a/Dockerfile',
          target: 't',
          args: { A: '24' },
        },
      },
    ],
    [
      'a build of the workspace folder',
      { build: {} },
      { build: { context: '.', dockerfile: 'Dockerfile', target: '', args: {} } },
    ],
    [
      'mounts',
      {
        mounts: [
          '~/x:/x:ro',
          { type: 'volume', source: 'cache', target: '/c' },
          { type: 'tmpfs', target: '/t' },
        ],
      },
      {
        mounts: [
          { type: 'bind', source: '~/x', target: '/x', readonly: true },
          { type: 'volume', source: 'cache', target: '/c', readonly: false },
          { type: 'tmpfs', target: '/t' },
        ],
      },
    ],
    ['names that objects have', { env: { constructor: '1' } }, { env: { constructor: '1' } }],
  ])('reads %s', (_, fields, expected) => {
    expect(define(fields)).toEqual({ ...plain, ...expected });
  });

  const matcher: MatcherOutline = {
    base: undefined,
    owner: undefined,
    source: undefined,
    severity: undefined,
    applyTo: undefined,
    fileLocation: undefined,
    patterns: undefined,
    background: undefined,
  };
  const pattern: ProblemPattern = {
    regexp: /^(.*):(\d+):(\d+): (.*)$/,
    kind: 'location',
    file: 1,
    location: undefined,
    line: 2,
    column: 3,
    endLine: undefined,
    endColumn: undefined,
    severity: undefined,
    code: undefined,
    message: 0,
    loop: false,
  };
  const regexp = pattern.regexp.source;

  it.each<[string, unknown, TaskDefinition['problemMatcher']]>([
    ['a name', '$tsc', ['$tsc']],
    ['names', ['$tsc', '$eslint-stylish'], ['$tsc', '$eslint-stylish']],
    ['one of its own', { pattern: { regexp } }, [{ ...matcher, patterns: [pattern] }]],
    [
      'one without columns',
      { pattern: { regexp: '(a)(b)' } },
      [{ ...matcher, patterns: [{ ...pattern, regexp: /(a)(b)/, column: undefined }] }],
    ],
    ['a named pattern', { owner: 'me', pattern: '$tsc' }, [{ ...matcher, owner: 'me', patterns: '$tsc' }]],
    [
      'one that is like another',
      { base: '$tsc', severity: 'info' },
      [{ ...matcher, base: '$tsc', severity: 'info' }],
    ],
    [
      'the text of an expression, in which nothing is a variable',
      { pattern: { regexp: '\\${(a)(b)(c)}' } },
      [{ ...matcher, patterns: [{ ...pattern, regexp: /\${(a)(b)(c)}/ }] }],
    ],
    [
      'a place in one group',
      { pattern: { regexp, location: 2, message: 4 } },
      [
        {
          ...matcher,
          patterns: [{ ...pattern, location: 2, line: undefined, column: undefined, message: 4 }],
        },
      ],
    ],
    [
      'all that there is',
      [
        '$go',
        {
          owner: 'me',
          source: 'mine',
          severity: 'warning',
          applyTo: 'openDocuments',
          fileLocation: ['autoDetect', '${workspaceFolder}/x'],
          pattern: [
            { regexp: '^(.*)$', kind: 'file', file: 1 },
            { regexp: '^ +(.*)$', message: 1, loop: true },
          ],
          background: { activeOnStart: true, beginsPattern: '^begin', endsPattern: { regexp: '^end' } },
        },
      ],
      [
        '$go',
        {
          owner: 'me',
          source: 'mine',
          base: undefined,
          applyTo: 'openDocuments',
          severity: 'warning',
          fileLocation: { kind: 'autoDetect', folder: '/home/me/my app (1)/x' },
          patterns: [
            {
              ...pattern,
              regexp: /^(.*)$/,
              kind: 'file',
              line: undefined,
              column: undefined,
              message: undefined,
            },
            {
              ...pattern,
              regexp: /^ +(.*)$/,
              file: undefined,
              line: undefined,
              column: undefined,
              message: 1,
              loop: true,
            },
          ],
          background: { activeOnStart: true, begins: /^begin/, ends: /^end/ },
        },
      ],
    ],
  ])('reads a problem matcher: %s', (_, problemMatcher, expected) => {
    expect(define({ problemMatcher }).problemMatcher).toEqual(expected);
  });

  it.each<[string, object, Partial<ServiceDefinition>]>([
    ['an image', { image: 'redis' }, { image: 'redis' }],
    [
      'what a task may have too',
      {
        image: 'redis',
        command: 'redis-server --save ""',
        env: { A: '${env:TAG}' },
        user: 'host',
        ports: [6379],
      },
      {
        image: 'redis',
        command: ['redis-server', '--save', ''],
        env: { A: '24' },
        user: 'host',
        ports: [{ containerPort: 6379, protocol: 'tcp', hostPort: 0, hostIp: '' }],
      },
    ],
    [
      'a line as health check',
      { image: 'x', healthcheck: { test: 'a ${X} || b' } },
      {
        healthcheck: {
          test: ['CMD-SHELL', 'a ${X} || b'],
          interval: 0,
          timeout: 0,
          startPeriod: 0,
          retries: 0,
        },
      },
    ],
    [
      'a whole health check',
      {
        image: 'x',
        healthcheck: { test: ['CMD', 'a'], interval: '2s', timeout: 1, startPeriod: '1m', retries: 15 },
      },
      {
        healthcheck: { test: ['CMD', 'a'], interval: 2000, timeout: 1000, startPeriod: 60_000, retries: 15 },
      },
    ],
    [
      "the image's health check at another pace",
      { image: 'x', healthcheck: { interval: 1 } },
      { healthcheck: { test: [], interval: 1000, timeout: 0, startPeriod: 0, retries: 0 } },
    ],
    [
      'no health check',
      { image: 'x', healthcheck: { disable: true } },
      { healthcheck: { test: ['NONE'], interval: 0, timeout: 0, startPeriod: 0, retries: 0 } },
    ],
  ])('reads a service: %s', (_, service, expected) => {
    const document = {
      services: { other: { image: 'y' }, db: service },
      defaults: { image: 'node', user: '1', env: { NOT: 'here' } },
      tasks: [{ label: 'a', services: ['db', 'other'] }],
    };
    const resolved = resolveFirst(JSON.stringify(document));
    if (!('definition' in resolved)) throw new Error('There is a problem.');
    const [db, other] = resolved.definition.services;
    expect(other).toMatchObject({ name: 'other', image: 'y', user: '', env: {}, healthcheck: undefined });
    const { workspace, mounts, secrets, cwd, ...rest } = { ...plain, cwd: '' };
    expect({ workspace, mounts, secrets, cwd, ...rest, ...db }).toMatchObject({
      ...plain,
      cwd: '',
      image: 'x',
      ...expected,
    });
    expect(db?.name).toBe('db');
  });

  const built = { context: 'c', dockerfile: 'Dockerfile', target: '', args: {} };

  it.each<[string, object, object, Pick<TaskDefinition, 'image' | 'build'>]>([
    ['a build takes no image', { image: 'x' }, { build: 'c' }, { image: '', build: built }],
    ['an image takes no build', { build: 'c' }, { image: 'x' }, { image: 'x', build: undefined }],
    ['a build serves every task', { build: 'c' }, {}, { image: '', build: built }],
    [
      'builds are merged',
      { build: { context: 'c', args: { A: '1' } } },
      { image: 'x', build: { target: 't' } },
      { image: 'x', build: { ...built, target: 't', args: { A: '1' } } },
    ],
  ])('merges the defaults: %s', (_, defaults, fields, expected) => {
    const resolved = resolveFirst(JSON.stringify({ defaults, tasks: [{ label: 'a', ...fields }] }));
    if (!('definition' in resolved)) throw new Error('There is a problem.');
    const { image, build } = resolved.definition;
    expect({ image, build }).toEqual(expected);
  });

  it('keeps the value of a variable in its word, whatever is in it', () => {
    expect(define({ command: 'ls ${workspaceFolder}/x "${env:QUOTES}"' }).command).toEqual([
      'ls',
      '/workspace/x',
      `a"b'c $d`,
    ]);
  });

  it.each<[string, object, object, Partial<TaskDefinition>]>([
    [
      "the task's own value wins",
      { timeout: '5m', pull: 'always' },
      { timeout: '1m' },
      { timeout: 60_000, pull: 'always' },
    ],
    [
      'objects are merged key by key',
      { env: { A: '1', B: '1' }, resources: { cpus: 1, memory: 5 } },
      { env: { B: '2', C: '2' }, resources: { cpus: 2 } },
      { env: { A: '1', B: '2', C: '2' }, cpus: 2000, memory: 5 },
    ],
    ['lists are replaced', { entrypoint: ['a', 'b'] }, { entrypoint: ['c'] }, { entrypoint: ['c'] }],
    [
      'a script takes no command',
      { command: 'x', args: ['y'] },
      { script: 's' },
      { command: ['/bin/sh', '-c', 's'], entrypoint: [] },
    ],
    ['a command takes no script', { script: 's' }, { command: 'x' }, { command: ['x'] }],
    ['args are added to the command below', { command: 'x' }, { args: ['y'] }, { command: ['x', 'y'] }],
    [
      'a shell serves every script',
      { shell: ['bash', '-c'] },
      { script: 's' },
      { command: ['bash', '-c', 's'], entrypoint: [] },
    ],
    [
      'a workspace can be switched off',
      { workspace: { mode: 'readonly' } },
      { workspace: false },
      { workspace: false, cwd: '' },
    ],
  ])('merges the defaults: %s', (_, defaults, fields, expected) => {
    expect(define(fields, defaults)).toEqual({ ...plain, ...expected });
  });

  it.each([
    ['"image": "x:${env:BAD}"', 'In `image`, ', '"x:${env:BAD}"'],
    ['"image": "x", "timeout": "${env:TAG}"', 'In `timeout`, "24" has no unit', '"${env:TAG}"'],
    ['"image": "x", "user": "${env:BAD}"', 'In `user`, "x y" is not a user', '"${env:BAD}"'],
    ['"image": "x", "cwd": "${env:UNSET}"', 'In `cwd`, "" is not an absolute path', '"${env:UNSET}"'],
    ['"image": "x", "pull": "${env:BAD}"', 'In `pull`, "x y" is not one of its values', '"${env:BAD}"'],
    [
      '"image": "x", "workspace": { "target": "${env:TAG}" }',
      'In `workspace.target`, "24" is not an absolute path',
      '"${env:TAG}"',
    ],
    [
      '"image": "x", "mounts": ["${userHome}:/workspace"]',
      'In `mounts[0]`, "/workspace" is mounted already',
      '"${userHome}:/workspace"',
    ],
  ])('finds what only the values bring to light: %s', (fields, message, marked) => {
    const text = `{ "tasks": [{ "label": "a", ${fields} }] }`;
    const resolved = resolveFirst(text);
    if (!('problems' in resolved)) throw new Error('no problem was found');
    expect(resolved.problems[0]?.message).toContain(message);
    expect(resolved.problems.map(({ offset, length }) => text.slice(offset, offset + length))).toEqual([
      marked,
    ]);
  });

  it('finds a container folder in the defaults of a task without a workspace', () => {
    const resolved = resolveFirst(
      '{ "defaults": { "cwd": "${containerWorkspaceFolder}" }, "tasks": [{ "label": "a", "image": "x", "workspace": false }] }',
    );
    expect(resolved).toHaveProperty('problems.0.message', expect.stringContaining('has no value'));
  });

  it('does not run a task that has a problem', () => {
    const [task] = parse('{ "tasks": [{ "label": "a", "image": "x", "foo": 1 }] }').tasks;
    expect(resolve(task!, variables)).toEqual({ problems: task!.problems });
  });
});
