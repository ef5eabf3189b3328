import * as vscode from 'vscode';

/** The `docker run` line that is likely meant: what is selected, or else a line of the clipboard. In one line; '': none. */
export async function suggestLine(): Promise<string> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor?.document.getText(editor.selection) ?? '';
  return find(selected) ?? find(await vscode.env.clipboard.readText()) ?? '';
}

/** From where it begins to the end of its last line; a selection in JSON ends with its quote, which belongs to the JSON. */
function find(text: string): string | undefined {
  const [found] =
    /(?:^|(?<=[\s"'`]))(?:docker|podman)(?:\s+container)?\s+run\s[^]*/u.exec(text.slice(0, longest)) ?? [];
  if (found === undefined) return undefined;
  const lines = /^(?:[^\n]*[\\^`][ \t]*\r?\n)*[^\n]*/u.exec(found)?.[0] ?? found;
  return lines.replace(/\s*[\\^`][ \t]*\r?\n\s*/gu, ' ').trim();
}

/** In UTF-16 units: a clipboard may have a book in it. */
const longest = 20_000;
