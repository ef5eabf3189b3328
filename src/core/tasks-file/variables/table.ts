import * as l10n from '@vscode/l10n';
import type { Parsed } from '../parsed.ts';
import { fileVariables } from './file-variables.ts';
import { basename } from './local-path.ts';
import { askedRow, axisRow, environmentRow, localEnvironmentRow } from './named-variables.ts';
import type { Row, Source } from './row.ts';
import { containerPath, localPath } from './views.ts';

const rows = {
  workspaceFolder: {
    meaning: 'The workspace folder that the tasks file belongs to.',
    ...localPath(({ variables }) => ({ value: variables.workspaceFolder })),
  },
  'workspaceFolder:': {
    parameter: 'NAME',
    meaning: 'The folder of the workspace with this name, where there are several.',
    ...localPath(namedFolder),
  },
  workspaceFolderBasename: {
    meaning: "The workspace folder's name.",
    value: ({ variables }) => ({ value: variables.workspaceFolderBasename }),
  },
  localWorkspaceFolder: {
    meaning: 'The workspace folder on this machine, wherever it stands.',
    value: ({ variables }) => ({ value: variables.workspaceFolder }),
  },
  localWorkspaceFolderBasename: {
    meaning: "The workspace folder's name on this machine.",
    value: ({ variables }) => ({ value: variables.workspaceFolderBasename }),
  },
  containerWorkspaceFolder: {
    meaning: "The workspace folder in the container: the `target` of the task's `workspace`.",
    ...containerPath((folder) => folder),
  },
  containerWorkspaceFolderBasename: {
    meaning: "The workspace folder's name in the container.",
    ...containerPath((folder) => basename(folder, '/')),
  },
  ...fileVariables,
  userHome: {
    meaning: 'Your home folder on this machine.',
    value: ({ variables }) => ({ value: variables.userHome }),
  },
  cwd: {
    meaning: 'The folder that VS Code was started in.',
    ...localPath(({ variables }) => ({ value: variables.cwd })),
  },
  execPath: {
    meaning: 'The program of VS Code on this machine.',
    value: ({ variables }) => ({ value: variables.execPath }),
  },
  pathSeparator: {
    meaning: 'What separates the parts of a path: `/`, and `\\` in a path of a machine with Windows.',
    value: separator,
  },
  '/': { meaning: 'The same as `${pathSeparator}`.', value: separator },
  'env:': environmentRow,
  'localEnv:': localEnvironmentRow,
  'config:': askedRow('config', 'SETTING', 'A setting of VS Code, such as `${config:editor.tabSize}`.'),
  'command:': askedRow('command', 'ID', 'The result of a command of VS Code, which runs once a run.'),
  'input:': askedRow(
    'input',
    'ID',
    'The answer to the one of the `inputs` with this `id`, asked for once a run.',
  ),
  'matrix:': axisRow,
} satisfies Readonly<Record<string, Row>>;

/** Every variable of a tasks file by its name, which ends in a colon where an argument follows. A new variable is a new row here. */
export const variableTable: ReadonlyMap<string, Row> = new Map<string, Row>(Object.entries(rows));

/** How each is written: `${env:NAME}`. */
export const variableForms: readonly string[] = [...variableTable].map(
  ([name, { parameter = '' }]) => `\${${name}${parameter}}`,
);

function namedFolder({ written, argument, variables: { folders } }: Source): Parsed<string> {
  const path = folders.get(argument);
  if (path !== undefined) return { value: path };
  const names = [...folders.keys()].map((name) => `"${name}"`).join(', ');
  return {
    problem: names
      ? l10n.t('{0} is no folder of the workspace: it has {1}.', written, names)
      : l10n.t('{0} is no folder of the workspace: it has none.', written),
  };
}

function separator({ variables, view }: Source): Parsed<string> {
  return { value: view === 'container' ? '/' : variables.pathSeparator };
}
