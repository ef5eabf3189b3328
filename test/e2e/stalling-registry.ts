import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** An image registry of this machine. Engines speak plain HTTP to 127.0.0.0/8. */
export interface Registry extends AsyncDisposable {
  /** Host and port, as in an image's name. */
  readonly address: string;
}

/** Starts a registry whose one image, `stalled:latest`, never comes whole: of its layer it sends a part, and no more. */
export async function startStallingRegistry(): Promise<Registry> {
  const server = http.createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const layerSize = 8 * 1024 * 1024;
const sent = 3 * 1024 * 1024;
const layer = `sha256:${'1'.repeat(64)}`;
const configuration = JSON.stringify({
  architecture: 'amd64',
  os: 'linux',
  config: {},
  rootfs: { type: 'layers', diff_ids: [layer] },
});
const docker = 'application/vnd.docker';
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: `${docker}.distribution.manifest.v2+json`,
  config: {
    mediaType: `${docker}.container.image.v1+json`,
    size: configuration.length,
    digest: digest(configuration),
  },
  layers: [{ mediaType: `${docker}.image.rootfs.diff.tar.gzip`, size: layerSize, digest: layer }],
});

/** Of https://distribution.github.io/distribution/spec/api/ what a pull asks for. */
function answer({ method, url = '' }: http.IncomingMessage, response: http.ServerResponse): void {
  if (url === '/v2/') {
    response.end('{}');
  } else if (/^\/v2\/stalled\/manifests\/(latest|sha256:.*)$/.test(url)) {
    const headers = { 'Content-Type': `${docker}.distribution.manifest.v2+json` };
    response.writeHead(200, {
      ...headers,
      'Content-Length': manifest.length,
      'Docker-Content-Digest': digest(manifest),
    });
    response.end(method === 'HEAD' ? undefined : manifest);
  } else if (url.endsWith(`/blobs/${digest(configuration)}`)) {
    response.end(configuration);
  } else if (url.endsWith(`/blobs/${layer}`)) {
    response.writeHead(200, { 'Content-Length': layerSize }).write(Buffer.alloc(sent));
  } else {
    const errors = [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }];
    response.writeHead(404, { 'Content-Type': 'application/json' }).end(JSON.stringify({ errors }));
  }
}

function digest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
