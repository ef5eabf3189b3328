import { Ajv } from 'ajv';
import { parse as parseJson } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { taskFields } from '../../../../src/core/tasks-file/fields/fields.ts';
import type { Field } from '../../../../src/core/tasks-file/kinds/object.ts';
import { parse } from '../../../../src/core/tasks-file/parse.ts';
import { toJsonSchema } from '../../../../src/core/tasks-file/schema.ts';
import {
  build,
  mount,
  resources,
  stdin,
  stop,
  workspace,
} from '../../../../src/core/tasks-file/fields/container-parts.ts';
import { retry, runOptions } from '../../../../src/core/tasks-file/fields/flow-fields.ts';
import { inputFields, pickOption } from '../../../../src/core/tasks-file/fields/input.ts';
import { matrixSettings } from '../../../../src/core/tasks-file/fields/matrix.ts';
import { background, problemMatcher } from '../../../../src/core/tasks-file/fields/problem-matchers.ts';
import { problemPattern } from '../../../../src/core/tasks-file/fields/problem-pattern.ts';
import { secretObject } from '../../../../src/core/tasks-file/fields/secret.ts';
import { healthcheckObject, serviceFields } from '../../../../src/core/tasks-file/fields/service.ts';
import { group, icon, presentation } from '../../../../src/core/tasks-file/fields/show-fields.ts';
import { generated } from '../../../helpers/generated.ts';

const vscodeKeywords = [
  'allowComments',
  'allowTrailingCommas',
  'defaultSnippets',
  'errorMessage',
  'markdownDescription',
  'patternErrorMessage',
];

const ajv = new Ajv({ strictTypes: false, strictRequired: false });
ajv.addVocabulary(vscodeKeywords);
const isValidForSchema = ajv.compile(toJsonSchema());
const isValidForParser = (document: unknown) => parse(JSON.stringify(document)).problems.length === 0;

/** A file with such a task, and what it may refer to. */
const fileOf = (fields: object) => ({
  version: '1',
  services: { db: { image: 'x' } },
  tasks: [
    { label: 'a', image: 'x', ...fields },
    { label: 'build', image: 'x' },
    { label: 'lint', image: 'x' },
  ],
});

