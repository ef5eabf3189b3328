import { describe, expect, it } from 'vitest';
import { parseDuration, secondsToDuration } from '../../../../../src/core/tasks-file/formats/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['.5s', 500],
    ['5.s', 5_000],
    ['500ms', 500],
    ['1m500ms', 60_500],
    ['3m2m', 300_000],
    ['0', 0],
    ['0s', 0],
    ['+5s', 5_000],
    ['1.1s', 1_100],
    ['1ns', 1],
    ['1us', 1],
    ['1500µs', 2],
    ['1500μs', 2],
  ])('reads %s as Go does', (text, milliseconds) => {
    expect(parseDuration(text)).toEqual({ value: milliseconds });
  });

  it.each([
    ['90', '"90" has no unit: write 90 or "90s" for seconds.'],
    ['-5s', '"-5s" is negative: write a duration like "90s", or 0 for none.'],
    ['300000000000h', '"300000000000h" is longer than 292 years: write 0 for no limit.'],
    ['', '"" is not a duration: write numbers with the units h, m, s or ms, like "90s" or "1h30m".'],
  ])('says what is wrong with "%s"', (text, problem) => {
    expect(parseDuration(text)).toEqual({ problem });
  });

  it.each(['5 m', '5min', '1d', 's', '.s', '1h 30m', '5S', '１s', '5s '])('refuses "%s"', (text) => {
    expect(parseDuration(text)).toHaveProperty('problem');
  });
});

describe('secondsToDuration', () => {
  it.each([
    [0, 0],
    [90, 90_000],
    [1.5, 1_500],
    [0.0001, 1],
  ])('reads %s seconds', (seconds, milliseconds) => {
    expect(secondsToDuration(seconds)).toEqual({ value: milliseconds });
  });
});
