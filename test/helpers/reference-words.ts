/** What the reference page says beside the tables of fields and variables. */

export const beginning = `<!-- Made from the tables of fields and variables by \`npm run docs\`. -->

# \`tasks.container.json\`

The one file that you write. Where tasks.json of VS Code, Compose, the dev container specification, wireit or GitHub Actions have a
name for something, it has that name here, and means the same. It is JSON with comments and trailing commas, and stands in a folder
of the workspace: \`tasks.container.json\`, or \`.vscode/tasks.container.json\`.

\`\`\`jsonc
{
  "version": "1",
  "defaults": { "image": "node:24", "user": "host" },
  "inputs": [{ "id": "suite", "type": "pickString", "options": ["unit", "e2e"], "default": "unit" }],
  "services": {
    "db": {
      "image": "postgres:17",
      "env": { "POSTGRES_PASSWORD": "x" },
      "healthcheck": { "test": ["CMD", "pg_isready"], "interval": "2s", "retries": 15 },
    },
  },
  "tasks": [
    { "label": "hello", "image": "alpine:3", "command": "echo hello from \${containerWorkspaceFolder}" },
    { "label": "build", "command": ["npm", "run", "build"], "files": ["src/**"], "output": ["dist/**"] },
    {
      "label": "test",
      "command": ["npm", "test", "--", "\${input:suite}"],
      "services": ["db"],
      "dependsOn": ["build"],
      "timeout": "15m",
      "resources": { "cpus": 2, "memory": "2g" },
      "problemMatcher": ["$tsc"],
      "group": { "kind": "test", "isDefault": true },
    },
  ],
}
\`\`\``;

export const file = `Each field is told with what it takes in brackets.`;

export const task = `A task runs one container, and says how. One that has \`dependsOn\` and none of \`command\`, \`args\`, \`script\`, \`entrypoint\`,
\`image\` and \`build\` of its own runs nothing itself, and stands for the tasks that it depends on; an image of the defaults makes no
difference to that.

What the \`defaults\` say holds for every task. A task's own value wins, lists are replaced, and objects such as \`env\` are merged key
by key. A task with a \`script\` takes no \`command\` or \`args\` from there, and one with those no \`script\`; one with a \`build\` takes no
\`image\`, and one with an \`image\` no \`build\`. \`label\`, \`dependsOn\`, \`dependsOrder\` and \`matrix\` are each task's own.`;

export const made = 'One of `image` and `build` has to be there, in the task or the defaults.';

export const trusted =
  'What reaches past the workspace is asked for once before it runs: see [Trust](#trust).';

export const flow = `A task that fails skips what needs it, with the reason; what else is wanted goes on. A cancel ends all of a run: what runs is stopped,
what has not begun is skipped. At most as many tasks run at once as the setting \`containerTasks.maxParallel\` says, the number of
cores by default.

A background task (\`isBackground\`) on which others depend counts as done when its problem matcher says that it is ready, or when it
runs, if none of its matchers has a \`background\`. It is stopped when nothing needs it any more. If it fails before that, so does what
needs it. A task that runs nothing itself lasts as long as what it stands for: all of its background tasks, or the last of a sequence.

A task with \`files\` and \`output\` is skipped as up to date while nothing has changed since it last succeeded: the content of the
files, the image, the command, the environment and the other settings but \`label\`, \`timeout\` and \`stop\`, and its services; and
while its output is there as it left it. The patterns are wireit's: a folder means all that is in it, \`.git\` and \`node_modules\` are
passed over unless a pattern names them, and what matches \`output\` is no input. **Run Container Task Without Cache** runs it all the same.`;

export const workspace = `With \`copy\` the folder, less what its \`.dockerignore\` leaves out, is in the container's own file system and belongs to the user who
runs the task. What matches \`output\` comes back when the task has ended by itself, also when it failed; what it deletes stays here.`;

export const systems = `The fields of a task but for \`label\`, \`dependsOn\`, \`dependsOrder\` and \`matrix\`, for the system that VS Code's extensions run on.
From the weakest to the strongest: \`defaults\`, what they say for the system, the task, what it says for the system.`;

export const build = 'A text in place of the object is its `context`.';

export const secrets = 'Each is the name of a variable, or an object:';

export const mounts = `Each is an object, or a text as Compose has it, \`"source:/target"\` or \`"source:/target:ro"\`: a source that begins with \`.\`, \`/\`,
\`~\` or a drive's letter is a path, any other the name of a volume.`;

export const sizes = `Sizes are bytes, or a number with \`k\`, \`m\`, \`g\`, \`t\` or \`p\`, all 1024-based as Docker reads them: \`"512m"\`, \`"1.5g"\`.`;

export const matrix = `Every field but these is an axis: a name with a list of texts, numbers or truth values. The task runs once for each combination
of one value of each, and \`\${matrix:axis}\` is the value of the run, in its services too. \`include\` and \`exclude\` are those of
[GitHub Actions](https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations).`;

