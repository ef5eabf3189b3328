import * as l10n from '@vscode/l10n';

import type { ContainerTask } from '../../../core/container-task.ts';
import { describeImage } from '../../../core/report.ts';
import type { Remedy, RunError } from '../../../core/run-result.ts';
import { sentence } from '../engine/engine-failure.ts';
import type { FailedProgram } from './failed-program.ts';
import { isShell } from './known-programs.ts';
import type { Finding } from './look-for-program.ts';

type Started = Pick<ContainerTask, 'command' | 'entrypoint' | 'image' | 'build' | 'secrets'>;

/**
 * What a person is told of a program that could not be executed.
 *
 * @param exitCode 127 for one that is not there, 126 for one that cannot be executed
 * @param finding what the container has; undefined: nobody could look
 */
export function explainProgram(
  task: Started,
  program: FailedProgram,
  exitCode: 126 | 127,
  finding: Finding | undefined,
): RunError {
  const { message, advice } = ofFile(program, finding) ?? {
    message: describe(task, program, exitCode),
    advice: exitCode === 127 ? adviseOnMissing(task, program, finding) : adviseOnRefused(program),
  };
  return { message, advice, remedy: remedyFor(task, program) };
}

function describe(task: Started, { name, isCommand }: FailedProgram, exitCode: 126 | 127): string {
  const image = describeImage(task);
  if (name === '') return l10n.t('The command of the image "{0}" cannot be executed.', image);
  if (exitCode === 127)
    return isCommand
      ? l10n.t('The command "{0}" is not in the image "{1}".', name, image)
      : l10n.t('The command called "{0}", which is not in the image "{1}" (exit code 127).', name, image);
  return isCommand
    ? l10n.t('The command "{0}" cannot be executed in the image "{1}".', name, image)
    : l10n.t('The command called "{0}", which cannot be executed (exit code 126).', name);
}

/** What the file itself shows. */
function ofFile(
  { name, said }: FailedProgram,
  finding: Finding | undefined,
): Required<Pick<RunError, 'message' | 'advice'>> | undefined {
  if (!finding) return undefined;
  switch (finding.kind) {
    case 'folder':
      return {
        message: l10n.t('"{0}" is a folder, which cannot be executed.', name),
        advice: l10n.t('Correct "command": it begins with the program to run.'),
      };
    case 'not executable':
      return {
        message: l10n.t('"{0}" may not be executed: it has no permission for it.', name),
        advice: l10n.t('Run "chmod +x" on the file, or call it by its interpreter: "sh {0}".', name),
      };
    case 'needs':
      return finding.what === 'loader'
        ? {
            message: l10n.t(
              '"{0}" needs "{1}", which the container does not have: it is built for another Linux.',
              name,
              finding.missing,
            ),
            advice: l10n.t(
              'Use an image with the C library that it is built for (glibc as in Debian, musl as in Alpine).',
            ),
          }
        : {
            message: l10n.t(
              '"{0}" is to be run by "{1}", which the container does not have.',
              name,
              finding.missing,
            ),
            advice: l10n.t('Use an image that has it, or correct the first line of the file.'),
          };
    case 'file':
      return ofBeginning(name, said, finding.begins);
    case 'elsewhere':
    case 'instead':
    case 'no shell':
    case 'missing':
      return undefined;
  }
}

function ofBeginning(
  name: string,
  said: string,
  begins: Extract<Finding, { kind: 'file' }>['begins'],
): Required<Pick<RunError, 'message' | 'advice'>> | undefined {
  if (begins.kind === 'script' && begins.hasWindowsLines)
    return {
      message: l10n.t(
        'The lines of "{0}" end as on Windows, so that nobody finds what its first line names.',
        name,
      ),
      advice: l10n.t(
        'Save it with the line ends of Linux: in VS Code, choose LF for CRLF in the status bar.',
      ),
    };
  if (!/exec format error/i.test(said)) return undefined;
  if (begins.kind === 'program')
    return {
      message:
        begins.architecture === undefined
          ? l10n.t('"{0}" is built for another platform than the engine\'s machine.', name)
          : l10n.t(
              '"{0}" is built for {1}, which the engine\'s machine cannot run.',
              name,
              begins.architecture,
            ),
      advice: l10n.t('Use an image that is built for it, or set "platform" to one that it can emulate.'),
    };
  if (begins.kind === 'script') return undefined;
  return {
    message: l10n.t('"{0}" is no program, and has no first line that names one.', name),
    advice: l10n.t('Begin it with "#!/bin/sh", or call it by its interpreter: "sh {0}".', name),
  };
}

function adviseOnMissing(task: Started, { name, isCommand }: FailedProgram, finding?: Finding): string {
  if (finding?.kind === 'elsewhere')
    return l10n.t('It is at "{0}", which is not in PATH: call it by that path.', finding.path);
  if (finding?.kind === 'instead')
    return isCommand && isShell(name) && isScript(task)
      ? l10n.t('The image has "{0}" instead: set "shell" to ["{1}", "-c"].', finding.name, finding.path)
      : l10n.t('The image has "{0}" instead ({1}).', finding.name, finding.path);
  if (finding?.kind === 'no shell')
    return l10n.t('The image has no shell: use "command" without one, or an image that has one.');
  return isCommand
    ? l10n.t('Correct "command", or use an image that has it.')
    : l10n.t('Install it in the image, or use an image that has it.');
}

function adviseOnRefused({ said }: FailedProgram): string {
  return l10n.t(
    "Make it executable (chmod +x), and see that it is built for the engine's platform. What is said of it: {0}",
    sentence(said),
  );
}

/** Its shell takes the place of the entrypoint, and the script is the last word. */
function isScript({ command, entrypoint }: Started): boolean {
  return entrypoint?.length === 0 && /^-\w*c$/.test(command.at(-2) ?? '');
}

function remedyFor({ entrypoint }: Started, { name, isCommand }: FailedProgram): Remedy {
  const isEntrypoint = isCommand && entrypoint !== undefined && entrypoint.length > 0;
  return { in: 'file', field: isEntrypoint ? 'entrypoint' : 'command', ...(name !== '' && { value: name }) };
}