describe('the JSON schema', () => {
  it('is the one in media/, which `npm run docs` writes', { timeout: 60_000 }, async () => {
    const { kept, made } = await generated(
      'media/tasks.container.schema.json',
      JSON.stringify(toJsonSchema()),
    );
    expect(kept).toBe(made);
  });

  it.each<[string, object]>([
    ['nothing more', {}],
    [
      'variables in every text',
      {
        image: '${env:I}',
        command: ['${env:C}'],
        cwd: '${env:D}',
        env: { A: '${env:A}' },
        envFile: '${env:E}',
        stdin: { file: '${env:F}' },
        user: '${env:U}',
        workspace: { target: '${env:T}', mode: '${env:M}' },
        mounts: ['${env:M}'],
        resources: { memory: '${env:R}', shmSize: '${env:R}', gpus: '${env:G}' },
        platform: '${env:P}',
        network: '${env:N}',
        ports: ['${env:P}:80'],
        extraHosts: ['${env:H}:10.0.0.5'],
        capDrop: ['${env:C}'],
        timeout: '${env:T}',
        stop: { signal: '${env:S}', grace: '${env:G}' },
        pull: '${env:P}',
        build: { context: '${env:C}', dockerfile: '${env:D}', target: '${env:T}', args: { A: '${env:A}' } },
      },
    ],
    ["a script with a shell's variables", { script: 'echo ${HOME:-x}' }],
    [
      'every kind of mount',
      {
        mounts: [
          './a:/a',
          { type: 'bind', source: '/b', target: '/b', readonly: true },
          { type: 'volume', source: 'cc', target: '/c' },
          { type: 'tmpfs', target: '/d' },
        ],
      },
    ],
    [
      'every form of the network',
      {
        network: 'my_net.1',
        ports: [1, 65535, '80', '8080:80', '127.0.0.1::80', '[::1]:8080:80/udp', '0:80/tcp'],
        extraHosts: ['a:1.2.3.4', 'b=::1', 'c:[2001:db8::1]', 'd:host-gateway'],
      },
    ],
    ['hosts as an object', { extraHosts: { a: '1.2.3.4', b: '[::1]', c: 'host-gateway' } }],
    [
      'limits of every form',
      { resources: { ulimits: { nofile: -1, core: { soft: 0, hard: -1 } }, gpus: 2, shmSize: 1 } },
    ],
    ['the folder of a build', { build: '.' }],
    [
      'a matrix',
      {
        matrix: {
          a: ['${env:A}', 1, true],
          include: [{ b: 1.5 }],
          exclude: [{ a: true }],
          maxParallel: 2,
          failFast: false,
        },
      },
    ],
    ['a matrix without an axis of its own', { matrix: { include: [{ a: 1 }] } }],
    [
      'a problem matcher',
      { problemMatcher: ['$tsc', { fileLocation: ['relative', '/x'], pattern: { regexp: '(.)(.)(.)' } }] },
    ],
    ['secrets', { secrets: ['${env:A}', { env: 'A', from: '${env:A}' }] }],
    ['dependencies', { dependsOn: [], dependsOrder: 'sequence' }],
    [
      'variables in more texts',
      { securityOpt: ['${env:A}'], files: ['${env:A}'], retry: { delay: '${env:A}', on: ['${env:A}'] } },
    ],
    ['the longest duration', { timeout: 9223372036 }],
    ['no limits', { timeout: 0, resources: { cpus: 0, memory: 0, pids: 0 } }],
    ['a folder below the root', { workspace: { target: '/./x' } }],
    ["dots in a folder's name", { workspace: { target: '//...' } }],
  ])('takes what the parser takes: %s', (_, fields) => {
    expect(parse(JSON.stringify(fileOf(fields))).problems).toEqual([]);
    expect(isValidForSchema(fileOf(fields))).toBe(true);
  });

  it.each<[string, unknown]>([
    ['no object', []],
    ['no tasks', { version: '1' }],
    ['another version', { version: '2', tasks: [] }],
    ['a number for the version', { version: 1, tasks: [] }],
    ['an unknown field of the file', { tasks: [], foo: 1 }],
    ['a task that is no object', { tasks: [1] }],
    ['no label', { tasks: [{ image: 'x' }] }],
    ['a blank label', fileOf({ label: ' ' })],
    ['a label in the defaults', { defaults: { label: 'a' }, tasks: [] }],
    ['a mistake in the defaults', { defaults: { init: 1 }, tasks: [] }],
    ['an unknown field of a task', fileOf({ foo: 1 })],
    ['an unknown field of a part', fileOf({ stop: { foo: 1 } })],
    ['command and script', fileOf({ command: 'a', script: 'b' })],
    ['args and script', fileOf({ args: [], script: 'b' })],
    ['an empty command', fileOf({ command: ' ' })],
    ['an empty script', fileOf({ script: '' })],
    ['a bad duration', fileOf({ timeout: '5 minutes' })],
    ['a negative duration', fileOf({ timeout: -1 })],
    ['too many seconds', fileOf({ timeout: 9223372037 })],
    ['a bad size', fileOf({ resources: { memory: 'much' } })],
    ['half a byte', fileOf({ resources: { memory: 0.5 } })],
    ['a negative number of cores', fileOf({ resources: { cpus: -1 } })],
    ['half a process', fileOf({ resources: { pids: 0.5 } })],
    ['an unknown security option', fileOf({ securityOpt: ['none'] })],
    ['a secret without a name', fileOf({ secrets: [{ from: 'A' }] })],
    ['an unknown colour', fileOf({ icon: { color: 'red' } })],
    ['an unknown group', fileOf({ group: 'tests' })],
    ['an end that is no failure', fileOf({ retry: { on: ['success'] } })],
    ['a limit of no runs', fileOf({ runOptions: { instanceLimit: 0 } })],
    ['a pattern of the whole machine', fileOf({ files: ['/x'] })],
    ['an axis without values', fileOf({ matrix: { a: [] } })],
    ['an object as a value', fileOf({ matrix: { a: [{}] } })],
    ['a bad name of an axis', fileOf({ matrix: { 'a b': [1] } })],
    ['a matcher without a pattern', fileOf({ problemMatcher: { owner: 'me' } })],
    ['a service without an image', { services: { db: {} }, tasks: [] }],
    ['a bad name of a service', { services: { 'd b': { image: 'x' } }, tasks: [] }],
    ['an unknown field of a service', { services: { db: { image: 'x', workspace: false } }, tasks: [] }],
    [
      'a disabled test',
      { services: { db: { image: 'x', healthcheck: { test: 'a', disable: true } } }, tasks: [] },
    ],
    ['an input without an id', { inputs: [{ type: 'promptString' }], tasks: [] }],
    ['options of a prompt', { inputs: [{ id: 'a', type: 'promptString', options: ['x'] }], tasks: [] }],
    ['a choice of nothing', { inputs: [{ id: 'a', type: 'pickString' }], tasks: [] }],
    ['no command', { inputs: [{ id: 'a', type: 'command' }], tasks: [] }],
    ['a bad network', fileOf({ network: 'a b' })],
    ['port 0', fileOf({ ports: [0] })],
    ['a port that is too big', fileOf({ ports: [65536] })],
    ['a range of ports', fileOf({ ports: ['80-90'] })],
    ['an unknown protocol', fileOf({ ports: ['80/sctp'] })],
    ['a host without an address', fileOf({ extraHosts: ['db'] })],
    ['a name for an address', fileOf({ extraHosts: { db: 'example' } })],
    ['a bad name of a host', fileOf({ extraHosts: { 'a b': '1.2.3.4' } })],
    ['half a platform', fileOf({ platform: 'arm64' })],
    ['an unknown limit', fileOf({ resources: { ulimits: { nfile: 1 } } })],
    ['a limit below -1', fileOf({ resources: { ulimits: { nofile: -2 } } })],
    ['half of a limit', fileOf({ resources: { ulimits: { nofile: { soft: 1 } } } })],
    ['some GPUs', fileOf({ resources: { gpus: 'some' } })],
    ['a bad user', fileOf({ user: 'a b' })],
    ['a relative folder', fileOf({ cwd: 'src' })],
    ['the root for the workspace', fileOf({ workspace: { target: '/' } })],
    ['the root, in other words', fileOf({ workspace: { target: '/..//./' } })],
    ['true for the workspace', fileOf({ workspace: true })],
    ['an unknown mode', fileOf({ workspace: { mode: 'clone' } })],
    ['a mount without a target', fileOf({ mounts: ['./x'] })],
    ['a mount with an unknown option', fileOf({ mounts: ['./x:/x:z'] })],
    ['a bind without a source', fileOf({ mounts: [{ type: 'bind', target: '/x' }] })],
    ['a tmpfs with a source', fileOf({ mounts: [{ type: 'tmpfs', target: '/x', source: 'y' }] })],
    ['a tmpfs that is read-only', fileOf({ mounts: [{ type: 'tmpfs', target: '/x', readonly: true }] })],
    ['an unknown type of mount', fileOf({ mounts: [{ type: 'nfs', source: 'y', target: '/x' }] })],
    ['a bad name of a variable', fileOf({ env: { 'A=B': '1' } })],
    ['no name of a variable', fileOf({ env: { '': '1' } })],
    ['a signal that is too big', fileOf({ stop: { signal: 65 } })],
    ['an unknown policy', fileOf({ pull: 'often' })],
    ['an empty path', fileOf({ envFile: '' })],
    ['an empty path of a build', fileOf({ build: '' })],
    ['an argument without a name', fileOf({ build: { args: { '': '1' } } })],
  ])('refuses what the parser refuses: %s', (_, document) => {
    expect(isValidForParser(document)).toBe(false);
    expect(isValidForSchema(document)).toBe(false);
  });

  it.each<[string, unknown]>([
    ['no image anywhere', { tasks: [{ label: 'a' }] }],
    [
      'two tasks of one label',
      {
        tasks: [
          { label: 'a', image: 'x' },
          { label: 'a', image: 'x' },
        ],
      },
    ],
    ['a bad image reference', fileOf({ image: 'A' })],
    ['what needs a shell in a command', fileOf({ command: 'a && b' })],
    ['a quote that is not closed', fileOf({ command: "'a" })],
    ['a NUL in an argument', fileOf({ args: ['\0'] })],
    ['an unknown variable', fileOf({ cwd: '${foo}' })],
    ['a variable in a label', fileOf({ label: '${userHome}' })],
    ['a workspace that refers to itself', fileOf({ workspace: { target: '${containerWorkspaceFolder}' } })],
    ['the folder of no workspace', fileOf({ workspace: false, cwd: '${containerWorkspaceFolder}' })],
    ['an unknown signal', fileOf({ stop: { signal: 'TREM' } })],
    ['a signal of the C library', fileOf({ stop: { signal: 32 } })],
    ['a text for a port that is too big', fileOf({ ports: ['80:99999'] })],
    ['an address that is none', fileOf({ extraHosts: ['db:300.1.1.1'] })],
    ['an unknown capability', fileOf({ capDrop: ['NOPE'] })],
    ['a soft limit above the hard one', fileOf({ resources: { ulimits: { nofile: { soft: 2, hard: 1 } } } })],
    ['ports without a network', fileOf({ network: 'none', ports: [80] })],
    ["a user's number that is too big", fileOf({ user: '9999999999' })],
    ['a text for a very long duration', fileOf({ timeout: '9999999999s' })],
    ['a text for a very big size', fileOf({ resources: { memory: '9999p' } })],
    ['a tiny part of a core', fileOf({ resources: { cpus: 0.0001 } })],
    ['a bad name of a volume', fileOf({ mounts: ['a/b:/x'] })],
    ['two mounts at one place', fileOf({ mounts: ['aa:/x', 'bb:/x'] })],
  ])('leaves to the parser: %s', (_, document) => {
    expect(isValidForParser(document)).toBe(false);
    expect(isValidForSchema(document)).toBe(true);
  });
});

