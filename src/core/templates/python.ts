import type { JsonValue } from '../json-value.ts';
import { cacheFolder } from './template.ts';
import type { Facts, Made, Template } from './template.ts';

/** Tasks for Python with uv, Poetry or pip; what is installed stays in the volume, and not in the folder. */
export const python: Template = {
  name: 'Python',
  id: 'python',
  reads: ['pyproject.toml', 'requirements.txt', 'setup.py', 'uv.lock', 'poetry.lock', '.python-version'],
  make(facts) {
    const { files } = facts;
    const why = ['pyproject.toml', 'requirements.txt', 'setup.py'].find((file) => files.has(file));
    if (why === undefined) return undefined;
    const version = versionOf(facts);
    if (files.has('uv.lock')) return withUv(why, version);
    return files.has('poetry.lock') ? withPoetry(why, version) : withPip(facts, why, version);
  },
};

/** The newest that packages are built for. */
const latest = '3.13';

/** `.python-version`, or a version that `requires-python` names exactly; a lowest one is met by the newest. */
function versionOf({ files }: Facts): string {
  const pinned = /^(3\.\d+)/u.exec((files.get('.python-version') ?? '').trim())?.[1];
  const range = /^\s*(?:requires-python|python)\s*=\s*["']([^"']*)["']/mu.exec(
    files.get('pyproject.toml') ?? '',
  )?.[1];
  const exact = /^\s*(?:==|~=)?\s*(3\.\d+)(?:\.[\d*]+)?\s*$/u.exec(range ?? '')?.[1];
  const below = /<\s*3\.(\d+)/u.exec(range ?? '')?.[1];
  const highest = below === undefined ? undefined : `3.${Math.min(Number(below) - 1, 13)}`;
  return pinned ?? exact ?? highest ?? latest;
}

const environment = `${cacheFolder}/venv`;

/** As pytest prints where a test fails. */
const matcher: JsonValue = {
  ...{ owner: 'pytest', fileLocation: ['relative', '${workspaceFolder}'] },
  pattern: { regexp: String.raw`^([^\s:][^:]*\.py):(\d+): (.*)$`, file: 1, line: 2, message: 3 },
};

const test = { problemMatcher: [matcher], group: { kind: 'test', isDefault: true } };

function withUv(why: string, version: string): Made {
  const image = `ghcr.io/astral-sh/uv:python${version}-bookworm`;
  const env = { UV_PROJECT_ENVIRONMENT: environment, UV_LINK_MODE: 'copy' };
  return {
    why,
    tasks: [
      { fields: { label: 'sync', image, command: 'uv sync --locked', env } },
      { fields: { label: 'test', image, command: 'uv run pytest', env, dependsOn: ['sync'], ...test } },
    ],
  };
}

function withPoetry(why: string, version: string): Made {
  const image = `python:${version}`;
  const program = `${environment}/bin/poetry`;
  const env = { POETRY_VIRTUALENVS_PATH: `${cacheFolder}/virtualenvs` };
  const script = `python -m venv ${environment} && ${environment}/bin/pip install poetry && ${program} install`;
  return {
    why,
    tasks: [
      { fields: { label: 'install', image, script, env } },
      {
        fields: {
          label: 'test',
          image,
          command: `${program} run pytest`,
          env,
          dependsOn: ['install'],
          ...test,
        },
      },
    ],
  };
}

function withPip({ files }: Facts, why: string, version: string): Made {
  const image = `python:${version}`;
  const pip = `${environment}/bin/pip install`;
  const script = [
    `python -m venv ${environment}`,
    ...(files.has('requirements.txt') ? [`${pip} -r requirements.txt`] : []),
    ...(files.has('requirements.txt') ? [] : [`${pip} -e .`]),
    `${pip} pytest`,
  ].join(' && ');
  const command = `${environment}/bin/python -m pytest`;
  return {
    why,
    tasks: [
      { fields: { label: 'install', image, script } },
      { fields: { label: 'test', image, command, dependsOn: ['install'], ...test } },
    ],
  };
}
