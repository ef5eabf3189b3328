import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../src/core/container-task.ts';
import type { Volume } from '../../../src/core/container-task.ts';
import { findReaches, reachKey } from '../../../src/core/reach.ts';
import type { Surroundings, Wants } from '../../../src/core/reach.ts';

const linux: Surroundings = {
  workspaceFolder: '/home/me/project',
  style: 'posix',
  sockets: ['/run/docker.sock', '/home/me/.docker/run/docker.sock'],
  boundVolumes: new Map([
    ['root', '/'],
    ['mine', '/home/me/project/data'],
    ['other', '/home/me/other'],
  ]),
};

const windows: Surroundings = {
  workspaceFolder: 'c:\\Users\\me\\project',
  style: 'windows',
  sockets: ['//./pipe/docker_engine'],
  boundVolumes: new Map(),
};

describe('a task that keeps to its workspace', () => {
  test.each<[string, Partial<Wants>]>([
    ['by default', {}],
    ['with its folder', { volumes: [bind('/home/me/project')] }],
    ['with a folder in it', { volumes: [bind('/home/me/project/a/../b')] }],
    ['with memory and a volume', { volumes: [{ type: 'tmpfs', target: '/t' }, volume('cache')] }],
    ['with a volume that is bound to the workspace', { volumes: [volume('mine')] }],
    ['on a network', { network: 'bridge' }],
    [
      'with less than the default privileges',
      { securityOpt: ['no-new-privileges', 'no-new-privileges:true', 'apparmor=docker-default'] },
    ],
  ])('reaches nothing: %s', (_, wants) => {
    expect(values(wants)).toEqual([]);
  });
});

test.each<[Partial<Wants>, string[]]>([
  [{ privileged: true }, ['privileged: true']],
  [{ capAdd: ['net_admin', 'CAP_NET_ADMIN', 'SYS_PTRACE'] }, ['capAdd: NET_ADMIN', 'capAdd: SYS_PTRACE']],
  [{ capAdd: ['all'] }, ['capAdd: ALL']],
  [{ network: 'host' }, ['network: host']],
  [{ securityOpt: ['seccomp:unconfined', 'seccomp=unconfined'] }, ['securityOpt: seccomp=unconfined']],
  [{ securityOpt: ['apparmor=unconfined'] }, ['securityOpt: apparmor=unconfined']],
  [{ securityOpt: ['label:disable'] }, ['securityOpt: label=disable']],
  [{ securityOpt: ['label=type:spc_t'] }, ['securityOpt: label=type:spc_t']],
  [{ securityOpt: ['systempaths=unconfined'] }, ['securityOpt: systempaths=unconfined']],
  [{ securityOpt: ['no-new-privileges=false'] }, ['securityOpt: no-new-privileges=false']],
  [
    { securityOpt: ['seccomp={"defaultAction":"SCMP_ACT_ALLOW"}'] },
    ['securityOpt: seccomp={"defaultAction":"SCMP_ACT_ALLOW"}'],
  ],
  [{ volumes: [bind('/etc')] }, ['bind: /etc']],
  [{ volumes: [bind('/etc', true)] }, ['bind: /etc (read only)']],
  [{ volumes: [bind('/home/me/project/../other/')] }, ['bind: /home/me/other']],
  [{ volumes: [bind('/home/me/project2')] }, ['bind: /home/me/project2']],
  [{ volumes: [bind('/'), bind('//')] }, ['bind: /']],
  [{ volumes: [bind('/run/docker.sock', true)] }, ['bind: /run/docker.sock (read only)']],
  [{ volumes: [volume('root'), volume('other')] }, ['volume: root = /', 'volume: other = /home/me/other']],
])('names exactly what %j reaches', (wants, expected) => {
  expect(values(wants)).toEqual(expected);
});

test.each<[Volume, string[]]>([
  [bind('C:\\Users\\Me\\Project\\data'), []],
  [bind('\\\\?\\C:\\Users\\me\\project'), []],
  [bind('d:/data'), ['bind: D:\\data']],
  [bind('c:\\'), ['bind: C:\\']],
  [bind('\\\\server\\share\\x'), ['bind: \\\\server\\share\\x']],
  [bind('\\\\.\\pipe\\Docker_Engine'), ['bind: \\\\.\\pipe\\Docker_Engine']],
])('knows the paths of Windows: %j', (mount, expected) => {
  expect(values({ volumes: [mount] }, windows)).toEqual(expected);
});

test.each<[string, Partial<Wants>, Surroundings, RegExp]>([
  [
    'a path',
    { volumes: [bind('/etc')] },
    linux,
    /^It reads and changes "\/etc", which is outside the workspace\.$/,
  ],
  ['a path to read', { volumes: [bind('/etc', true)] }, linux, /^It reads "\/etc", which/],
  [
    'a folder',
    { volumes: [volume('other')] },
    linux,
    /"\/home\/me\/other" through the volume "other", which is outside/,
  ],
  ['all', { volumes: [bind('/')] }, linux, /^It reads and changes every file of this machine, "\/"\.$/],
  ['a drive', { volumes: [bind('C:\\')] }, windows, /every file of a whole drive, "C:\\"\.$/],
  [
    'a socket',
    { volumes: [bind('/run/docker.sock')] },
    linux,
    /^It uses the container engine's socket "\/run\/docker\.sock", and so can/,
  ],
  [
    'a pipe',
    { volumes: [bind('\\\\.\\PIPE\\docker_engine')] },
    windows,
    /^It uses the container engine's socket/,
  ],
  [
    'a folder with a socket',
    { volumes: [bind('/run', true)] },
    linux,
    /^It has the container engine's socket in "\/run", and so can/,
  ],
])('says what is reached: %s', (_, wants, surroundings, sentence) => {
  expect(findReaches({ ...defaultSettings, ...wants }, surroundings)[0]?.sentence).toMatch(sentence);
});

describe('the workspace folder itself', () => {
  test.each<[string, string, string[]]>([
    ['is all of the machine', '/', ['bind: /']],
    ['has a socket of an engine in it', '/home/me', ['bind: /home/me']],
    ['is any other folder', '/home/me/project', []],
  ])('counts where it %s', (_, workspaceFolder, expected) => {
    const surroundings = { ...linux, workspaceFolder };
    expect(values({ volumes: [bind(workspaceFolder)] }, surroundings)).toEqual(expected);
  });
});

function values(wants: Partial<Wants>, surroundings = linux): string[] {
  return findReaches({ ...defaultSettings, ...wants }, surroundings).map(reachKey);
}

function bind(source: string, readonly = false): Volume {
  return { type: 'bind', source, target: '/x', readonly };
}

function volume(source: string): Volume {
  return { type: 'volume', source, target: '/x', readonly: false };
}
