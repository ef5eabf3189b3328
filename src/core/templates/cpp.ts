import * as l10n from '@vscode/l10n';

import type { Template } from './template.ts';

/** Tasks for C and C++ with CMake or make. */
export const cpp: Template = {
  name: 'C++',
  id: 'cpp',
  reads: ['CMakeLists.txt', 'Makefile', 'makefile', 'GNUmakefile'],
  make({ files }) {
    if (files.has('CMakeLists.txt')) return withCmake();
    const why = ['Makefile', 'makefile', 'GNUmakefile'].find((file) => files.has(file));
    // Many a project has one that has nothing to do with a compiler.
    return why !== undefined && compiles(files.get(why) ?? '')
      ? withMake(why, files.get(why) ?? '')
      : undefined;
  },
};

const build = { problemMatcher: ['$gcc'], group: { kind: 'build', isDefault: true } };
const test = { problemMatcher: ['$gcc'], group: { kind: 'test', isDefault: true } };

function withCmake(): ReturnType<Template['make']> {
  // gcc's image has no CMake.
  const image = 'mcr.microsoft.com/devcontainers/cpp:1-debian-12';
  const folder = 'build-container';
  const script = `cmake -S . -B ${folder} && cmake --build ${folder} --parallel`;
  const command = `ctest --test-dir ${folder} --output-on-failure`;
  return {
    why: 'CMakeLists.txt',
    tasks: [
      {
        comment: l10n.t('A build folder of its own: CMake keeps the paths of the machine that it runs on.'),
        fields: { label: 'build', image, script, ...build },
      },
      { fields: { label: 'test', image, command, dependsOn: ['build'], ...test } },
    ],
  };
}

function withMake(why: string, text: string): ReturnType<Template['make']> {
  const image = 'gcc:14';
  const hasTest = ['test', 'check'].find((target) => new RegExp(`^${target}\\s*:(?!=)`, 'mu').test(text));
  return {
    why,
    tasks: [
      { fields: { label: 'build', image, command: 'make', ...build } },
      ...(hasTest === undefined
        ? []
        : [{ fields: { label: 'test', image, command: `make ${hasTest}`, ...test } }]),
    ],
  };
}

function compiles(text: string): boolean {
  return /\b(?:CC|CXX|CFLAGS|CXXFLAGS|gcc|g\+\+|clang)\b|\.(?:c|cc|cpp|cxx|o)\b/u.test(text);
}
