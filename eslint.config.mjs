import { defineConfig } from 'eslint/config';
import typescript from 'typescript-eslint';

/**
 * Forbids imports across a layer's border. Layers: core <- driver <- runner <- ui <- extension, runner <- cli <- headless, core <- webview.
 * @param {string} folder the layer's folder
 * @param {string[]} forbidden the import patterns it must not use
 * @returns {import('eslint').Linter.Config}
 */
const layer = (folder, forbidden) =>
  /** @type {const} */ ({
    files: [`${folder}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: forbidden, message: `${folder} does not import this: see ARCHITECTURE.md.` }] },
      ],
    },
  });

export default defineConfig(
  { ignores: ['dist', 'artifacts', 'coverage', '.vscode-test'] },
  {
    files: ['**/*.mjs', '**/*.ts'],
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'webview/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['src/**/*.ts', 'webview/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 260, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 45, skipBlankLines: true, skipComments: true }],
    },
  },
  layer('src/core', [
    'vscode',
    'node:*',
    '**/driver/**',
    '**/runner/**',
    '**/ui/**',
    '**/cli/**',
    '**/webview/**',
  ]),
  layer('src/driver', ['vscode', '**/runner/**', '**/ui/**', '**/cli/**', '**/webview/**']),
  layer('src/runner', ['vscode', '**/driver/docker/**', '**/ui/**', '**/cli/**', '**/webview/**']),
  layer('src/ui', ['**/driver/docker/**', '**/cli/**', '**/webview/**']),
  layer('src/cli', ['vscode', '**/driver/docker/**', '**/ui/**', '**/webview/**']),
  {
    // Other extensions copy it.
    files: ['src/api.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group: ['*', '!vscode'] }] }] },
  },
  layer('webview', ['vscode', 'node:*', '**/driver/**', '**/runner/**', '**/ui/**']),
  {
    files: ['test/**/*.ts'],
    rules: { 'no-console': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
