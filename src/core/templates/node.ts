import type { JsonValue } from '../json-value.ts';
import type { Facts, Template, TemplateTask } from './template.ts';

/** Tasks for the scripts of a package.json, with the package manager that the folder uses. */
export const node: Template = {
  name: 'Node.js',
  id: 'node',
  reads: [
    ...['package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock'],
    ...['.nvmrc', '.node-version'],
  ],
  make(facts) {
    const text = facts.files.get('package.json');
    if (text === undefined) return undefined;
    const manifest = readManifest(text);
    const manager = managerOf(facts, manifest);
    const image = `node:${majorOf(facts, manifest)}`;
    const scripts = Object.entries(manifest.scripts).filter(([name]) => isWanted(name));
    const tasks = scripts.slice(0, most).map(([name, line]) => scriptTask(name, line, image, manager));
    return { why: 'package.json', tasks: [installTask(image, manager), ...tasks] };
  },
};

/** How many scripts become tasks: more would be in the way of those that matter. */
const most = 8;

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly packageManager: string;
  readonly node: string;
}

/** A file that cannot be read is one that says nothing. */
function readManifest(text: string): Manifest {
  const { scripts, packageManager, engines } = objectOf(parseJson(text));
  const lines = Object.entries(objectOf(scripts)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const { node: range } = objectOf(engines);
  return {
    scripts: Object.fromEntries(lines),
    packageManager: typeof packageManager === 'string' ? packageManager : '',
    node: typeof range === 'string' ? range : '',
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** How packages are installed and scripts run. */
interface Manager {
  readonly install: string;
  readonly run: string;
  readonly files: readonly string[];
  /** What it writes when all is installed; undefined: that is not certain. */
  readonly output: string | undefined;
}

function managerOf({ files }: Facts, { packageManager }: Manifest): Manager {
  const [name] = packageManager.split('@');
  if (name === 'pnpm' || (name === '' && files.has('pnpm-lock.yaml')))
    return manager(
      'corepack pnpm',
      'install --frozen-lockfile',
      'pnpm-lock.yaml',
      files,
      'node_modules/.modules.yaml',
    );
  if (name === 'yarn' || (name === '' && files.has('yarn.lock')))
    return manager('corepack yarn', 'install --immutable', 'yarn.lock', files, undefined);
  const lock = files.has('npm-shrinkwrap.json') ? 'npm-shrinkwrap.json' : 'package-lock.json';
  return manager('npm', 'ci', lock, files, 'node_modules/.package-lock.json');
}

function manager(
  program: string,
  install: string,
  lock: string,
  files: Facts['files'],
  output: string | undefined,
): Manager {
  const isLocked = files.has(lock);
  return {
    install: `${program} ${isLocked ? install : 'install'}`,
    run: `${program} run`,
    files: ['package.json', ...(isLocked ? [lock] : [])],
    output: isLocked ? output : undefined,
  };
}

/** What `.nvmrc` names, or the version that `engines` asks for; where that is only a lowest one, the newest that lasts. */
function majorOf({ files }: Facts, manifest: Manifest): number {
  const pinned = /^v?(\d+)/u.exec((files.get('.nvmrc') ?? files.get('.node-version') ?? '').trim())?.[1];
  if (pinned !== undefined) return Number(pinned);
  const majors = [...manifest.node.matchAll(/(?<![.\d])(\d+)/gu)].map(([, major]) => Number(major));
  const isOpen = /^\s*$|\*|>/u.test(manifest.node) && !manifest.node.includes('<');
  if (isOpen) return Math.max(latest, ...majors);
  return majors.at(manifest.node.includes('<') ? 0 : -1) ?? latest;
}

/** The newest Node.js with long-term support. */
const latest = 24;

function installTask(image: string, { install, files, output }: Manager): TemplateTask {
  const env: JsonValue = install.startsWith('corepack') ? { COREPACK_ENABLE_DOWNLOAD_PROMPT: '0' } : {};
  return {
    fields: {
      label: 'install',
      image,
      command: install,
      ...(Object.keys(env).length > 0 && { env }),
      ...(output !== undefined && { files, output: [output] }),
    },
  };
}

/** Those that run by themselves are no tasks. */
function isWanted(name: string): boolean {
  return !/^(?:pre|post)(?!view|css|ttier|sent)|^(?:install|prepare|prepublishOnly|dependencies|version)$/u.test(
    name,
  );
}

function scriptTask(name: string, line: string, image: string, { run }: Manager): TemplateTask {
  const goesOn = /^(?:dev|start|serve|watch|preview|storybook)\b|[:-](?:dev|watch)$/u.test(name);
  const matchers = [
    ...(/\btsc\b/u.test(line) ? [goesOn ? '$tsc-watch' : '$tsc'] : []),
    ...(/\beslint\b/u.test(line) ? ['$eslint-stylish'] : []),
  ];
  return {
    fields: {
      label: name,
      image,
      command: /^[\w:.-]+$/u.test(name) ? `${run} ${name}` : [...run.split(' '), name],
      ...(run.startsWith('corepack') && { env: { COREPACK_ENABLE_DOWNLOAD_PROMPT: '0' } }),
      dependsOn: ['install'],
      ...(matchers.length > 0 && { problemMatcher: matchers }),
      ...((name === 'build' || name === 'test') && { group: { kind: name, isDefault: true } }),
      ...(goesOn && { isBackground: true }),
    },
  };
}
