import * as vscode from 'vscode';

import { tasksFilePaths } from '../../core/tasks-file/paths.ts';

/** Writes a first tasks file into a workspace folder, and opens it. One that is there is only opened. */
export async function createTasksFile(): Promise<void> {
  const folder = await pickFolder();
  if (!folder) return;
  const uri = vscode.Uri.joinPath(folder.uri, tasksFilePaths[0]);
  if (!(await exists(uri))) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(template));
  await vscode.window.showTextDocument(uri);
}

async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick();
  if (!folders[0]) {
    void vscode.window.showInformationMessage('Open a folder first: container tasks belong to a folder.');
  }
  return folders[0];
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
}

const template = `// Tasks that run in containers. Run them with "Run Container Task" in the Command Palette.
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
