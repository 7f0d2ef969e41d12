import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCredentials, credentialKey } from './credentials.ts';

const credentials = fc.record({
  apiKey: fc.string({ unit: fc.constantFrom('a', ' ', '1'), maxLength: 4 }),
  authorization: fc.option(fc.string({ unit: fc.constantFrom('a', ' ', '1'), maxLength: 4 }), { nil: undefined }),
});

test('keys are equal for equal credentials only', () => {
  fc.assert(
    fc.property(credentials, credentials, (one, other) => {
      const isEqual = one.apiKey === other.apiKey && one.authorization === other.authorization;
      expect(credentialKey(one) === credentialKey(other)).toBe(isEqual);
    }),
  );
});

test('credentials that remember their key have the key of their headers', () => {
  const known = createCredentials('key', 'Bearer session');
  expect(credentialKey(known)).toBe(credentialKey({ apiKey: 'key', authorization: 'Bearer session' }));
  expect(credentialKey({ ...known, apiKey: 'other' })).not.toBe(credentialKey(known));
  expect(credentialKey({ ...known, apiKey: 'other' })).toBe(
    credentialKey({ apiKey: 'other', authorization: 'Bearer session' }),
  );
});
