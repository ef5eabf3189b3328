/** A VS Code as the npm package code-server carries it, and the Node.js that it runs on. */
export interface VsCodeVersion {
  readonly codeServer: string;
  readonly node: string;
}

const versions: Readonly<Record<string, VsCodeVersion>> = {
  newest: { codeServer: '4.139.1', node: '24.21.0' },
  // The oldest that installs and is not older than `engines.vscode` in package.json.
  oldest: { codeServer: '4.117.0', node: '22.20.0' },
};

/**
 * The VS Code to test with: `newest`, or what the variable TEST_VSCODE names (`newest` or `oldest`).
 *
 * @throws Error when TEST_VSCODE names another one.
 */
export function vsCodeVersion(name = process.env['TEST_VSCODE'] ?? 'newest'): VsCodeVersion {
  const version = versions[name];
  if (version === undefined) throw new Error(`TEST_VSCODE is ${name}: set it to newest or oldest.`);
  return version;
}
