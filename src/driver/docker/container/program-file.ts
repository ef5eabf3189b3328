/** What the beginning of an executable file tells of it. */
export type Beginning =
  | {
      readonly kind: 'script';
      /** The program that its `#!` names. */
      readonly interpreter: string;
      /** Whether its lines end as those of Windows do, which then is a part of the interpreter's name. */
      readonly hasWindowsLines: boolean;
    }
  | {
      readonly kind: 'program';
      /** As Docker calls it; undefined: one that we do not know. */
      readonly architecture: string | undefined;
      /** What loads its shared libraries; undefined: it has none, or it is not in what was read. */
      readonly loader: string | undefined;
    }
  | { readonly kind: 'other' };

/** @param bytes the first of a file */
export function readBeginning(bytes: Buffer): Beginning {
  if (bytes.subarray(0, 2).toString() === '#!') return readScript(bytes.toString('utf8', 2, 256));
  if (bytes.length > 20 && bytes.subarray(0, 4).equals(elf)) return readProgram(bytes);
  return { kind: 'other' };
}

function readScript(text: string): Beginning {
  const line = text.split('\n', 1)[0] ?? '';
  const interpreter = /^[ \t]*([^ \t\r]*)/.exec(line)?.[1] ?? '';
  return { kind: 'script', interpreter, hasWindowsLines: line.endsWith('\r') };
}

/** https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html */
function readProgram(bytes: Buffer): Beginning {
  const isBigEndian = bytes[5] === 2;
  const machine = isBigEndian ? bytes.readUInt16BE(18) : bytes.readUInt16LE(18);
  // The section .interp stands behind the headers.
  const [loader] = /\/lib[\w./-]*\/ld[\w.-]*\.so[.\d]*/.exec(bytes.toString('latin1', 0, 4096)) ?? [];
  return { kind: 'program', architecture: architectures[machine], loader };
}

const elf = Buffer.from('\x7fELF', 'latin1');

/** Of e_machine. */
const architectures: Readonly<Record<number, string>> = {
  3: '386',
  21: 'ppc64le',
  22: 's390x',
  40: 'arm',
  62: 'amd64',
  183: 'arm64',
  243: 'riscv64',
};
