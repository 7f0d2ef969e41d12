import { createCipheriv, createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/property-runs.ts';
import { sealKeys } from './seal-keys.ts';

const secret = 'a secret';
const { macOf, cipher } = sealKeys(secret);
const keyFor = (use: string): Buffer => createHmac('sha256', secret).update(`contacts cursor, ${use}`).digest();

const someBytes = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((array) => Buffer.from(array));

test("the MAC is Node's own HMAC-SHA-256", () => {
  fc.assert(
    fc.property(someBytes(0, 300), (text) => {
      expect(macOf(text)).toBe(createHmac('sha256', keyFor('mac')).update(text).digest('latin1'));
    }),
    runs(300),
  );
});

test("the cipher is Node's own AES-256 in counter mode, and its own reverse", () => {
  fc.assert(
    fc.property(someBytes(0, 300), someBytes(16, 16), (text, start) => {
      const bytes = Buffer.from(text);
      cipher(bytes, start);
      expect(bytes).toEqual(createCipheriv('aes-256-ctr', keyFor('cipher'), start).update(text));
      cipher(bytes, start);
      expect(bytes).toEqual(text);
    }),
    runs(300),
  );
});

test.each(['ffffffffffffffffffffffffffffffff', '000000000000000000000000ffffffff', '00ffffffffffffffffffffffffffffff'])(
  'the counter carries over all bytes from %s on',
  (hex) => {
    const start = Buffer.from(hex, 'hex');
    const text = Buffer.alloc(70, 1);
    const expected = createCipheriv('aes-256-ctr', keyFor('cipher'), start).update(text);
    cipher(text, start);
    expect(text).toEqual(expected);
  },
);
