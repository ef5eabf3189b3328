import { expect, test } from 'vitest';
import { parse } from '../../../src/core/tasks-file/parse.ts';
import { detect, helloFile } from '../../../src/core/templates/templates.ts';
import { writeFile } from '../../../src/core/templates/write-file.ts';

type Files = Readonly<Record<string, string>>;

const npm = JSON.stringify({
  scripts: {
    prebuild: 'x',
    build: 'tsc -p .',
    test: 'vitest',
    lint: 'eslint .',
    dev: 'vite',
    prepare: 'husky',
  },
  engines: { node: '>=20' },
});

test.each<[what: string, files: Files, tasks: readonly string[]]>([
  ['nothing', {}, []],
  [
    'npm',
    { 'package.json': npm, 'package-lock.json': '{}' },
    [
      'node:24 npm ci',
      'node:24 npm run build',
      'node:24 npm run test',
      'node:24 npm run lint',
      'node:24 npm run dev',
    ],
  ],
  ['a package.json that is broken', { 'package.json': '{' }, ['node:24 npm install']],
  [
    'pnpm, by its lock file',
    { 'package.json': '{ "scripts": { "test": "x" } }', 'pnpm-lock.yaml': '' },
    ['node:24 corepack pnpm install --frozen-lockfile', 'node:24 corepack pnpm run test'],
  ],
  [
    'yarn, by the package manager',
    { 'package.json': '{ "packageManager": "yarn@4.1.0" }' },
    ['node:24 corepack yarn install'],
  ],
  ['.nvmrc', { 'package.json': '{}', '.nvmrc': 'v22.1.0\n' }, ['node:22 npm install']],
  ['engines ^20', { 'package.json': '{ "engines": { "node": "^20.1" } }' }, ['node:20 npm install']],
  ['engines of two', { 'package.json': '{ "engines": { "node": "20 || 22" } }' }, ['node:22 npm install']],
  ['engines <23', { 'package.json': '{ "engines": { "node": ">=20 <23" } }' }, ['node:20 npm install']],
  [
    'uv',
    { 'pyproject.toml': 'requires-python = ">=3.11"', 'uv.lock': '' },
    [
      'ghcr.io/astral-sh/uv:python3.13-bookworm uv sync --locked',
      'ghcr.io/astral-sh/uv:python3.13-bookworm uv run pytest',
    ],
  ],
  [
    'pip',
    { 'requirements.txt': 'flask', '.python-version': '3.12.1' },
    [
      expect.stringMatching(/^python:3\.12 .*-r requirements\.txt/) as string,
      'python:3.12 /var/tmp/venv/bin/python -m pytest',
    ],
  ],
  [
    'Poetry',
    { 'pyproject.toml': 'python = "~=3.11"', 'poetry.lock': '' },
    [
      expect.stringMatching(/^python:3\.11 .*poetry install/) as string,
      'python:3.11 /var/tmp/venv/bin/poetry run pytest',
    ],
  ],
  [
    'Go',
    { 'go.mod': 'module x\n\ngo 1.24.1\n' },
    ['golang:1.24 go build ./...', 'golang:1.24 go test ./...', 'golang:1.24 go vet ./...'],
  ],
  [
    'Rust',
    { 'Cargo.toml': '', 'rust-toolchain.toml': '[toolchain]\nchannel = "1.82.0"\n' },
    ['rust:1.82 cargo build --message-format short', 'rust:1.82 cargo test --message-format short'],
  ],
  [
    'Maven',
    { 'pom.xml': '<maven.compiler.release>17</maven.compiler.release>' },
    [
      'maven:3-eclipse-temurin-17 mvn --batch-mode package -DskipTests',
      'maven:3-eclipse-temurin-17 mvn --batch-mode test',
    ],
  ],
  [
    'Gradle',
    { gradlew: '', 'build.gradle.kts': 'jvmToolchain(24)' },
    [
      'eclipse-temurin:25-jdk sh gradlew --no-daemon --console=plain assemble',
      'eclipse-temurin:25-jdk sh gradlew --no-daemon --console=plain test',
    ],
  ],
  [
    'CMake',
    { 'CMakeLists.txt': '', Makefile: 'all:' },
    [
      'mcr.microsoft.com/devcontainers/cpp:1-debian-12 cmake -S . -B build-container && cmake --build build-container --parallel',
      'mcr.microsoft.com/devcontainers/cpp:1-debian-12 ctest --test-dir build-container --output-on-failure',
    ],
  ],
  ['make', { Makefile: 'all: a.o\ntest: all\n' }, ['gcc:14 make', 'gcc:14 make test']],
  ['a Makefile without a compiler', { Makefile: 'deploy:\n\trsync x y\n' }, []],
])('the tasks for %s', (_, files, tasks) => {
  const found = detect(facts(files));
  const made = found.flatMap((each) => each.tasks);
  expect(
    made.map(({ fields }) => [fields['image'], fields['command'] ?? fields['script']].map(textOf).join(' ')),
  ).toEqual(tasks);
  if (found.length === 0) return;
  const file = parse(writeFile('my app', found));
  expect(file.problems).toEqual([]);
  expect(file.tasks.map(({ label }) => label)).toEqual(made.map(({ fields }) => fields.label));
});

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

test('a file of several says what is whose, and has one default of each group', () => {
  const found = detect(
    facts({ 'package.json': npm, 'package-lock.json': '', 'go.mod': '', 'Cargo.toml': '' }),
  );
  const text = writeFile('my app', found);
  const { tasks, problems } = parse(text);
  expect(problems).toEqual([]);
  expect(tasks.map(({ label }) => label).slice(0, 2)).toEqual(['node: install', 'node: build']);
  expect(tasks.find(({ label }) => label === 'node: build')?.dependsOn).toEqual(['node: install']);
  const defaults = tasks.filter(({ group }) => group?.isDefault).map(({ label }) => label);
  expect(defaults).toEqual(['node: build', 'node: test']);
  expect(tasks.find(({ label }) => label === 'go: build')?.group).toMatchObject({ kind: 'build' });
  expect(text).toContain('"mounts": ["my-app-cache:/var/tmp"]');
  expect(text).toContain('// Go, after go.mod');
  expect(text).not.toMatch(/,\s*[\]}]/);
});

test('the file for any folder has no problem', () => {
  expect(parse(helloFile()).problems).toEqual([]);
});

test.each(['..', '-', 'ä', '日本', 'a b'])('a folder called %j has a volume that Docker takes', (folder) => {
  expect(parse(writeFile(folder, detect(facts({ 'go.mod': '' })))).problems).toEqual([]);
});

function facts(files: Files): { folder: string; files: Map<string, string> } {
  return { folder: 'my app', files: new Map(Object.entries(files)) };
}
