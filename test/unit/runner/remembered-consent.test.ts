import { expect, test } from 'vitest';
import type { Reach } from '../../../src/core/reach.ts';
import { RememberedConsent } from '../../../src/runner/remembered-consent.ts';

const etc: Reach = { kind: 'bind', value: '/etc', sentence: 'It reads "/etc".' };
const inEtc: Reach = { ...etc, value: '/etc/ssl' };
const ptrace: Reach = { kind: 'capAdd', value: 'SYS_PTRACE', sentence: 'It gets SYS_PTRACE.' };

/** A person who answers, and what they were asked. */
function person(answer: boolean, kept?: unknown) {
  const asked: (readonly [string, ...string[]])[] = [];
  const state = { kept };
  const write = (allowed: unknown): Promise<void> => {
    state.kept = allowed;
    return Promise.resolve();
  };
  const consent = new RememberedConsent({ read: () => state.kept, write }, (reaches, who) => {
    asked.push([who, ...reaches.map(({ value }) => value)]);
    return Promise.resolve(answer);
  });
  return { consent, asked, state };
}

test('asks once for all, and then only for what is new', async () => {
  const { consent, asked, state } = person(true);
  expect(await consent.ask([etc, ptrace], 'a')).toBe(true);
  expect(await consent.ask([etc], 'b')).toBe(true);
  expect(await consent.ask([ptrace, inEtc, etc], 'b')).toBe(true);
  expect(asked).toEqual([
    ['a', '/etc', 'SYS_PTRACE'],
    ['b', '/etc/ssl'],
  ]);
  expect(state.kept).toEqual([
    { kind: 'bind', value: '/etc' },
    { kind: 'capAdd', value: 'SYS_PTRACE' },
    { kind: 'bind', value: '/etc/ssl' },
  ]);
});

test('asks again for what was refused', async () => {
  const { consent, asked, state } = person(false);
  expect(await consent.ask([etc], 'a')).toBe(false);
  expect(await consent.ask([etc], 'a')).toBe(false);
  expect(asked).toHaveLength(2);
  expect(state.kept).toBeUndefined();
});

test('asks again for what was revoked, and leaves the rest', async () => {
  const { consent, asked } = person(true);
  await consent.ask([etc, ptrace], 'a');
  await consent.revoke([{ kind: 'bind', value: '/etc' }]);
  expect(consent.allowed).toEqual([{ kind: 'capAdd', value: 'SYS_PTRACE' }]);
  await consent.ask([etc, ptrace], 'a');
  expect(asked.at(-1)).toEqual(['a', '/etc']);
});

test('asks one after the other, so that what two runs want is asked once', async () => {
  const { consent, asked } = person(true);
  expect(await Promise.all([consent.ask([etc], 'a'), consent.ask([etc], 'b')])).toEqual([true, true]);
  expect(asked).toEqual([['a', '/etc']]);
});

test('a question that fails does not keep the next from being asked', async () => {
  const consent = new RememberedConsent({ read: () => [], write: () => Promise.resolve() }, (_, who) =>
    who === 'a' ? Promise.reject(new Error('no window')) : Promise.resolve(true),
  );
  await expect(consent.ask([etc], 'a')).rejects.toThrow('no window');
  expect(await consent.ask([etc], 'b')).toBe(true);
});

test.each([undefined, 'x', [1, null, { kind: 'bind' }]])(
  'takes what it cannot read for no consent: %j',
  (kept) => {
    expect(person(true, kept).consent.allowed).toEqual([]);
  },
);
