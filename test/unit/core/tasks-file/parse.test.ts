import { describe, expect, it } from 'vitest';
import { parse } from '../../../../src/core/tasks-file/parse.ts';

/** A file with one task that has these fields beside a label and an image. */
const withTask = (fields: string) =>
  `{ "version": "1", "tasks": [{ "label": "a", "image": "x", ${fields} }] }`;

/** Every problem as its message and the text it marks. */
function findings(text: string): [string, string][] {
  return parse(text).problems.map(({ message, offset, length }) => [
    message,
    text.slice(offset, offset + length),
  ]);
}

describe('parse', () => {
  it('lists the tasks with their places', () => {
    const text = `// tasks
{ "version": "1", "defaults": { "image": "node:\${env:NODE}" },
  "tasks": [ { "label": "a" }, /* and */ { "label": "b", "detail": "B", "image": "busybox", }, ], }`;
    const { tasks, problems } = parse(text);
    expect(problems).toEqual([]);
    expect(tasks.map(({ label, detail, image }) => ({ label, detail, image }))).toEqual([
      { label: 'a', detail: undefined, image: 'node:${env:NODE}' },
      { label: 'b', detail: 'B', image: 'busybox' },
    ]);
    expect(tasks.map(({ offset, length }) => text.slice(offset, offset + length))).toEqual([
      '{ "label": "a" }',
      '{ "label": "b", "detail": "B", "image": "busybox", }',
    ]);
    const labels = tasks.map(({ labelOffset, labelLength }) =>
      text.substring(labelOffset, labelOffset + labelLength),
    );
    expect(labels).toEqual(['"a"', '"b"']);
  });

  it.each([
    ['', 'The file is empty: write { "version": "1", "tasks": [] } and fill in the tasks.', ''],
    ['// nothing', 'A value is missing here: write one, or remove the comma or the field.', 'g'],
    ['{ "tasks": [] ', 'A closing } is missing.', ']'],
    ['{ "tasks": [ }', 'A value is missing here', '}'],
    ['{ "tasks": [ {}', 'A closing ] is missing.', '}'],
    ['{ "tasks" [] }', 'A colon is missing between the name of the field and its value.', '['],
    ['{ "tasks": [] "version": "1" }', 'A comma is missing before this.', '"version"'],
    ['{ tasks: [] }', 'This is not JSON', 'tasks'],
    ["{ 'tasks': [] }", 'This is not JSON', "'tasks'"],
    ['{ "tasks": "a', 'The text is not closed', '"a'],
    ['{ "tasks": [], } x', 'This is not JSON', 'x'],
    ['{ "tasks": [] } {}', "There is something after the end of the file's value", '{'],
    ['{ "tasks": [ /* ', 'The comment is not closed', '/* '],
    ['{ "tasks": ["\\q"] }', 'The text has a backslash before a letter', '"\\q"'],
    ['{ "tasks": ["\\u12"] }', 'The \\u in this text', '"\\u12"'],
    ['{ "tasks": [1.] }', 'The number is not complete', '1.'],
    ['{ "tasks": ["a\tb"] }', 'The text has a control character in it', '"a\tb"'],
    ['['.repeat(101), 'The values are nested more than 100 deep', '['],
  ])('finds broken JSON: %.30s', (text, message, marked) => {
    const [first] = findings(text);
    expect(first?.[0]).toContain(message);
    expect(first?.[1]).toBe(marked);
  });

  it('reads past a byte order mark', () => {
    expect(findings('\uFEFF{ "tasks": [1] }')).toEqual([['`tasks[0]` takes a task, not 1.', '1']]);
  });

  it.each([
    [
      '[]',
      'This is a list, not a tasks file: write { "version": "1", "tasks": [] } and fill in the tasks.',
      '[]',
    ],
    ['{}', 'A tasks file needs `tasks`: add it.', '{'],
    ['{ "tasks": {} }', '`tasks` takes a list of tasks, not an object.', '{}'],
    ['{ "tasks": ["a"] }', '`tasks[0]` takes a task, not "a".', '"a"'],
    ['{ "version": 1, "tasks": [] }', '`version` takes "1", not 1.', '1'],
    ['{ "version": "2", "tasks": [] }', 'In `version`, "2" is not one of its values: write "1".', '"2"'],
    ['{ "task": [], "tasks": [] }', '`task` is not a field of a tasks file: did you mean `tasks`?', '"task"'],
    ['{ "tasks": [], "tasks": [] }', '`tasks` is there twice: remove one of them.', '"tasks"'],
    ['{ "tasks": [{ "image": "x" }] }', 'A task needs `label`: add it.', '{'],
    [
      '{ "tasks": [{ "label": "a" }] }',
      'The task has no image: add `image` or `build`, or put one into `defaults`.',
      '"a"',
    ],
    [
      '{ "defaults": { "label": "a" }, "tasks": [] }',
      '`label` is not a field of `defaults`: remove it.',
      '"label"',
    ],
    [
      '{ "defaults": { "timeout": true }, "tasks": [] }',
      '`defaults.timeout` takes a duration like "90s" or a number of seconds, not true.',
      'true',
    ],
  ])('finds what is wrong with the file %s', (text, message, marked) => {
    expect(findings(text)).toEqual([[message, marked]]);
  });

  it.each([
    ['"comand": "ls"', '`comand` is not a field of a task: did you mean `command`?', '"comand"'],
    ['"environment": {}', '`environment` is not a field of a task: did you mean `env`?', '"environment"'],
    ['"constructor": {}', '`constructor` is not a field of a task: remove it.', '"constructor"'],
    ['"stop": { "x": 1 }', '`x` is not a field of `stop`: remove it, or use `signal`, `grace`.', '"x"'],
    ['"timeout": true', '`timeout` takes a duration like "90s" or a number of seconds, not true.', 'true'],
    ['"timeout": "5min"', 'In `timeout`, "5min" is not a duration', '"5min"'],
    ['"timeout": -1', 'In `timeout`, -1 is out of range', '-1'],
    ['"resources": { "memory": "2 gigs" }', 'In `resources.memory`, "2 gigs" is not a size', '"2 gigs"'],
    ['"resources": { "memory": 1.5 }', '`resources.memory` takes a whole number of bytes, not 1.5.', '1.5'],
    ['"resources": { "cpus": "2" }', '`resources.cpus` takes a number of cores, not "2".', '"2"'],
    ['"resources": { "cpus": 0.0001 }', 'In `resources.cpus`, 0.0001 is less than 0.01 cores', '0.0001'],
    [
      '"stop": { "signal": "SIGTRM" }',
      'In `stop.signal`, "SIGTRM" is not a signal: did you mean "SIGTERM"?',
      '"SIGTRM"',
    ],
    ['"user": "a b"', 'In `user`, "a b" is not a user', '"a b"'],
    ['"pull": "alway"', 'In `pull`, "alway" is not one of its values: did you mean "always"?', '"alway"'],
    ['"env": { "A": 1 }', '`env.A` takes a string, not 1.', '1'],
    ['"env": { "A=B": "" }', 'In `env`, "A=B" cannot be the name of a variable', '"A=B"'],
    ['"env": { "A": "1", "A": "2" }', '`A` is there twice: remove one of them.', '"A"'],
    ['"cwd": "src"', 'In `cwd`, "src" is not an absolute path in the container', '"src"'],
    ['"workspace": true', 'In `workspace`, true is no value: write false, or leave the field out.', 'true'],
    ['"workspace": { "mode": "clone" }', 'In `workspace.mode`, "clone" is not one of its values', '"clone"'],
    ['"workspace": { "target": "/" }', 'In `workspace.target`, "/" is the root of the container', '"/"'],
    [
      '"workspace": { "target": "${containerWorkspaceFolder}/x" }',
      'In `workspace.target`, `${containerWorkspaceFolder}` cannot stand here',
      '${containerWorkspaceFolder}',
    ],
    ['"mounts": ["./x:y"]', 'In `mounts[0]`, "y" is not an absolute path', '"./x:y"'],
    ['"mounts": [{ "type": "bind", "target": "/x" }]', 'A bind or a volume needs `source`: add it.', '{'],
    [
      '"mounts": [{ "type": "tmpfs", "target": "/x", "source": "y" }]',
      'A tmpfs has no `source`: remove it.',
      '"source"',
    ],
    ['"mounts": [{ "target": "/x" }]', '`mounts[0]` needs `type`: add it.', '{'],
    ['"mounts": ["aa:/x", "bb:/x/"]', 'In `mounts[1]`, "/x/" is mounted already', '"bb:/x/"'],
    ['"mounts": ["aa:/workspace"]', 'In `mounts[0]`, "/workspace" is mounted already', '"aa:/workspace"'],
    ['"command": "a && b"', 'In `command`, `&&` needs a shell: put the line into `script`', '&&'],
    ['"command": "echo \\"x\\" && b"', 'In `command`, `&&` needs a shell', '"echo \\"x\\" && b"'],
    ['"command": " "', 'In `command`, the command is empty', '" "'],
    ['"command": ["a", 1]', '`command[1]` takes a string, not 1.', '1'],
    ['"command": ["\\u0000"]', 'In `command[0]`, the text has a NUL character in it', '"\\u0000"'],
    [
      '"command": "ls", "script": "ls"',
      'A task runs either `command` or `script`: remove one of them.',
      '"command"',
    ],
    ['"args": ["ls"], "script": "ls"', '`args` belong to `command`', '"args"'],
    ['"command": "ls ${workspaceFoldr}"', 'did you mean `${workspaceFolder}`?', '${workspaceFoldr}'],
    ['"env": { "A": "${foo}" }', 'In `env.A`, `${foo}` is not a variable', '${foo}'],
    ['"detail": "${userHome}"', 'In `detail`, `${userHome}` cannot stand here', '${userHome}'],
    [
      '"workspace": false, "cwd": "${containerWorkspaceFolder}"',
      'In `cwd`, `${containerWorkspaceFolder}` has no value here: this container does not have the workspace folder',
      '${containerWorkspaceFolder}',
    ],
    ['"script": 1', '`script` takes a string, not 1.', '1'],
    [
      '"network": "container:x"',
      'In `network`, "container:x" is the network of another container',
      '"container:x"',
    ],
    ['"network": "a b"', 'In `network`, "a b" is not the name of a network', '"a b"'],
    [
      '"network": "none", "ports": [80]',
      'A task without a network has no ports: remove `ports`, or `network`.',
      '[80]',
    ],
    ['"ports": ["80:y"]', 'In `ports[0]`, "80:y" is not a port', '"80:y"'],
    ['"ports": [0]', 'In `ports[0]`, 0 is out of range: write 1 to 65535.', '0'],
    ['"ports": [[80]]', '`ports[0]` takes a port like "8080:80" or a number from 1 to 65535', '[80]'],
    ['"extraHosts": ["db"]', 'In `extraHosts[0]`, "db" is not a host: write "name:address"', '"db"'],
    ['"extraHosts": { "db": "x" }', 'In `extraHosts.db`, "x" is not an address', '"x"'],
    ['"platform": "arm64"', 'In `platform`, "arm64" is not a platform: write os/arch', '"arm64"'],
    [
      '"capDrop": ["NET_ROW"]',
      'In `capDrop[0]`, "NET_ROW" is not a capability: did you mean "NET_RAW"?',
      '"NET_ROW"',
    ],
    [
      '"resources": { "ulimits": { "nfile": 1 } }',
      'In `resources.ulimits`, "nfile" is not a limit of a process: did you mean "nofile"?',
      '"nfile"',
    ],
    [
      '"resources": { "ulimits": { "nofile": { "soft": 2, "hard": 1 } } }',
      'In `resources.ulimits`, the soft limit of "nofile" is above its hard limit',
      '{ "nofile": { "soft": 2, "hard": 1 } }',
    ],
    ['"resources": { "gpus": "some" }', 'In `resources.gpus`, "some" is not one of its values', '"some"'],
    ['"privileged": 1', '`privileged` takes true or false, not 1.', '1'],
    [
      '"securityOpt": ["no-new-privilege"]',
      'is not a security option: did you mean "no-new-privileges"?',
      '"no-new-privilege"',
    ],
    ['"securityOpt": ["seccomp=./x.json"]', 'names a profile in a file', '"seccomp=./x.json"'],
    ['"securityOpt": ["apparmor"]', '"apparmor" has no value: write one', '"apparmor"'],
    ['"secrets": ["A=B"]', 'In `secrets[0]`, "A=B" cannot be the name', '"A=B"'],
    ['"secrets": [{ "from": "A" }]', '`secrets[0]` needs `env`: add it.', '{'],
    ['"icon": { "id": "A b" }', 'In `icon.id`, "A b" is not the name of an icon', '"A b"'],
    ['"group": "tests"', 'In `group`, "tests" is not one of its values: did you mean "test"?', '"tests"'],
    [
      '"retry": { "on": ["cancelled"] }',
      'In `retry.on[0]`, "cancelled" is not one of its values',
      '"cancelled"',
    ],
    ['"runOptions": { "instanceLimit": 0 }', 'In `runOptions.instanceLimit`, 0 is out of range', '0'],
    ['"presentation": { "reveal": "always?" }', 'did you mean "always"?', '"always?"'],
    ['"files": ["/src"]', 'In `files[0]`, "/src" does not begin in the workspace folder', '"/src"'],
    ['"output": ["!"]', 'In `output[0]`, "!" is not a pattern of files', '"!"'],
    ['"matrix": {}', 'In `matrix`, there is no axis: write one', '{}'],
    ['"matrix": { "a": [] }', 'In `matrix.a`, the axis has no values', '[]'],
    ['"matrix": { "a b": [1] }', 'In `matrix`, "a b" is not the name of an axis', '"a b"'],
    [
      '"matrix": { "a": [null] }',
      '`matrix.a[0]` takes a string or a number or true or false, not null.',
      'null',
    ],
    [
      '"matrix": { "node": [1], "exclude": [{ "nod": 1 }] }',
      'In `matrix`, "nod" is not one of the axes: did you mean "node"?',
      '{ "node": [1], "exclude": [{ "nod": 1 }] }',
    ],
    [
      '"matrix": { "node": [1], "exclude": [{ "node": 1 }] }',
      'In `matrix`, no combination is left: take some out of `exclude`.',
      '{ "node": [1], "exclude": [{ "node": 1 }] }',
    ],
    ['"dependsOn": [1]', '`dependsOn[0]` takes a string that is not blank, not 1.', '1'],
    ['"dependsOrder": "serial"', 'In `dependsOrder`, "serial" is not one of its values', '"serial"'],
    [
      '"problemMatcher": { "pattern": { "regexp": "(" } }',
      'In `problemMatcher.pattern.regexp`, "(" is not a regular expression',
      '"("',
    ],
    [
      '"problemMatcher": [{ "pattern": { "regexp": "(a)" } }]',
      'In `problemMatcher[0]`, there is no group 2 in `(a)`: it has 1.',
      '{ "pattern": { "regexp": "(a)" } }',
    ],
    [
      '"problemMatcher": [{ "pattern": [{ "regexp": "(a)", "file": 1 }, { "regexp": "b" }] }]',
      'no pattern has a `message`',
      '{ "pattern": [{ "regexp": "(a)", "file": 1 }, { "regexp": "b" }] }',
    ],
    ['"problemMatcher": { "pattern": [] }', 'In `problemMatcher`, there is no pattern', '{ "pattern": [] }'],
    ['"envFile": [""]', 'In `envFile[0]`, the path is empty: write one.', '""'],
  ])('finds what is wrong with a task: %s', (fields, message, marked) => {
    const found = findings(withTask(fields));
    expect(found.map(([, text]) => text)).toEqual([marked]);
    expect(found[0]?.[0]).toContain(message);
  });

  it.each([
    ['{ "db": { "image": "x", "foo": 1 } }', '`foo` is not a field of `services.db`: remove it.', '"foo"'],
    ['{ "db": {} }', 'A service needs `image` or `build`: add one.', '{'],
    ['{ "d b": { "image": "x" } }', 'In `services`, "d b" is not the name of a host', '"d b"'],
    ['{ "db": 1 }', '`services.db` takes a service, not 1.', '1'],
    ['{ "db": { "image": "x", "workspace": false } }', '`workspace` is not a field', '"workspace"'],
    [
      '{ "db": { "image": "x", "healthcheck": { "test": ["a"] } } }',
      'a list for `test` begins with "CMD"',
      '{ "test": ["a"] }',
    ],
    [
      '{ "db": { "image": "x", "healthcheck": { "test": ["CMD"] } } }',
      'the `test` has no command',
      '{ "test": ["CMD"] }',
    ],
    [
      '{ "db": { "image": "x", "healthcheck": { "test": "a", "disable": true } } }',
      'A health check has either a `test` or `disable`',
      '"disable"',
    ],
    [
      '{ "db": { "image": "x", "healthcheck": { "start_period": 1 } } }',
      'did you mean `startPeriod`?',
      '"start_period"',
    ],
  ])('finds what is wrong with a service: %s', (services, message, marked) => {
    const found = findings(`{ "services": ${services}, "tasks": [] }`);
    expect(found.map(([, text]) => text)).toEqual([marked]);
    expect(found[0]?.[0]).toContain(message);
  });

  it('lists the inputs', () => {
    const { inputs, problems } = parse(
      JSON.stringify({
        inputs: [
          { id: 'a', type: 'promptString', description: 'A?', default: 'x', password: true },
          { id: 'b', type: 'promptString' },
          { id: 'c', type: 'pickString', options: ['x', { label: 'Y', value: 'y' }], default: 'y' },
          { id: 'd', type: 'command', command: 'e.f', args: { g: [1, null, true] } },
        ],
        tasks: [],
      }),
    );
    expect(problems).toEqual([]);
    expect(inputs).toEqual([
      { id: 'a', type: 'promptString', description: 'A?', default: 'x', password: true },
      { id: 'b', type: 'promptString', description: '', default: '', password: false },
      {
        id: 'c',
        type: 'pickString',
        description: '',
        options: [
          { label: 'x', value: 'x' },
          { label: 'Y', value: 'y' },
        ],
        default: 'y',
      },
      { id: 'd', type: 'command', command: 'e.f', args: { g: [1, null, true] } },
    ]);
  });

  it.each([
    ['{ "type": "command", "command": "x" }', '`inputs[0]` needs `id`: add it.', '{'],
    ['{ "id": "a", "type": "prompt" }', 'In `inputs[0].type`, "prompt" is not one of its values', '"prompt"'],
    ['{ "id": "a", "type": "pickString" }', 'A `pickString` needs `options`: add it.', '{'],
    [
      '{ "id": "a", "type": "pickString", "options": ["x"], "default": "y" }',
      'the default "y" is not the value of an option',
      '{ "id": "a", "type": "pickString", "options": ["x"], "default": "y" }',
    ],
    ['{ "id": "a", "type": "command" }', 'A `command` needs `command`: add it.', '{'],
    [
      '{ "id": "a", "type": "promptString", "options": ["x"] }',
      'A `promptString` has no `options`: remove it.',
      '"options"',
    ],
  ])('finds what is wrong with an input: %s', (input, message, marked) => {
    const [found] = findings(`{ "inputs": [${input}], "tasks": [] }`);
    expect(found?.[0]).toContain(message);
    expect(found?.[1]).toBe(marked);
  });

  it('tells what a list of tasks shows, with the defaults, and what depends on what', () => {
    const [task, other] = parse(
      JSON.stringify({
        defaults: { image: 'x', detail: 'D', icon: { id: 'beaker' }, group: 'test' },
        services: { db: { image: 'y' } },
        tasks: [
          {
            label: 'a',
            icon: { color: 'terminal.ansiRed' },
            hide: true,
            isBackground: true,
            services: ['db'],
          },
          { label: 'b', dependsOn: 'a', dependsOrder: 'sequence', group: { kind: 'build', isDefault: true } },
        ],
      }),
    ).tasks;
    expect(task).toMatchObject({
      ...{ detail: 'D', icon: { id: 'beaker', color: 'terminal.ansiRed' }, hide: true, isBackground: true },
      ...{ group: { kind: 'test', isDefault: false }, dependsOn: [], dependsOrder: 'parallel' },
      services: [{ name: 'db', problems: [] }],
    });
    expect(other).toMatchObject({
      ...{ dependsOn: ['a'], dependsOrder: 'sequence', group: { kind: 'build', isDefault: true } },
    });
  });

  it('tells how a task runs before its variables have values, with the defaults of each part', () => {
    const defaults = { image: 'x', presentation: { reveal: 'silent', focus: true }, tty: true };
    const own = { presentation: { focus: false, chart: 'never' }, runOptions: { instanceLimit: 2 } };
    const [task, wrong] = parse(
      JSON.stringify({
        defaults,
        tasks: [
          { label: 'a', interactive: true, ...own },
          { label: 'b', presentation: { reveal: 'x' }, tty: 1 },
        ],
      }),
    ).tasks;
    expect(task).toMatchObject({
      ...{ tty: true, interactive: true },
      presentation: { output: 'channel', reveal: 'silent', focus: false, clear: false, chart: 'never' },
      runOptions: { instanceLimit: 2, instancePolicy: 'prompt' },
    });
    expect(wrong).toMatchObject({ tty: true, presentation: { reveal: 'silent', focus: true } });
  });

  it('does not run a task whose service has a mistake', () => {
    const { tasks, problems } = parse(
      '{ "services": { "db": { "image": "x", "foo": 1 } }, "tasks": [{ "label": "a", "image": "x", "services": ["db"] }, { "label": "b", "image": "x" }] }',
    );
    expect(tasks.map((each) => each.problems)).toEqual([problems, []]);
  });

  it('finds a bad image reference', () => {
    const [problem] = findings('{ "tasks": [{ "label": "a", "image": "Node" }] }');
    expect(problem).toEqual([expect.stringMatching(/^In `image`, the .*upper case/u), '"Node"']);
  });

  it('leaves what waits for variables to the run', () => {
    const fields = `"timeout": "\${env:T}", "user": "\${env:U}", "mounts": ["\${workspaceFolder}/x:/x"], "cwd": "\${env:D}",
      "pull": "\${env:P}", "stop": { "signal": "\${env:S}" }, "script": "echo \${HOME:-x} \${env:A}"`;
    expect(findings(withTask(fields))).toEqual([]);
  });

  it('finds all mistakes, in the order of the text', () => {
    const text =
      '{ "version": "3", "tasks": [{ "label": "a", "image": "x", "timeout": "x", "foo": 1, "init": 1 }, 5], "bar": 1 }';
    expect(findings(text).map(([, marked]) => marked)).toEqual(['"3"', '"x"', '"foo"', '1', '5', '"bar"']);
  });

  it('marks every task but the first that has a label', () => {
    const task = '{ "label": "a", "image": "x" }';
    const { tasks, problems } = parse(`{ "tasks": [${task}, ${task}, ${task}] }`);
    expect(tasks.map((each) => each.problems.length)).toEqual([0, 1, 1]);
    expect(problems.map(({ message }) => message)).toEqual(
      Array(2).fill('Another task is called "a" already: give this one a label of its own.'),
    );
  });

  it('does not list a task without a label', () => {
    const { tasks, problems } = parse(
      '{ "tasks": [{ "image": "x" }, { "label": " ", "image": "x" }, { "label": 1, "image": "x" }] }',
    );
    expect(tasks).toEqual([]);
    expect(problems).toHaveLength(3);
  });
});