/** How an object with a table of fields stands in a file, with the other fields that it needs. */
interface Part {
  readonly path: string;
  readonly fields: Readonly<Record<string, Field<unknown>>>;
  readonly toFile: (fields: object) => object;
}

const inTask =
  (name: string, others: object = {}) =>
  (fields: object) =>
    fileOf({ [name]: { ...others, ...fields } });
const inMatcher = (fields: object) =>
  fileOf({ problemMatcher: { pattern: { regexp: '(.)(.)(.)' }, ...fields } });
const inService = (fields: object) => ({ services: { db: { image: 'x', ...fields } }, tasks: [] });
const inputOf = (type: string, others: object) => (fields: object) => ({
  inputs: [{ id: 'a', type, ...others, ...fields }],
  tasks: [],
});
const { id, type, description, password, options, command, args } = inputFields.fields;

const parts: readonly Part[] = [
  { path: '', fields: taskFields, toFile: fileOf },
  { path: 'build.', fields: build.fields, toFile: inTask('build') },
  {
    path: 'mounts[0].',
    fields: mount.fields,
    toFile: (fields) => fileOf({ mounts: [{ type: 'bind', source: './x', target: '/x', ...fields }] }),
  },
  { path: 'resources.', fields: resources.fields, toFile: inTask('resources') },
  { path: 'stdin.', fields: stdin.fields, toFile: inTask('stdin') },
  { path: 'stop.', fields: stop.fields, toFile: inTask('stop') },
  { path: 'workspace.', fields: workspace.fields, toFile: inTask('workspace') },
  { path: 'retry.', fields: retry.fields, toFile: inTask('retry') },
  { path: 'runOptions.', fields: runOptions.fields, toFile: inTask('runOptions') },
  { path: 'group.', fields: group.fields, toFile: inTask('group') },
  { path: 'icon.', fields: icon.fields, toFile: inTask('icon') },
  { path: 'presentation.', fields: presentation.fields, toFile: inTask('presentation') },
  {
    path: 'matrix.',
    fields: matrixSettings.fields,
    toFile: inTask('matrix', { node: [22, 24], db: ['mysql'] }),
  },
  {
    path: 'secrets[0].',
    fields: secretObject.fields,
    toFile: (fields) => fileOf({ secrets: [{ env: 'A', ...fields }] }),
  },
  { path: 'problemMatcher.', fields: problemMatcher.fields, toFile: inMatcher },
  {
    path: 'problemMatcher.pattern.',
    fields: problemPattern.fields,
    toFile: (fields) => inMatcher({ pattern: { regexp: '(.)(.)(.)', ...fields } }),
  },
  {
    path: 'problemMatcher.background.',
    fields: background.fields,
    toFile: (fields) => inMatcher({ background: fields }),
  },
  { path: 'services.db.', fields: serviceFields, toFile: inService },
  {
    path: 'services.db.healthcheck.',
    fields: healthcheckObject.fields,
    toFile: (fields) => inService({ healthcheck: fields }),
  },
  {
    path: 'inputs[0].',
    fields: { id, type, description, password, default: inputFields.fields.default },
    toFile: inputOf('promptString', {}),
  },
  { path: 'inputs[0].', fields: { options }, toFile: inputOf('pickString', { options: ['x'] }) },
  { path: 'inputs[0].', fields: { command, args }, toFile: inputOf('command', { command: 'x' }) },
  {
    path: 'inputs[0].options[0].',
    fields: pickOption.fields,
    toFile: (fields) => inputOf('pickString', {})({ options: [{ label: 'A', value: 'a', ...fields }] }),
  },
];

