import * as l10n from '@vscode/l10n';
import { parseImage } from '../../image.ts';
import { parseCapability } from '../formats/capability.ts';
import {
  containerFolderPattern,
  containerPathPattern,
  parseContainerFolder,
  parseContainerPath,
} from '../formats/container-path.ts';
import { durationPattern, longestDuration, parseDuration, secondsToDuration } from '../formats/duration.ts';
import { accept, readText, rejectType } from '../kinds/kind.ts';
import type { Context, Kind } from '../kinds/kind.ts';
import type { JsonString } from '../json/json.ts';
import { either, list } from '../kinds/compound-kinds.ts';
import { number, text } from '../kinds/simple-kinds.ts';
import type { TextFormat } from '../kinds/simple-kinds.ts';
import { globPattern, parseGlob } from '../formats/glob.ts';
import { mountPattern, parseMount } from '../formats/mount.ts';
import { parseSecurityOption, securityOptionPattern } from '../formats/security-option.ts';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';
import { parsePlatform, platformPattern } from '../formats/platform.ts';
import { parseSignal, signalFromNumber } from '../formats/signal.ts';
import { parseSize, sizePattern } from '../formats/size.ts';
import { parseUser, userPattern } from '../formats/user.ts';
import { splitWords } from '../formats/words.ts';

/** Any text. */
export const anyText = text({ takes: () => l10n.t('a string'), parse: (value) => ({ value }) });

/** What is fed to the container. */
export const inputText = text({
  takes: () => l10n.t('a string'),
  parse: (value) => ({ value }),
  variables: 'container',
});

/** A text for people to read: not blank, and the same wherever it is shown, so without variables. */
export const plainText = text({
  takes: () => l10n.t('a string that is not blank'),
  parse: (value) =>
    value.trim() === '' ? { problem: l10n.t('the text is blank: write something to show.') } : { value },
  pattern: '\\S',
  variables: 'none',
});

/** The label of a task or the name of a service or a problem matcher: as it is written, so that it is found when the file is read. */
export const reference = text({
  takes: () => l10n.t('a string that is not blank'),
  parse: (value) => (value.trim() === '' ? { problem: l10n.t('the name is blank: write one.') } : { value }),
  pattern: '\\S',
  variables: 'none',
});

/** What a process can be given: a text without NUL characters. */
export const argument = text({ takes: () => l10n.t('a string'), parse: parseArgument });

/** What a process in the container is given. */
export const containerArgument = text({
  takes: () => l10n.t('a string'),
  parse: parseArgument,
  variables: 'container',
});

/** A program for a shell, in which `${...}` may be the shell's own. */
export const script = text({
  takes: () => l10n.t('a string'),
  parse: (value) =>
    value.trim() === '' ? { problem: l10n.t('the script is empty: write one.') } : parseArgument(value),
  pattern: '\\S',
  variables: 'shell',
});

/** The name of an environment variable. */
export const variableName: TextFormat<string> = {
  takes: () => l10n.t('the name of a variable'),
  pattern: '^[^=]+$',
  parse: (value) =>
    value === '' || /[=\0]/u.test(value)
      ? { problem: l10n.t('{0} cannot be the name of a variable: write a name without "=".', quote(value)) }
      : { value },
};

/** A file or folder on the machine. */
export const hostPath = text({
  takes: () => l10n.t('a path'),
  parse: (value) =>
    value.trim() === '' ? { problem: l10n.t('the path is empty: write one.') } : parseArgument(value),
  pattern: '\\S',
});

/** An absolute path in the container. */
export const containerPath = text({
  takes: () => l10n.t('an absolute path in the container'),
  parse: parseContainerPath,
  pattern: containerPathPattern,
  variables: 'container',
});

const folder = {
  takes: () => l10n.t('the absolute path of a folder in the container'),
  parse: parseContainerFolder,
  pattern: containerFolderPattern,
};

/** A folder in the container to mount something at. */
export const containerFolder = text({ ...folder, variables: 'container' });

/** The folder in the container that the container's variables stand for. */
export const workspaceTarget = text({ ...folder, variables: 'target' });

/** The name of an image. */
export const image = text({ takes: () => l10n.t('the name of an image'), parse: parseImageName });

/** Whom the container runs as. */
export const user = text({
  takes: () => l10n.t('"host", "image" or a user like "1000:1000"'),
  parse: parseUser,
  pattern: userPattern,
});

/** A duration in ms. */
export const duration = either(
  text({ takes: () => l10n.t('a duration like "90s"'), parse: parseDuration, pattern: durationPattern }),
  number({
    takes: () => l10n.t('a number of seconds'),
    minimum: 0,
    maximum: longestDuration,
    parse: secondsToDuration,
  }),
);

