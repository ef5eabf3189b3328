import type { JsonValue } from '../json-value.ts';
import { cacheFolder } from './template.ts';
import type { Template } from './template.ts';

/** Tasks for a Go module. */
export const go: Template = {
  name: 'Go',
  id: 'go',
  reads: ['go.mod'],
  make({ files }) {
    const text = files.get('go.mod');
    if (text === undefined) return undefined;
    const [, version = latest] = /^go (1\.\d+)/mu.exec(text) ?? [];
    const shared = { image: `golang:${version}`, env: { GOMODCACHE: `${cacheFolder}/go-mod` } };
    const task = (label: string, command: string, more: Readonly<Record<string, JsonValue>>) => ({
      fields: { label, ...shared, command, problemMatcher: [matcher], ...more },
    });
    return {
      why: 'go.mod',
      tasks: [
        task('build', 'go build ./...', { group: { kind: 'build', isDefault: true } }),
        task('test', 'go test ./...', { group: { kind: 'test', isDefault: true } }),
        task('vet', 'go vet ./...', {}),
      ],
    };
  },
};

const latest = '1.25';

/** As the compiler, vet and failing tests say where. */
const matcher: JsonValue = {
  ...{ owner: 'go', fileLocation: ['relative', '${workspaceFolder}'] },
  pattern: {
    ...{ regexp: String.raw`^\s*([^\s:][^:]*\.go):(\d+):(?:(\d+):)? (.*)$` },
    ...{ file: 1, line: 2, column: 3, message: 4 },
  },
};
