/** What an image is made for. */
export interface Platform {
  /** `linux`, `windows`. */
  readonly os: string;
  /** As Go names it: `amd64`, `arm64`. */
  readonly architecture: string;
  /** Of `arm`: `v6`, `v7`; '' where it has none. */
  readonly variant: string;
}

/**
 * Reads `os/arch[/variant]`, with the other names that architectures go by
 * (https://github.com/containerd/platforms/blob/main/database.go). What is missing is ''.
 */
export function parsePlatform(text: string): Platform {
  const [os = '', name = '', variant = ''] = text.toLowerCase().split('/');
  const [architecture = '', ownVariant = ''] = (aliases.get(name) ?? name).split('/');
  return { os, architecture, variant: variant || ownVariant };
}

const aliases: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
  ['i386', '386'],
  ['i686', '386'],
  ['armhf', 'arm/v7'],
  ['armel', 'arm/v6'],
]);

/** Whether an image is for the platform that is wanted; a part that is not wanted, or that the image does not tell, may be any. */
export function isFor(image: Platform, wanted: Platform): boolean {
  const parts = ['os', 'architecture', 'variant'] as const;
  return parts.every((part) => wanted[part] === '' || image[part] === '' || image[part] === wanted[part]);
}

/** As a person writes it. */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter((part) => part !== '').join('/');
}
