import { expect, test } from 'vitest';
import { DriverError } from '../../../src/driver/driver.ts';

test('is known as one though another bundle has thrown it', async () => {
  const bundle = '../../../src/driver/driver.ts?bundle';
  const copy = (await import(bundle)) as { DriverError: typeof DriverError };
  expect(copy.DriverError).not.toBe(DriverError);
  expect(new copy.DriverError('No.', 'Try.')).toBeInstanceOf(DriverError);
});

test.each([new Error('No.'), { name: 'DriverError', advice: 'Try.' }, null])('is not %o', (value) => {
  expect(value).not.toBeInstanceOf(DriverError);
});
