import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { askEngine, callEngine } from './engine-api.ts';
import { dockerHost } from './engine-context.ts';
import { image as testImage } from './task.ts';

/** Whom a registry knows. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Makes an image of the tests' image with a file /random of so many bytes, which cannot be compressed. */
export async function makeImage(name: string, size: number): Promise<void> {
  const Cmd = ['sh', '-c', `head -c ${size} /dev/urandom > /random`];
  const body = { Image: testImage, Cmd };
  const { Id } = (await askEngine(dockerHost, 'POST', '/containers/create', { body })) as { Id: string };
  try {
    await askEngine(dockerHost, 'POST', `/containers/${Id}/start`);
    await askEngine(dockerHost, 'POST', `/containers/${Id}/wait`);
    const { repo, tag } = split(name);
    const query = new URLSearchParams({ container: Id, repo, tag }).toString();
    await askEngine(dockerHost, 'POST', `/commit?${query}`, { body: {} }); // Podman wants one.
  } finally {
    await askEngine(dockerHost, 'DELETE', `/containers/${Id}?force=true`);
  }
}

/** Pushes an image to its registry, and lets the engine forget it; resolves with its digest. */
export async function pushImage(name: string, login: Login): Promise<string> {
  const { repo, tag } = split(name);
  const auth = Buffer.from(JSON.stringify(login)).toString('base64');
  const headers = { 'X-Registry-Auth': auth.replaceAll('+', '-').replaceAll('/', '_') };
  const { body: log } = await callEngine(dockerHost, 'POST', `/images/${repo}/push?tag=${tag}`, { headers });
  const [, digest = ''] = /digest: (sha256:\w+)/.exec(log) ?? [];
  if (digest === '') throw new Error(`${name} cannot be pushed: ${log}`);
  await removeImage(name);
  return digest;
}

/** Lets the engine forget an image, if it knows it. */
export async function removeImage(name: string): Promise<void> {
  await callEngine(dockerHost, 'DELETE', `/images/${name}`);
}

/**
 * Puts an image without any file into a registry, for each of some architectures: no engine makes them for another one
 * than its own.
 *
 * @param name with the registry and the tag
 */
export async function putImages(name: string, architectures: readonly string[], login: Login): Promise<void> {
  const [, host = '', repo = '', tag = ''] = /^([^/]+)\/(.+):(\w+)$/.exec(name) ?? [];
  const authorization = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  const ask = async (method: string, url: string, type = '', body?: Buffer<ArrayBuffer>): Promise<string> => {
    const headers = { 'Content-Type': type, authorization };
    const answer = await fetch(new URL(url, `http://${host}`), { method, headers, body: body ?? null });
    if (!answer.ok) throw new Error(`The registry answered ${answer.status}: ${await answer.text()}`);
    return answer.headers.get('Location') ?? '';
  };
  const putBlob = async (mediaType: string, bytes: Buffer<ArrayBuffer>): Promise<object> => {
    const location = await ask('POST', `/v2/${repo}/blobs/uploads/`);
    const digest = digestOf(bytes);
    await ask('PUT', `${location}&digest=${digest}`, 'application/octet-stream', bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const putManifest = async (reference: string, type: string, rest: object): Promise<object> => {
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: `${docker}.${type}`, ...rest }));
    const digest = digestOf(bytes);
    await ask('PUT', `/v2/${repo}/manifests/${reference || digest}`, `${docker}.${type}`, bytes);
    return { mediaType: `${docker}.${type}`, digest, size: bytes.length };
  };
  const archive = Buffer.alloc(1024);
  const layer = await putBlob(`${docker}.image.rootfs.diff.tar.gzip`, Buffer.from(gzipSync(archive)));
  const manifests: object[] = [];
  for (const architecture of architectures) {
    const rootfs = { type: 'layers', diff_ids: [digestOf(archive)] };
    const content = { architecture, os: 'linux', config: { Cmd: ['x'] }, rootfs, history: [{}] };
    const config = await putBlob(`${docker}.container.image.v1+json`, Buffer.from(JSON.stringify(content)));
    const manifest = await putManifest('', 'distribution.manifest.v2+json', { config, layers: [layer] });
    manifests.push({ ...manifest, platform: { os: 'linux', architecture } });
  }
  await putManifest(tag, 'distribution.manifest.list.v2+json', { manifests });
}

const docker = 'application/vnd.docker';

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function split(name: string): { readonly repo: string; readonly tag: string } {
  const [repo = '', tag = ''] = name.split(/:(?=\w+$)/);
  return { repo, tag };
}
