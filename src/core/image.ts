import * as l10n from '@vscode/l10n';

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
  const error =
    problemOfText(image) ??
    problemOfRegistry(image, registry) ??
    problemOfRepo(image, repo) ??
    problemOfTag(image, tag) ??
    problemOfDigest(image, digest);
  if (error !== undefined) return { error };
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
  if (image.trim() === '')
    return l10n.t('The image reference {0} is empty: write one, such as "busybox:latest".', quote(image));
  if (/\s/.test(image))
    return l10n.t('The image reference {0} has a blank in it: remove every blank.', quote(image));
  if (image.includes('://'))
    return l10n.t(
      'The image reference {0} is a URL: leave out everything up to and including "://".',
      quote(image),
    );
  if (/^[a-f0-9]{64}$/.test(image))
    return l10n.t(
      'The image reference {0} is an image ID: write the name of a repository, such as "busybox".',
      quote(image),
    );
  return undefined;
}

function problemOfRegistry(image: string, registry: string): string | undefined {
  if (registry === '' || isHostAndPort(registry)) return undefined;
  return l10n.t(
    'The image reference {0} names the registry {1}, which is no valid host: before the first "/" write a host name, an IPv4 address or an IPv6 address in brackets, with a ":port" if it needs one.',
    quote(image),
    quote(registry),
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

function problemOfRepo(image: string, repo: string): string | undefined {
  if (repo === '' || repo === 'library/')
    return l10n.t('The image reference {0} has no repository: write one, such as "busybox".', quote(image));
  if (/[A-Z]/.test(repo))
    return l10n.t(
      'The image reference {0} has upper case letters in its repository: write them in lower case.',
      quote(image),
    );
  if (repo.length > maxRepoLength) {
    return l10n.t(
      'The image reference {0} has a repository of {1} characters: shorten it to {2}.',
      quote(image),
      repo.length,
      maxRepoLength,
    );
  }
  const wrong = repo.split('/').find((part) => !isRepoPart(part));
  if (wrong === undefined) return undefined;
  if (wrong === '')
    return l10n.t(
      'The image reference {0} has an empty part in its repository: remove the extra "/" or write the part.',
      quote(image),
    );
  return l10n.t(
    'The image reference {0} has {1} in its repository: use lower case letters and digits, joined by ".", "_", "__" or "-".',
    quote(image),
    quote(wrong),
  );
}

/** Only for text of bounded length: on very long text the repeated group would exhaust the stack. */
function isRepoPart(part: string): boolean {
  return /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/.test(part);
}

function problemOfTag(image: string, tag: string | undefined): string | undefined {
  if (tag === undefined) return undefined;
  if (tag === '')
    return l10n.t(
      'The image reference {0} has an empty tag: write one after the ":" or remove the ":".',
      quote(image),
    );
  if (tag.length > maxTagLength)
    return l10n.t(
      'The image reference {0} has a tag of {1} characters: shorten it to {2}.',
      quote(image),
      tag.length,
      maxTagLength,
    );
  if (/^\w[\w.-]*$/.test(tag)) return undefined;
  return l10n.t(
    'The image reference {0} has the tag {1}: use letters, digits, "_", "." and "-", and do not begin with "." or "-".',
    quote(image),
    quote(tag),
  );
}

/** SHA-256 alone: the one algorithm that distribution/reference knows unless its user registers more. */
function problemOfDigest(image: string, digest: string | undefined): string | undefined {
  if (digest === undefined || /^sha256:[a-f0-9]{64}$/.test(digest)) return undefined;
  return l10n.t(
    'The image reference {0} has a bad digest: after the "@" write "sha256:" and 64 digits of 0-9 and a-f.',
    quote(image),
  );
}

/** Quotes what a person wrote, made visible and short enough to read. */
function quote(text: string): string {
  const maxLength = 100;
  return JSON.stringify(text.length > maxLength ? `${text.slice(0, maxLength)}…` : text);
}
