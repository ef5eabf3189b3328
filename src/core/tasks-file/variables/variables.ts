/** What the variables of a tasks file stand for, on the machine where VS Code's extensions run. */
export interface Variables {
  /** Absolute path of the workspace folder the file belongs to. */
  readonly workspaceFolder: string;
  readonly workspaceFolderBasename: string;
  /** The path of each folder of the workspace by its name. */
  readonly folders: ReadonlyMap<string, string>;
  /** What is open in the editor; `undefined`: no file. */
  readonly file: OpenFile | undefined;
  /** Absolute path of the user's home folder. */
  readonly userHome: string;
  /** Absolute path of the folder in which VS Code was started. */
  readonly cwd: string;
  /** Absolute path of the program of VS Code. */
  readonly execPath: string;
  /** What separates the parts of a path: `\` on Windows. */
  readonly pathSeparator: '/' | '\\';
  /** An environment variable's value; `undefined`: it is not set. */
  readonly env: (name: string) => string | undefined;
  /** The values of what was asked for: those of `config:x.y`, `command:id` and `input:id` under these names. */
  readonly asked: ReadonlyMap<string, string>;
  /** The combination of the run by axis; empty for a task without a matrix. */
  readonly matrix: Readonly<Record<string, string>>;
}

/** The file in the active editor. */
export interface OpenFile {
  /** Absolute. */
  readonly path: string;
  /** Of the cursor, from 1. */
  readonly lineNumber: number;
  readonly columnNumber: number;
  /** '' for nothing. */
  readonly selectedText: string;
}

/** What variables may stand for in a run, or, where `variables` is `undefined`, in a file that is only checked. */
export interface Scope {
  readonly variables: Variables | undefined;
  /** The workspace's folder in the container; `undefined`: it has none. Any text while a file is only checked. */
  readonly containerFolder: string | undefined;
  /** Which inputs there are; `undefined`: that is not checked. */
  readonly inputs: Names | undefined;
  /** Which axes a matrix has; `undefined`: that is not checked. */
  readonly axes: Names | undefined;
}

/** Of a value that stands in no file, and of one whose names are checked elsewhere. */
export const anyScope: Scope = {
  variables: undefined,
  containerFolder: undefined,
  inputs: undefined,
  axes: undefined,
};

/** The names that something can be referred to by. */
export interface Names {
  has(name: string): boolean;
  /** The name that a misspelt one most likely stands for. */
  near(name: string): string | undefined;
}
