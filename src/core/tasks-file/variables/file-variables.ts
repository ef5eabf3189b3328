import * as l10n from '@vscode/l10n';
import type { Parsed } from '../parsed.ts';
import { basename, dirname, extname, partsWithin, relativePath } from './local-path.ts';
import type { Row, Source } from './row.ts';
import type { OpenFile } from './variables.ts';
import { localPath, relativeInView } from './views.ts';

/** The variables about what is open in the active editor. */
export const fileVariables = {
  file: {
    meaning: 'The open file: the one in the active editor.',
    ...localPath((source) => ofFile(source, ({ path }) => path)),
  },
  fileBasename: {
    meaning: "The open file's name.",
    value: (source) => ofFile(source, ({ path }, separator) => basename(path, separator)),
  },
  fileBasenameNoExtension: {
    meaning: "The open file's name without its extension.",
    value: (source) => ofFile(source, ({ path }, separator) => stem(path, separator)),
  },
  fileExtname: {
    meaning: "The open file's extension, with its dot.",
    value: (source) => ofFile(source, ({ path }, separator) => extname(path, separator)),
  },
  fileDirname: {
    meaning: "The open file's folder.",
    ...localPath((source) => ofFile(source, ({ path }, separator) => dirname(path, separator))),
  },
  fileDirnameBasename: {
    meaning: "The name of the open file's folder.",
    value: (source) => ofFile(source, ({ path }, separator) => basename(dirname(path, separator), separator)),
  },
  fileWorkspaceFolder: {
    meaning: 'The folder of the workspace that the open file is in.',
    ...localPath(folderOfFile),
  },
  fileWorkspaceFolderBasename: {
    meaning: 'The name of the folder of the workspace that the open file is in.',
    value: (source) => ofPath(folderOfFile(source), (path) => basename(path, source.variables.pathSeparator)),
  },
  relativeFile: {
    meaning: 'The open file, from the workspace folder.',
    value: (source) => fromFolder(source, ({ path }) => path),
  },
  relativeFileDirname: {
    meaning: "The open file's folder, from the workspace folder.",
    value: (source) => fromFolder(source, ({ path }, separator) => dirname(path, separator)),
  },
  lineNumber: {
    meaning: 'The number of the line that the cursor is in.',
    value: (source) => ofFile(source, ({ lineNumber }) => String(lineNumber)),
  },
  columnNumber: {
    meaning: 'The number of the column that the cursor is in.',
    value: (source) => ofFile(source, ({ columnNumber }) => String(columnNumber)),
  },
  selectedText: {
    meaning: 'The text that is selected in the active editor.',
    value: (source) => {
      const text = ofFile(source, ({ selectedText }) => selectedText);
      return 'value' in text && text.value === ''
        ? { problem: l10n.t('{0} has no value: no text is selected. Select some.', source.written) }
        : text;
    },
  },
} satisfies Readonly<Record<string, Row>>;

type Separator = '/' | '\\';

function ofFile(
  { written, variables: { file, pathSeparator } }: Source,
  read: (file: OpenFile, separator: Separator) => string,
): Parsed<string> {
  if (file) return { value: read(file, pathSeparator) };
  return { problem: l10n.t('{0} has no value: no file is open. Open the one that is meant.', written) };
}

function ofPath(path: Parsed<string>, read: (path: string) => string): Parsed<string> {
  return 'value' in path ? { value: read(path.value) } : path;
}

function stem(path: string, separator: Separator): string {
  const name = basename(path, separator);
  return name.slice(0, name.length - extname(path, separator).length);
}

/** The innermost, where folders of the workspace are in each other. */
function folderOfFile(source: Source): Parsed<string> {
  const { folders, pathSeparator } = source.variables;
  const file = ofFile(source, ({ path }) => path);
  if ('problem' in file) return file;
  const around = [...folders.values()].filter((folder) => partsWithin(file.value, folder, pathSeparator));
  const [innermost] = around.sort((one, other) => other.length - one.length);
  if (innermost !== undefined) return { value: innermost };
  return {
    problem: l10n.t(
      '{0} has no value: {1} is in no folder of the workspace. Open a file of one.',
      source.written,
      file.value,
    ),
  };
}

function fromFolder(source: Source, read: (file: OpenFile, separator: Separator) => string): Parsed<string> {
  const { workspaceFolder, pathSeparator } = source.variables;
  return ofPath(ofFile(source, read), (path) =>
    relativeInView(relativePath(path, workspaceFolder, pathSeparator) || '.', source),
  );
}
