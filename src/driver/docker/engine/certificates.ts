import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** PEM texts; absent: the system's certificate authorities, and no client certificate. */
export interface Certificates {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Whoever answers is taken for the engine. */
  readonly rejectUnauthorized?: false;
}

/** Those of `ca.pem`, `cert.pem` and `key.pem` that are in the folder and can be read. */
export function readCertificates(folder: string): Certificates {
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readText(join(folder, name)));
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
