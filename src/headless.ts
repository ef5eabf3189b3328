import { readArguments, usage } from './cli/arguments.ts';
import type { Terminal } from './cli/line-view.ts';
import { listCommand } from './cli/list-command.ts';
import { runCommand } from './cli/run-command.ts';
import { couldNotRun } from './core/exit-code.ts';

/** Runs tasks of tasks.container.json in a terminal or on a CI machine: builds the driver and hands it to a command. */
async function main(words: readonly string[]): Promise<number> {
  if (Number(process.versions.node.split('.')[0]) < oldestNode) {
    terminal.stderr(`This needs Node.js ${oldestNode} or newer, and runs on ${process.version}.\n`);
    return couldNotRun;
  }
  const read = readArguments(words);
  if ('problem' in read) {
    terminal.stderr(`${read.problem} "container-tasks --help" tells more.\n`);
    return 2;
  }
  const request = read.value;
  switch (request.kind) {
    case 'help':
      terminal.stdout(usage);
      return 0;
    case 'list':
      return listCommand(request.folder, terminal);
    case 'run': {
      // dockerode is not needed for a command line that is wrong.
      const { createDockerDriver } = await import('./driver/docker/docker-driver.ts');
      const driver = createDockerDriver({ docker: request.engine });
      return runCommand(request, { loadDriver: () => Promise.resolve(driver), terminal, onStop });
    }
  }
}

/** That of the oldest VS Code that runs the extension. */
const oldestNode = 22;

const terminal: Terminal = {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
};

/** Ctrl-C, and the end of a CI job or of the terminal. */
function onStop(listener: () => void): { dispose(): void } {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, listener);
  return {
    dispose: () => {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}

// It never rejects: whatever goes wrong is its exit code.
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
