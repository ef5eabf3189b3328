/**
 * An image reference with Docker's defaults filled in. Every part is text, '' where it is absent.
 */
export interface ImageReference {
  /** Host with an optional port, as written; '' is Docker Hub. */
  readonly registry: string;
  /** Path within the registry; `library/` is filled in for Docker Hub's official images. */
  readonly repo: string;
  /** `latest` when neither tag nor digest is written, '' when only a digest is. */
  readonly tag: string;
  /** `sha256:` and 64 hexadecimal digits, or ''. */
  readonly digest: string;
}

/** What is wrong with an image reference: one sentence for whoever wrote it. */
export interface ImageError {
  readonly error: string;
}

/**
 * Splits an image reference as Docker does, in time linear in its length. Never throws. The grammar is that of
 * {@link https://github.com/distribution/reference distribution/reference}, whose `ParseNormalizedNamed` this follows but
 * for one case: a first part with a dot or a colon that is no valid host (`a_b.com/app`) is an error here, not a
 * repository without a registry.
 */
export function parseImage(image: string): ImageReference | ImageError {
  const [name, digest] = cut(image, '@');
  const [registry, remainder] = splitRegistry(name);
  const [repo, tag] = cut(remainder, ':');
  const problem =
    problemOfText(image) ??
    problemOfRegistry(registry) ??
    problemOfRepo(repo) ??
    problemOfTag(tag) ??
    problemOfDigest(digest);
  if (problem !== undefined) return { error: `The image reference ${quote(image)} ${problem}.` };
  return { registry, repo, tag: tag ?? (digest === undefined ? 'latest' : ''), digest: digest ?? '' };
}

const dockerHub: ReadonlySet<string> = new Set(['docker.io', 'index.docker.io']);
const maxRepoLength = 255;
const maxTagLength = 128;

/** Splits at the first separator; without one there is no second part. */
function cut(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** Decides whether the part before the first slash is a registry: only it may have dots, a port or upper case letters. */
function splitRegistry(name: string): [registry: string, remainder: string] {
  const [first, rest] = cut(name, '/');
  if (rest === undefined) return ['', `library/${name}`];
  if (dockerHub.has(first)) return ['', rest.includes('/') ? rest : `library/${rest}`];
  const isRegistry = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
  return isRegistry ? [first, rest] : ['', name];
}

function problemOfText(image: string): string | undefined {
  if (image.trim() === '') return 'is empty: write one, such as "busybox:latest"';
  if (/\s/.test(image)) return 'has a blank in it: remove every blank';
  if (image.includes('://')) {
    return 'is a URL: leave out everything up to and including "://"';
  }
  if (/^[a-f0-9]{64}$/.test(image))
    return 'is an image ID: write the name of a repository, such as "busybox"';
  return undefined;
}

function problemOfRegistry(registry: string): string | undefined {
  if (registry === '' || isHostAndPort(registry)) return undefined;
  return (
    `names the registry ${quote(registry)}, which is no valid host: before the first "/" write a host name, ` +
    'an IPv4 address or an IPv6 address in brackets, with a ":port" if it needs one'
  );
}

function isHostAndPort(registry: string): boolean {
  const colon = registry.indexOf(':', registry.indexOf(']') + 1);
  const host = colon < 0 ? registry : registry.slice(0, colon);
  if (colon >= 0 && !/^[0-9]+$/.test(registry.slice(colon + 1))) return false;
  return /^\[[a-fA-F0-9:]+\]$/.test(host) || host.split('.').every(isHostLabel);
}

function isHostLabel(label: string): boolean {
  return /^[a-zA-Z0-9-]+$/.test(label) && !label.startsWith('-') && !label.endsWith('-');
}

function problemOfRepo(repo: string): string | undefined {
  if (repo === '' || repo === 'library/') return 'has no repository: write one, such as "busybox"';
  if (/[A-Z]/.test(repo)) return 'has upper case letters in its repository: write them in lower case';
  if (repo.length > maxRepoLength) {
    return `has a repository of ${repo.length} characters: shorten it to ${maxRepoLength}`;
  }
  const wrong = repo.split('/').find((part) => !isRepoPart(part));
  if (wrong === undefined) return undefined;
  if (wrong === '') return 'has an empty part in its repository: remove the extra "/" or write the part';
  return `has ${quote(wrong)} in its repository: use lower case letters and digits, joined by ".", "_", "__" or "-"`;
}

/** Only for text of bounded length: on very long text the repeated group would exhaust the stack. */
function isRepoPart(part: string): boolean {
  return /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/.test(part);
}

function problemOfTag(tag: string | undefined): string | undefined {
  if (tag === undefined) return undefined;
  if (tag === '') return 'has an empty tag: write one after the ":" or remove the ":"';
  if (tag.length > maxTagLength)
    return `has a tag of ${tag.length} characters: shorten it to ${maxTagLength}`;
  if (/^\w[\w.-]*$/.test(tag)) return undefined;
  return `has the tag ${quote(tag)}: use letters, digits, "_", "." and "-", and do not begin with "." or "-"`;
}

/** SHA-256 alone: the one algorithm that distribution/reference knows unless its user registers more. */
function problemOfDigest(digest: string | undefined): string | undefined {
  if (digest === undefined || /^sha256:[a-f0-9]{64}$/.test(digest)) return undefined;
  return 'has a bad digest: after the "@" write "sha256:" and 64 digits of 0-9 and a-f';
}

/** Quotes what a person wrote, made visible and short enough to read. */
function quote(text: string): string {
  const maxLength = 100;
  return JSON.stringify(text.length > maxLength ? `${text.slice(0, maxLength)}…` : text);
}
