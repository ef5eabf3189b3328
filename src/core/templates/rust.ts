import type { JsonValue } from '../json-value.ts';
import { cacheFolder } from './template.ts';
import type { Template } from './template.ts';

/** Tasks for a Cargo package or workspace. */
export const rust: Template = {
  name: 'Rust',
  id: 'rust',
  reads: ['Cargo.toml', 'rust-toolchain.toml', 'rust-toolchain'],
  make({ files }) {
    if (!files.has('Cargo.toml')) return undefined;
    const toolchain = files.get('rust-toolchain.toml') ?? files.get('rust-toolchain') ?? '';
    const pinned = /^\s*(?:channel\s*=\s*["'])?(1\.\d+)/mu.exec(toolchain)?.[1];
    // What is downloaded; the programs stay those of the image.
    const shared = { image: `rust:${pinned ?? '1'}`, env: { CARGO_HOME: `${cacheFolder}/cargo` } };
    const task = (label: string, command: string, more: Readonly<Record<string, JsonValue>>) => ({
      fields: { label, ...shared, command, problemMatcher: [matcher], ...more },
    });
    return {
      why: 'Cargo.toml',
      tasks: [
        task('build', 'cargo build --message-format short', { group: { kind: 'build', isDefault: true } }),
        task('test', 'cargo test --message-format short', { group: { kind: 'test', isDefault: true } }),
      ],
    };
  },
};

/** A message in its short form. */
const matcher: JsonValue = {
  ...{ owner: 'cargo', fileLocation: ['relative', '${workspaceFolder}'] },
  pattern: {
    regexp: String.raw`^([^\s:][^:]*\.rs):(\d+):(\d+): (error|warning)(?:\[\w+\])?: (.*)$`,
    ...{ file: 1, line: 2, column: 3, severity: 4, message: 5 },
  },
};
