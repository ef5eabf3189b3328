import { expect, test } from 'vitest';
import { parse } from '../../../../src/core/tasks-file/parse.ts';
import { placeOf } from '../../../../src/core/tasks-file/place-of.ts';
import type { Remedy } from '../../../../src/core/run-result.ts';

const text = `{
  "defaults": { "image": "node:24", "timeout": "5m", "resources": { "memory": "64m" }, "command": "from below" },
  "services": { "db": { "image": "postgres:17", "ports": ["5432:5432"] }, "cache": { "image": "redis" } },
  "tasks": [
    { "label": "plain" },
    { "label": "own", "command": "make all", "resources": { "memory": "1g", "cpus": 1 } },
    { "label": "script", "script": "npm test", "shell": ["/bin/bash", "-c"] },
    { "label": "system", "timeout": "1m", "linux": { "timeout": "2m" } },
    { "label": "lists", "ports": ["8080:80", "9090:90"], "mounts": ["./data:/data", { "type": "bind", "source": "./src", "target": "/src" }], "services": ["db"] },
    { "label": "matrix", "image": "node:\${matrix:node}", "matrix": { "node": ["22", "24"] } },
    { "label": "built", "build": { "context": ".", "target": "test" } },
    { "label": "all", "dependsOn": ["plain"] },
  ],
}`;

const file = parse(text);

test.each<[string, Omit<Extract<Remedy, { in: 'file' }>, 'in'>, string | undefined, string]>([
  ['own', { field: 'resources.memory' }, 'resources.memory', '"1g"'],
  ['plain', { field: 'resources.memory' }, 'resources.memory', '"64m"'],
  ['plain', { field: 'timeout' }, 'timeout', '"5m"'],
  ['system', { field: 'timeout' }, 'timeout', '"2m"'],
  ['plain', { field: 'user' }, undefined, '"plain"'],
  ['plain', { field: 'resources.pids' }, undefined, '"plain"'],
  ['plain', {}, undefined, '"plain"'],
  ['own', { field: 'command', value: 'make' }, 'command', '"make all"'],
  ['plain', { field: 'command' }, 'command', '"from below"'],
  ['script', { field: 'command', value: '/bin/bash' }, 'shell', '["/bin/bash", "-c"]'],
  ['script', { field: 'command', value: 'npm' }, 'script', '"npm test"'],
  ['script', { field: 'command' }, 'script', '"npm test"'],
  ['lists', { field: 'ports', value: '9090' }, 'ports', '"9090:90"'],
  ['lists', { field: 'ports', value: '1' }, 'ports', '["8080:80", "9090:90"]'],
  ['lists', { field: 'mounts', value: '/home/me/ws/data' }, 'mounts', '"./data:/data"'],
  [
    'lists',
    { field: 'mounts', value: '/src' },
    'mounts',
    '{ "type": "bind", "source": "./src", "target": "/src" }',
  ],
  ['matrix', { field: 'image' }, 'image', '"node:${matrix:node}"'],
  ['built', { field: 'build.target' }, 'build.target', '"test"'],
  ['all', { field: 'timeout' }, 'timeout', '"5m"'],
  ['lists', { field: 'image', service: 'db' }, 'image', '"postgres:17"'],
  ['lists', { field: 'ports', value: '5432', service: 'db' }, 'ports', '"5432:5432"'],
  ['lists', { field: 'healthcheck', service: 'db' }, undefined, '"db"'],
  ['lists', { service: 'cache' }, undefined, '"cache"'],
  ['lists', { service: 'gone' }, undefined, '"lists"'],
])('of "%s" with %j is at %s: %s', (label, remedy, field, marked) => {
  const place = placeOf(file, label, { in: 'file', ...remedy });
  expect(place?.field).toBe(field);
  expect(text.slice(place?.offset, (place?.offset ?? 0) + (place?.length ?? 0))).toBe(marked);
});

test('is nowhere when the task is gone', () => {
  expect(placeOf(file, 'gone', { in: 'file', field: 'image' })).toBeUndefined();
});