export const problemMatcher = `A name, a matcher, or a list of both. Names are those that VS Code and its extensions have, such as \`"$tsc"\`. In regular expressions
\`\${\` is no variable.`;

export const service = `A container that tasks need while they run. It takes the fields of a task about a container, all of [What it is made
from](#what-it-is-made-from), [What runs](#what-runs), [What it may do](#what-it-may-do), and \`mounts\`, \`ports\`, \`extraHosts\` and
\`stop\`; the \`defaults\` are not for it, and it does not have the workspace folder unless it mounts it. Beside them:`;

export const healthcheck = 'As in Compose.';

export const input = `What is asked for once a run, however often and in however many tasks \`\${input:id}\` stands. A person who gives up ends the run
before anything has started.`;

export const variables = `They stand in any string, but for names (\`label\`, \`dependsOn\`, \`services\`, \`id\`), texts for people, \`inputs\`, and regular expressions.
A value is put in as it is: in a \`command\` it stays in its word, whatever is in it. In a \`script\`, \`\${NAME}\` that is none of these is
left to the shell, and so is a name that the script itself sets (\`file=…\`, \`for file in\`, \`read file\`).

An unknown variable, and one that has no value in a run, is a mistake: nothing is passed on unresolved.

**A path in the workspace is the container's where the container gets it**: in \`command\`, \`args\`, \`script\`, \`shell\`, \`entrypoint\`,
\`env\`, \`cwd\`, the target of a mount, the text of \`stdin\` and the \`test\` of a health check. So \`"command": ["pytest", "\${file}"]\` works. This holds
for \`workspaceFolder\`, \`file\`, \`fileDirname\`, \`fileWorkspaceFolder\` and \`cwd\`; where the path is not in the workspace folder, or the
container does not have that folder, it is a mistake. Everywhere else (\`mounts\`, \`envFile\`, \`build\`, \`files\` …) they are paths of this
machine. \`localWorkspaceFolder\`, \`userHome\` and \`execPath\` are paths of this machine wherever they stand.`;

export const afterVariables = `The part after the last colon of \`\${localEnv:NAME:default}\` may be empty or have colons in it.`;

export const end = `## Durations

A number of seconds, or Go's form: numbers with the units \`h\`, \`m\`, \`s\`, \`ms\`, \`us\` and \`ns\`, such as \`"1h30m"\`, \`"1.5h"\`, \`"90s"\`,
\`"500ms"\`. 0 is none.

## Mistakes

Every mistake is found when the file is read, and shown where it is with a sentence on what to do: broken JSON, an unknown field or
name (with the one that was likely meant), a wrong type, a label, service, input or axis that is not there, a circle of tasks, a label
that is there twice, what does not go together, and a bad duration, size, signal or image. What hangs on the values of variables is
found when the task is run, before anything has started.

A task without mistakes runs while others have some; one that depends on a task with a mistake does not, and says which it is.

## Trust

Nothing runs in an untrusted workspace. What reaches past the workspace is asked for once, for each workspace and exact value, before it
runs, and is refused where there is nobody to ask: \`privileged\`, \`capAdd\`, a mount of the engine's socket, of \`/\` or of a path outside the
workspace (symlinks are followed first), \`"network": "host"\`, and security options that loosen what confines a container. **Revoke
Consent** takes it back. The network of another container (\`container:NAME\`), and the processes or memory of the machine (\`pid\`,
\`ipc\`) cannot be had.

## What differs

From tasks.json:

- \`command\` is split into words without a shell; a shell runs a \`script\`. There is no \`type\` and no \`options\`: \`cwd\` and \`env\` stand
  in the task itself.
- Paths in the workspace are the container's in what the container gets, see [Variables](#variables).
- \`presentation\` has \`output\` and \`chart\`, and of VS Code's fields \`reveal\`, \`focus\` and \`clear\`.
- \`dependsOn\` takes labels of this file.
- \`group\` knows \`clean\` and \`rebuild\` too, and \`isDefault\` is true or false, no pattern.
- A \`problemMatcher\`'s \`fileLocation\` has no \`search\`.
- A background task on which others depend is stopped when they have ended.

From Compose:

- Names are in camel case, as in tasks.json: \`capDrop\` and not \`cap_drop\`. Many of Compose's are known, and corrected.
- A number in \`memory\` is bytes, and \`"512m"\` is 1024-based, as in Docker.
- \`env\` is an object, and a variable without a value is written \`"\${env:NAME}"\`.
- \`env_file\` follows the rules of \`docker run --env-file\`: quotes and blanks are part of the value.
- \`securityOpt\` takes no file with a seccomp profile.
- Ports have no ranges.
- A service is stopped and removed with the run that it was started for, and runs beside that run's task alone.
`;