const rows = parts.flatMap(({ path, fields, toFile }) =>
  Object.entries(fields).map(
    ([name, field]) => [`${path}${name}`, field, (value: unknown) => toFile({ [name]: value })] as const,
  ),
);

describe.each(rows)('the field %s', (name, field, toFile) => {
  it('says what it is in a sentence', () => {
    expect(field.description).toMatch(/^\S.{10,}\.$/u);
  });

  it('takes its examples', () => {
    for (const example of [...(field.examples ?? []), field.otherwise?.json].filter(
      (each) => each !== undefined,
    )) {
      expect(parse(JSON.stringify(toFile(example))).problems).toEqual([]);
      expect(isValidForSchema(toFile(example))).toBe(true);
    }
  });

  it('refuses every other type of JSON, naming itself', () => {
    const wrong = { string: 'a', number: 0, boolean: false, null: null, array: [], object: {} };
    for (const [type, value] of Object.entries(wrong)) {
      if (field.kind.types.some((each) => each === type)) continue;
      const text = JSON.stringify(toFile(value));
      expect(parse(text).problems.map(({ message }) => message)).toContainEqual(
        expect.stringContaining(`${name}\` takes `),
      );
      expect(isValidForSchema(toFile(value))).toBe(false);
    }
  });
});

it("reads VS Code's own reading of a file with comments", () => {
  expect(isValidForSchema(parseJson('{ "tasks": [ /* none */ ], }'))).toBe(true);
});
