/**
 * The texts that stand for these bytes wherever they are in what is encoded as base64 or base64url: three bytes make four
 * characters, so that there are three places to begin at. A character that is made of bits of their neighbours as well is
 * none of it, but where the bytes are the last, their last character and the padding are.
 */
export function base64Forms(bytes: Uint8Array): readonly string[] {
  return [0, 1, 2]
    .flatMap((before) => formsAfter(bytes, before))
    .flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** @param before how many bytes stand before them, modulo 3 */
function formsAfter(bytes: Uint8Array, before: number): readonly string[] {
  const first = Math.ceil((before * 8) / 6);
  const whole = Math.floor(((before + bytes.length) * 8) / 6);
  const rest = (before + bytes.length) % 3;
  const text = encode([...Array.from({ length: before }, () => 0), ...bytes]);
  const inside = text.slice(first, whole);
  if (rest === 0) return [inside];
  return [inside, text.slice(first), text.slice(first) + '='.repeat(3 - rest)];
}

/** Without padding. */
function encode(bytes: readonly number[]): string {
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,6}/gu) ?? [])
    .map((six) => alphabet.charAt(parseInt(six.padEnd(6, '0'), 2)))
    .join('');
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
