import * as l10n from '@vscode/l10n';
import { list } from '../kinds/compound-kinds.ts';
import { defaulted } from '../kinds/object.ts';
import { boolean } from '../kinds/simple-kinds.ts';
import { capabilities, securityOption } from './value-kinds.ts';

/** The fields about what a container may do to its host. */
export const securityFields = {
  privileged: defaulted(
    boolean(),
    false,
    "Whether the container may do all that root may on the engine's machine. You are asked before it runs.",
  ),
  capAdd: defaulted(
    capabilities,
    [],
    'Linux capabilities that the container has beside the usual ones, such as `["NET_ADMIN"]`; `["ALL"]`: all of them. You are asked before it runs.',
    { examples: [['NET_ADMIN'], ['SYS_PTRACE']], synonyms: ['cap_add'] },
  ),
  capDrop: defaulted(
    capabilities,
    [],
    'Linux capabilities that the container does without, such as `["NET_RAW"]`; `["ALL"]`: all of them.',
    { examples: [['ALL'], ['NET_RAW']], synonyms: ['cap_drop'] },
  ),
  securityOpt: defaulted(
    list(securityOption, () => l10n.t('a list of security options')),
    [],
    'How the system confines the container: `"no-new-privileges"`, `"seccomp=unconfined"`, `"apparmor=PROFILE"`, `"label=disable"`, `"systempaths=unconfined"`. You are asked before one runs that is unconfined.',
    { examples: [['no-new-privileges']], synonyms: ['security_opt'] },
  ),
};
