import * as l10n from '@vscode/l10n';
import { didYouMean } from '../did-you-mean.ts';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';

/** capabilities(7), up to Linux 5.9, the last that added one. */
const names =
  'ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG SYSLOG WAKE_ALARM'.split(
    ' ',
  );

/** Reads a Linux capability, in any case and with or without `CAP_`; `ALL` is all of them. The value is `NET_RAW`. */
export function parseCapability(text: string): Parsed<string> {
  const name = text.toUpperCase().replace(/^CAP_/u, '');
  if (names.includes(name)) return { value: name };
  const near = didYouMean(name, names);
  return {
    problem:
      near === undefined
        ? l10n.t('{0} is not a capability: write a name like "NET_RAW", or "ALL".', quote(text))
        : l10n.t('{0} is not a capability: did you mean "{1}"?', quote(text), near),
    near,
  };
}
