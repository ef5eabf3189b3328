import * as l10n from '@vscode/l10n';
import { either, list, refined } from '../kinds/compound-kinds.ts';
import { defaulted } from '../kinds/object.ts';
import { commandFields } from './command-fields.ts';
import { mount, resources, stop } from './container-parts.ts';
import { imageFields } from './image-fields.ts';
import { checkMount } from './mount-object.ts';
import { hostFields } from './network-fields.ts';
import { securityFields } from './security-fields.ts';
import { mountText } from './value-kinds.ts';

/** The fields of a container: those that a task and a service have in common. */
export const containerFields = {
  ...imageFields,
  ...commandFields,
  mounts: defaulted(
    list(either(mountText, refined(mount, checkMount)), () => l10n.t('a list of mounts')),
    [],
    'Folders, files and volumes for the container beside the workspace: `"./data:/data:ro"`, `"cache:/root/.cache"`, or `{ "type": "tmpfs", "target": "/tmp" }`.',
    { examples: [['./data:/data:ro']], synonyms: ['volumes'] },
  ),
  ...hostFields,
  ...securityFields,
  resources: defaulted(resources, {}, 'What the container may use of the machine.', {
    examples: [{ cpus: 1.5, memory: '512m' }],
    synonyms: ['limits', 'deploy'],
  }),
  stop: defaulted(stop, {}, 'How the container is stopped when it is cancelled, or not needed any more.', {
    examples: [{ grace: '30s' }, { signal: 'SIGINT' }],
  }),
};
