/**
 * What VS Code comes with, as an extension would contribute it: the patterns and matchers of its core
 * (https://github.com/microsoft/vscode/blob/1.139.0/src/vs/workbench/contrib/tasks/common/problemMatcher.ts, fillDefaults) and
 * of its extensions cpp, less, scss and typescript-language-features.
 */
export const builtinContribution = {
  problemPatterns: [
    {
      name: 'msCompile',
      regexp: String.raw`^\s*(?:\s*\d+>)?(\S.*?)(?:\((\d+|\d+,\d+|\d+,\d+,\d+,\d+)\))?\s*:\s+(?:(\S+)\s+)?((?:fatal +)?error|warning|info)\s+(\w+\d+)?\s*:\s*(.*)$`,
      ...{ file: 1, location: 2, severity: 4, code: 5, message: 6 },
    },
    {
      name: 'gulp-tsc',
      regexp: String.raw`^([^\s].*)\((\d+|\d+,\d+|\d+,\d+,\d+,\d+)\):\s+(\d+)\s+(.*)$`,
      ...{ file: 1, location: 2, code: 3, message: 4 },
    },
    {
      name: 'cpp',
      regexp: String.raw`^(\S.*)\((\d+|\d+,\d+|\d+,\d+,\d+,\d+)\):\s+(error|warning|info)\s+(C\d+)\s*:\s*(.*)$`,
      ...{ file: 1, location: 2, severity: 3, code: 4, message: 5 },
    },
    {
      name: 'csc',
      regexp: String.raw`^(\S.*)\((\d+|\d+,\d+|\d+,\d+,\d+,\d+)\):\s+(error|warning|info)\s+(CS\d+)\s*:\s*(.*)$`,
      ...{ file: 1, location: 2, severity: 3, code: 4, message: 5 },
    },
    {
      name: 'vb',
      regexp: String.raw`^(\S.*)\((\d+|\d+,\d+|\d+,\d+,\d+,\d+)\):\s+(error|warning|info)\s+(BC\d+)\s*:\s*(.*)$`,
      ...{ file: 1, location: 2, severity: 3, code: 4, message: 5 },
    },
    {
      name: 'lessCompile',
      patterns: [
        { regexp: String.raw`^\s*(.*) in file (.*) line no. (\d+)$`, ...{ message: 1, file: 2, line: 3 } },
      ],
    },
    {
      name: 'jshint',
      regexp: String.raw`^(.*):\s+line\s+(\d+),\s+col\s+(\d+),\s(.+?)(?:\s+\((\w)(\d+)\))?$`,
      ...{ file: 1, line: 2, column: 3, message: 4, severity: 5, code: 6 },
    },
    {
      name: 'jshint-stylish',
      patterns: [
        { regexp: '^(.+)$', file: 1 },
        {
          regexp: String.raw`^\s+line\s+(\d+)\s+col\s+(\d+)\s+(.+?)(?:\s+\((\w)(\d+)\))?$`,
          ...{ line: 1, column: 2, message: 3, severity: 4, code: 5, loop: true },
        },
      ],
    },
    {
      name: 'eslint-compact',
      regexp: String.raw`^(.+):\sline\s(\d+),\scol\s(\d+),\s(Error|Warning|Info)\s-\s(.+)\s\((.+)\)$`,
      ...{ file: 1, line: 2, column: 3, severity: 4, message: 5, code: 6 },
    },
    {
      name: 'eslint-stylish',
      patterns: [
        { regexp: String.raw`^((?:[a-zA-Z]:)*[./\\]+.*?)$`, file: 1 },
        {
          regexp: String.raw`^\s+(\d+):(\d+)\s+(error|warning|info)\s+(.+?)(?:\s\s+(.*))?$`,
          ...{ line: 1, column: 2, severity: 3, message: 4, code: 5, loop: true },
        },
      ],
    },
    {
      name: 'go',
      regexp: String.raw`^([^:]*: )?((.:)?[^:]*):(\d+)(:(\d+))?: (.*)$`,
      ...{ file: 2, line: 4, column: 6, message: 7 },
    },
    {
      name: 'nvcc-location',
      regexp: String.raw`^(.*)\((\d+)\):\s+(warning|error):\s+(.*)`,
      ...{ file: 1, location: 2, severity: 3, message: 4 },
    },
    {
      name: 'tsc',
      regexp: String.raw`^([^\s].*)[\(:](\d+)[,:](\d+)(?:\):\s+|\s+-\s+)(error|warning|info)\s+TS(\d+)\s*:\s*(.*)$`,
      ...{ file: 1, line: 2, column: 3, severity: 4, code: 5, message: 6 },
    },
  ],
  problemMatchers: [
    { name: 'msCompile', owner: 'msCompile', source: 'cpp', fileLocation: 'absolute', pattern: '$msCompile' },
    {
      name: 'lessCompile',
      owner: 'lessCompile',
      source: 'less',
      fileLocation: 'absolute',
      pattern: '$lessCompile',
    },
    { name: 'gulp-tsc', owner: 'typescript', source: 'ts', applyTo: 'closedDocuments', pattern: '$gulp-tsc' },
    { name: 'jshint', owner: 'jshint', source: 'jshint', fileLocation: 'absolute', pattern: '$jshint' },
    {
      name: 'jshint-stylish',
      owner: 'jshint',
      source: 'jshint',
      fileLocation: 'absolute',
      pattern: '$jshint-stylish',
    },
    {
      name: 'eslint-compact',
      owner: 'eslint',
      source: 'eslint',
      fileLocation: 'absolute',
      pattern: '$eslint-compact',
    },
    {
      name: 'eslint-stylish',
      owner: 'eslint',
      source: 'eslint',
      fileLocation: 'absolute',
      pattern: '$eslint-stylish',
    },
    { name: 'go', owner: 'go', source: 'go', pattern: '$go' },
    {
      name: 'nvcc',
      owner: 'cuda-cpp',
      fileLocation: ['relative', '${workspaceFolder}'],
      pattern: '$nvcc-location',
    },
    {
      ...{ name: 'lessc', owner: 'lessc', source: 'less', fileLocation: 'absolute' },
      pattern: {
        regexp: String.raw`(.*)\sin\s(.*)\son line\s(\d+),\scolumn\s(\d+)`,
        ...{ message: 1, file: 2, line: 3, column: 4 },
      },
    },
    {
      ...{ name: 'node-sass', owner: 'node-sass', fileLocation: 'absolute' },
      pattern: [
        { regexp: '^{$' },
        { regexp: String.raw`\s*"status":\s\d+,` },
        { regexp: String.raw`\s*"file":\s"(.*)",`, file: 1 },
        { regexp: String.raw`\s*"line":\s(\d+),`, line: 1 },
        { regexp: String.raw`\s*"column":\s(\d+),`, column: 1 },
        { regexp: String.raw`\s*"message":\s"(.*)",`, message: 1 },
        { regexp: String.raw`\s*"formatted":\s(.*)` },
        { regexp: '^}$' },
      ],
    },
    {
      ...{ name: 'tsc', owner: 'typescript', source: 'ts', applyTo: 'closedDocuments' },
      ...{ fileLocation: ['relative', '${cwd}'], pattern: '$tsc' },
    },
    {
      ...{ name: 'tsgo-watch', base: '$tsc' },
      background: {
        activeOnStart: true,
        beginsPattern: { regexp: '^build starting at .*$' },
        endsPattern: { regexp: '^build finished in .*$' },
      },
    },
    {
      ...{ name: 'tsc-watch', base: '$tsc' },
      background: {
        activeOnStart: true,
        beginsPattern: {
          regexp: String.raw`^\s*(?:message TS6032:|\[?\D*.{1,2}[:.].{1,2}[:.].{1,2}\D*(├\D*\d{1,2}\D+┤)?(?:\]| -)) (Starting compilation in watch mode|File change detected\. Starting incremental compilation)\.\.\.`,
        },
        endsPattern: {
          regexp: String.raw`^\s*(?:message TS6042:|\[?\D*.{1,2}[:.].{1,2}[:.].{1,2}\D*(├\D*\d{1,2}\D+┤)?(?:\]| -)) (?:Compilation complete\.|Found \d+ errors?\.) Watching for file changes\.`,
        },
      },
    },
  ],
};
