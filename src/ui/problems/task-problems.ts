import { existsSync } from 'node:fs';
import * as vscode from 'vscode';

import { hostFiles } from '../../core/container-paths.ts';
import type { MappedPath } from '../../core/container-paths.ts';
import type { FoundProblem } from '../../core/problem-matcher/find-problem.ts';
import type { ProblemMatcher } from '../../core/problem-matcher/problem-matcher.ts';

/** How VS Code limits what it shows of one file. */
const mostInFile = 1000;

/** How often new problems are shown, in ms: each time costs the whole editor. */
const interval = 200;

/** What the problems of a run are about. */
export interface RunPaths {
  readonly mapped: readonly MappedPath[];
  /** The folder in the container that the task runs in; '' where nobody knows it. */
  readonly folder: string;
  /** Where problems in files stand that this machine does not have: the task's label in its file. */
  readonly task: vscode.Location;
}

/** Shows the problems of each task's last run in the Problems panel. */
export class TaskProblems implements vscode.Disposable {
  readonly #runs = new Map<string, RunProblems>();

  /** Forgets those of the task's last run. @param key tells the task from all others */
  begin(key: string, paths: RunPaths): RunProblems {
    this.#runs.get(key)?.dispose();
    const problems = new RunProblems(paths);
    this.#runs.set(key, problems);
    return problems;
  }

  dispose(): void {
    for (const run of this.#runs.values()) run.dispose();
  }
}

/** The problems of one run. */
class RunProblems implements vscode.Disposable {
  readonly #paths: RunPaths;
  readonly #owners = new Map<string, OwnerProblems>();
  #timer: NodeJS.Timeout | undefined;

  constructor(paths: RunPaths) {
    this.#paths = paths;
  }

  onProblem(problem: FoundProblem): void {
    const { matcher, file, place } = problem;
    const { mapped, folder, task } = this.#paths;
    const files = hostFiles(file, matcher.fileLocation, folder, mapped);
    const path = files.length > 1 ? (files.find((each) => existsSync(each)) ?? files.at(-1)) : files[0];
    if (path !== undefined) {
      this.#add(matcher, vscode.Uri.file(path), toDiagnostic(problem));
      return;
    }
    const where = place ? `${file}:${place.line}:${place.column}` : file;
    const diagnostic = toDiagnostic({ ...problem, message: `${where}: ${problem.message}` });
    diagnostic.range = task.range;
    this.#add(matcher, task.uri, diagnostic);
  }

  onBegin({ owner }: ProblemMatcher): void {
    this.#owners.get(owner)?.clear();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const owner of this.#owners.values()) owner.dispose();
    this.#owners.clear();
  }

  #add({ owner, applyTo }: ProblemMatcher, uri: vscode.Uri, diagnostic: vscode.Diagnostic): void {
    if (applyTo !== 'allDocuments' && (applyTo === 'openDocuments') !== isOpen(uri)) return;
    const problems = this.#owners.get(owner) ?? new OwnerProblems(owner);
    this.#owners.set(owner, problems);
    problems.add(uri, diagnostic);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const each of this.#owners.values()) each.show();
    }, interval);
  }
}

/** Those that one owner reports, by file. */
class OwnerProblems {
  readonly #collection: vscode.DiagnosticCollection;
  readonly #files = new Map<string, Map<string, vscode.Diagnostic>>();
  readonly #changed = new Set<string>();

  constructor(owner: string) {
    this.#collection = vscode.languages.createDiagnosticCollection(`container-tasks: ${owner}`);
  }

  /** One that is there already, or is too many, is left out. */
  add(uri: vscode.Uri, diagnostic: vscode.Diagnostic): void {
    const file = uri.toString();
    const known = this.#files.get(file) ?? new Map<string, vscode.Diagnostic>();
    this.#files.set(file, known);
    const key = JSON.stringify(diagnostic);
    if (known.size >= mostInFile || known.has(key)) return;
    known.set(key, diagnostic);
    this.#changed.add(file);
  }

  show(): void {
    for (const file of this.#changed)
      this.#collection.set(vscode.Uri.parse(file), [...(this.#files.get(file)?.values() ?? [])]);
    this.#changed.clear();
  }

  clear(): void {
    this.#files.clear();
    this.#changed.clear();
    this.#collection.clear();
  }

  dispose(): void {
    this.#collection.dispose();
  }
}

function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
}

function toDiagnostic({ matcher, place, severity, code, message }: FoundProblem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(place), message, severities[severity]);
  if (matcher.source !== '') diagnostic.source = matcher.source;
  if (code !== '') diagnostic.code = code;
  return diagnostic;
}

function toRange(place: FoundProblem['place']): vscode.Range {
  if (!place) return new vscode.Range(0, 0, 0, 0);
  const index = (number: number): number => Math.min(Math.max(0, number - 1), farthest);
  return new vscode.Range(
    new vscode.Position(index(place.line), index(place.column)),
    new vscode.Position(index(place.endLine), index(place.endColumn)),
  );
}

/** What VS Code takes for the end of any line. */
const farthest = 2 ** 31 - 2;

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};