/** A size in bytes. */
export const size = either(
  text({ takes: () => l10n.t('a size like "512m"'), parse: parseSize, pattern: sizePattern }),
  number({
    takes: () => l10n.t('a whole number of bytes'),
    integer: true,
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    parse: (value) => ({ value }),
  }),
);

/** A number of cores, in milli-CPUs. */
export const cpus = number({
  takes: () => l10n.t('a number of cores'),
  minimum: 0,
  maximum: 100_000,
  parse: parseCpus,
});

/** How many of something there may be. */
export const count = number({
  takes: () => l10n.t('a whole number'),
  integer: true,
  minimum: 0,
  maximum: 2 ** 31 - 1,
  parse: (value) => ({ value }),
});

/** How many of something there may be, if any at all. */
export const atLeastOne = number({
  takes: () => l10n.t('a whole number from 1'),
  integer: true,
  minimum: 1,
  maximum: 2 ** 31 - 1,
  parse: (value) => ({ value }),
});

/** A signal. */
export const signal = either(
  text({ takes: () => l10n.t('a signal like "SIGTERM"'), parse: parseSignal }),
  number({
    takes: () => l10n.t('a number from 1 to 64'),
    integer: true,
    minimum: 1,
    maximum: 64,
    parse: signalFromNumber,
  }),
);

/** What an image is built for. */
export const platform = text({
  takes: () => l10n.t('a platform like "linux/arm64"'),
  parse: parsePlatform,
  pattern: platformPattern,
});

/** Linux capabilities. */
export const capabilities = list(
  text({ takes: () => l10n.t('a capability like "NET_RAW"'), parse: parseCapability }),
  () => l10n.t('a list of capabilities'),
);

/** How the system confines a container. */
export const securityOption = text({
  takes: () => l10n.t('a security option like "no-new-privileges"'),
  parse: parseSecurityOption,
  pattern: securityOptionPattern,
});

/** Files below the workspace folder. */
export const glob = text({
  takes: () => l10n.t('a pattern like "src/**"'),
  parse: parseGlob,
  pattern: globPattern,
});

/** The name of one of VS Code's icons. */
export const codicon = text({
  takes: () => l10n.t('the name of an icon'),
  parse: (value) =>
    /^[a-z0-9-]+$/u.test(value)
      ? { value }
      : { problem: l10n.t('{0} is not the name of an icon: write one like "beaker".', quote(value)) },
  pattern: '^[a-z0-9-]+$',
  variables: 'none',
});

/** A regular expression of JavaScript; `${` in it is its own. */
export const regularExpression = text({
  takes: () => l10n.t('a regular expression'),
  parse: parseRegularExpression,
  variables: 'literal',
});

/** A mount in one text. */
export const mountText = text({
  takes: () => l10n.t('a mount like "./data:/data"'),
  parse: parseMount,
  pattern: mountPattern,
});

/** An argv, as a list. */
export const argv = list(containerArgument, () => l10n.t('a list of words'));

/** An argv, as a command line. */
const commandLine: Kind<readonly string[]> = {
  takes: () => l10n.t('a command line'),
  types: ['string'],
  schema: { type: 'string', pattern: '\\S' },
  read(json, context) {
    return json.type === 'string' ? readCommandLine(json, context) : rejectType(this, json, context);
  },
};

/** A command: a line, or a list of words. */
export const command = either(commandLine, argv);

/** The line is split before its variables are replaced, so that a value with blanks or quotes in it stays in its word. */
function readCommandLine(json: JsonString, context: Context): readonly string[] | undefined {
  const known = accept(parseArgument(json.value), json, context) && readText(json, 'container', context);
  const words = accept(splitWords(json.value), json, context);
  if (words?.length === 0)
    return accept(
      { problem: l10n.t("the command is empty: leave it out to run the image's own.") },
      json,
      context,
    );
  if (known === undefined || words === undefined) return undefined;
  const expanded = words.map((word) => readText({ ...json, value: word }, 'container', context));
  return expanded.every((word) => word !== undefined) ? expanded : undefined;
}

function parseArgument(value: string): Parsed<string> {
  if (!value.includes('\0')) return { value };
  return { problem: l10n.t('the text has a NUL character in it: remove it.') };
}

function parseImageName(value: string): Parsed<string> {
  const reference = parseImage(value);
  return 'error' in reference ? { problem: reference.error.replace(/^The/u, 'the') } : { value };
}

function parseRegularExpression(value: string): Parsed<RegExp> {
  try {
    return { value: new RegExp(value) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: /u, '') : '';
    return { problem: l10n.t('{0} is not a regular expression ({1}): correct it.', quote(value), reason) };
  }
}

function parseCpus(cores: number): Parsed<number> {
  // Below, the time that the kernel is asked for is too short for it.
  if (cores > 0 && cores < 0.01)
    return { problem: l10n.t('{0} is less than 0.01 cores: write 0 for no limit.', cores) };
  return { value: Math.round(cores * 1000) };
}
