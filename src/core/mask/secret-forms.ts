import { base64Forms } from './base64-forms.ts';
import { toUtf8 } from './utf8.ts';

/**
 * How many characters a secret, or a line of one, has at least to be masked. Fewer are a part of so many words that the
 * output would be of no use, and the places of the masks would tell the secret.
 */
export const shortestSecret = 4;

/** In which forms secrets are looked for. */
export interface SecretForms {
  /** As they are, and escaped in the ways of URLs, JSON, XML and shells. */
  readonly plain: readonly string[];
  /** Base64, which programs break into lines. */
  readonly base64: readonly string[];
}

/** The forms of the secrets and of each of their lines, each once; what is too short is left out. */
export function secretForms(secrets: readonly string[]): SecretForms {
  const values = new Set(secrets.flatMap(valuesOf).filter((value) => value.trim().length >= shortestSecret));
  const plain = new Set<string>();
  const base64 = new Set<string>();
  for (const value of values) {
    for (const form of escapedForms(value)) plain.add(form);
    for (const form of base64Forms(toUtf8(value))) base64.add(form);
  }
  return { plain: [...plain], base64: [...base64] };
}

/** A terminal makes `\n` a `\r\n`; and what reads a file often leaves out the line break at its end. */
function valuesOf(secret: string): readonly string[] {
  const lines = secret.split(/\r\n|\r|\n/u).map((line) => line.trim());
  return [secret, secret.trim(), secret.replace(/\r?\n/gu, '\r\n'), ...lines];
}

function escapedForms(value: string): readonly string[] {
  return [value, value.replaceAll("'", `'\\''`), ...urlForms(value), ...jsonForms(value), ...xmlForms(value)];
}

/** What is left as it is beside letters and digits. */
const keptInUrls = [
  "-_.!~*'()", // encodeURIComponent
  "-_.!~*'();/?:@&=+$,#", // encodeURI
  '-_.~', // RFC 3986
  '-_.~/', // a path
  '-_.*', // a form
];

function urlForms(value: string): readonly string[] {
  const bytes = toUtf8(value);
  return keptInUrls.flatMap((kept) => {
    const upper = Array.from(bytes, (byte) => percentEncode(byte, kept));
    const lower = upper.map((each) => (each.length > 1 ? each.toLowerCase() : each));
    return [upper, lower].flatMap((each) => [
      each.join(''),
      each.map((one) => (one === '%20' ? '+' : one)).join(''),
    ]);
  });
}

function percentEncode(byte: number, kept: string): string {
  const character = String.fromCharCode(byte);
  if (/[A-Za-z0-9]/u.test(character) || kept.includes(character)) return character;
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** JSON as JavaScript writes it; in ASCII (Python), with escaped slashes (PHP), and fit for HTML (Go). */
function jsonForms(value: string): readonly string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  return [inJson, inJson.replace(/[\x7f-\uffff]/g, unicodeEscape)]
    .flatMap((form) => [form, form.replaceAll('/', '\\/'), form.replace(/[<>&]/gu, unicodeEscape)])
    .flatMap((form) => [form, form.replace(/(?<=\\u)[0-9a-f]{4}/gu, (digits) => digits.toUpperCase())]);
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function xmlForms(value: string): readonly string[] {
  const text = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const attribute = text.replaceAll('"', '&quot;');
  return [text, attribute, attribute.replaceAll("'", '&#39;'), attribute.replaceAll("'", '&apos;')];
}
