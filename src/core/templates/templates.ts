import { cpp } from './cpp.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { node } from './node.ts';
import { python } from './python.ts';
import { rust } from './rust.ts';
import type { Facts, Template } from './template.ts';
import { opening } from './write-file.ts';
import type { Chosen } from './write-file.ts';

const templates: readonly Template[] = [node, python, go, rust, java, cpp];

/** The files that have to be looked at, from the workspace folder. */
export const filesToRead: readonly string[] = [...new Set(templates.flatMap(({ reads }) => reads))];

/** The templates that apply to a folder, with their tasks. */
export function detect(facts: Facts): readonly Chosen[] {
  return templates.flatMap(({ id, name, make }) => {
    const made = make(facts);
    return made ? [{ ...made, id, name }] : [];
  });
}

/** A file for any folder: what a task is. */
export function helloFile(): string {
  return `${opening().join('\n')}
{
  "version": "1",
  "tasks": [
    {
      "label": "hello",
      "detail": "Says hello from a container",
      "image": "busybox:latest",
      "command": "echo hello"
    },
    {
      "label": "build",
      "detail": "Works for a while, with limits",
      "image": "busybox:latest",
      "script": "for i in $(seq 1 20); do echo step $i; sleep 1; done",
      "timeout": "5m",
      "resources": { "cpus": 1.5, "memory": "256m" },
      "env": { "MODE": "release" }
    }
  ]
}
`;
}
