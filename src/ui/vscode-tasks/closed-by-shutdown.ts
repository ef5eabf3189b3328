import * as vscode from 'vscode';

/** In ms: how long VS Code may take to tell; it was 1 ms. */
const limit = 1000;

/**
 * Resolves with whether a terminal that VS Code is closing is closed because its window is closed or reloaded, rather than
 * by somebody. VS Code tells that right after it has told the terminal.
 */
export async function closedByShutdown(): Promise<boolean> {
  const told = Promise.withResolvers<boolean>();
  const timer = setTimeout(told.resolve, limit, false);
  const subscription = vscode.window.onDidCloseTerminal(({ exitStatus }) => {
    told.resolve(exitStatus?.reason === vscode.TerminalExitReason.Shutdown);
  });
  const isShutdown = await told.promise;
  clearTimeout(timer);
  subscription.dispose();
  return isShutdown;
}
