import { describe, expect, it } from 'vitest';
import { parseSignal, signalFromNumber } from '../../../../../src/core/tasks-file/formats/signal.ts';

describe('parseSignal', () => {
  it.each([
    ['SIGTERM', 'SIGTERM'],
    ['TERM', 'SIGTERM'],
    ['sigint', 'SIGINT'],
    ['Usr1', 'SIGUSR1'],
    ['SIGRTMIN+3', 'SIGRTMIN+3'],
    ['RTMAX-14', 'SIGRTMAX-14'],
    ['15', '15'],
  ])('reads %s as Docker does', (text, signal) => {
    expect(parseSignal(text)).toEqual({ value: signal });
  });

  it.each(['', 'SIG', '0', '-9', '65', '32', 'RTMIN+16', 'RTMAX-15', 'SIGSIGTERM', 'TERM ', 'BREAK'])(
    'refuses "%s"',
    (text) => {
      expect(parseSignal(text)).toHaveProperty('problem');
    },
  );

  it('names the signal that was meant', () => {
    expect(parseSignal('SIGTRM')).toEqual({
      problem: '"SIGTRM" is not a signal: did you mean "SIGTERM"?',
      near: 'SIGTERM',
    });
    expect(parseSignal('stop it')).toEqual({
      problem: '"stop it" is not a signal: write a name like "SIGTERM" or a number like 15.',
    });
  });

  it('refuses numbers that are not signals of Linux', () => {
    expect([0, 32, 33, 65, 1.5].map((number) => 'problem' in signalFromNumber(number))).not.toContain(false);
    expect([1, 31, 34, 64].map(signalFromNumber)).toEqual(
      ['1', '31', '34', '64'].map((value) => ({ value })),
    );
  });
});