describe("a task's own problems", () => {
  const blocked = (text: string) => parse(text).tasks.map(({ problems }) => problems.length > 0);

  it('are not those of the others', () => {
    expect(
      blocked('{ "tasks": [{ "label": "a", "image": "x" }, { "label": "b", "image": "x", "init": 1 }] }'),
    ).toEqual([false, true]);
  });

  it('do not come from mistakes elsewhere in the file', () => {
    expect(blocked('{ "version": "2", "foo": 1, "tasks": [{ "label": "a", "image": "x" }, 5] }')).toEqual([
      false,
    ]);
  });

  it('include a mistake in the defaults, which are part of every task', () => {
    expect(blocked('{ "tasks": [{ "label": "a", "image": "x" }], "defaults": { "timout": 1 } }')).toEqual([
      true,
    ]);
  });

  it('include a mistake in the syntax before their end, which makes what follows a guess', () => {
    const first = '{ "label": "a", "image": "x" }';
    expect(
      blocked(`{ "tasks": [${first}, { "label": "b" "image": "x" }, { "label": "c", "image": "x" }] }`),
    ).toEqual([false, true, true]);
  });

  it('include a mistake in the syntax before the end of the defaults', () => {
    expect(blocked('{ "tasks": [{ "label": "a", "image": "x" }] "defaults": { "env": {} } }')).toEqual([
      true,
    ]);
  });
});
