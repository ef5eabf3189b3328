import { expect, test } from 'vitest';
import { parse } from '../../../src/core/tasks-file/parse.ts';
import { hostSystem } from '../../../src/runner/host-system.ts';
import { checkHostFiles } from '../../../src/runner/check-host-files.ts';
import { useFileWorkspace } from '../../helpers/file-task.ts';
import { image } from '../../helpers/task.ts';

/** What is wrong with a file, and what runs of it all the same. */

const workspace = useFileWorkspace();

const text = `{
  "version": "1",
  "defaults": { "image": "${image}", "network": "none" },
  "tasks": [
    { "label": "good", "command": "echo ran" },
    { "label": "unknown field", "comand": "x" },
    { "label": "wrong type", "command": 7 },
    { "label": "unknown label", "command": "x", "dependsOn": "god" },
    { "label": "one", "command": "x", "dependsOn": "other" },
    { "label": "other", "command": "x", "dependsOn": "one" },
    { "label": "good", "command": "x" },
    { "label": "env file", "command": "x", "envFile": "none.env" },
    { "label": "host path", "command": "x", "mounts": ["./none:/x"] },
    { "label": "duration", "command": "x", "timeout": "5 minutes" },
    { "label": "size", "command": "x", "resources": { "memory": "1 potato" } },
    { "label": "signal", "command": "x", "stop": { "signal": "SIGNOPE" } },
    { "label": "image", "command": "x", "image": "UPPER" },
    { "label": "", "command": "x" }
  ]
}`;

test('every mistake is found at once, at its place, with a sentence, and a task without one runs', async () => {
  expect(await mistakesIn(text)).toEqual([
    ['"comand"', '`comand` is not a field of a task: did you mean `command`?'],
    ['7', '`command` takes a command line or a list of words, not 7.'],
    ['"god"', expect.stringContaining('did you mean "good"?')],
    [
      '"one"',
      expect.stringContaining('in a circle, so that none of them can be first: one -> other -> one.'),
    ],
    ['"good"', 'Another task is called "good" already: give this one a label of its own.'],
    ['"none.env"', expect.stringContaining('The env file "none.env" cannot be read')],
    ['"./none:/x"', expect.stringContaining('The mount\'s host path "./none" is not there')],
    ['"5 minutes"', expect.stringContaining('In `timeout`, "5 minutes" is not a duration')],
    ['"1 potato"', expect.stringContaining('In `resources.memory`, "1 potato" is not a size')],
    ['"SIGNOPE"', expect.stringContaining('In `stop.signal`, "SIGNOPE" is not a signal')],
    ['"UPPER"', expect.stringContaining('In `image`, the image reference "UPPER" has upper case letters')],
    ['""', expect.stringContaining('In `label`, the text is blank')],
  ]);
  const { output } = await workspace().run(text, 'good');
  expect(output('good')).toBe('ran\n');
  for (const [label, message] of [
    ['unknown field', 'did you mean `command`?'],
    ['unknown label', 'did you mean "good"?'],
    ['one', 'in a circle'],
    ['image', 'upper case'],
  ] as const)
    await expect(workspace().run(text, label)).rejects.toThrow(message);
  for (const label of ['env file', 'host path']) {
    const { outcome } = await workspace().run(text, label);
    expect(outcome).toMatchObject({
      result: { status: 'error', error: { message: expect.stringContaining('none') as unknown } },
    });
  }
});

test('broken JSON is found where it breaks, and what stands before it still runs', async () => {
  const broken = text.replace(
    '{ "label": "unknown field", "comand": "x" }',
    '{ "label": "broken" "command": "x" }',
  );
  expect(await mistakesIn(broken)).toContainEqual(['"command"', 'A comma is missing before this.']);
  const { output } = await workspace().run(broken, 'good');
  expect(output('good')).toBe('ran\n');
  await expect(workspace().run(broken, 'broken')).rejects.toThrow('A comma is missing');
});

/** The text at the place of each mistake, and what is said of it. */
async function mistakesIn(file: string): Promise<readonly (readonly [place: string, message: string])[]> {
  const parsed = parse(file, hostSystem);
  const ofHost = await checkHostFiles(parsed, { workspaceFolder: workspace().folder, env: {} });
  return [...parsed.problems, ...ofHost]
    .sort((a, b) => a.offset - b.offset)
    .map(({ message, offset, length }) => [file.slice(offset, offset + length), message]);
}
