import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { momentAfter } from './moment.ts';

test.each([
  ['2024-07-22T18:00:08+03:00', '2024-07-22T18:00:09+03:00'],
  ['2024-12-31T23:59:59-05:30', '2025-01-01T00:00:00-05:30'],
  ['2024-07-22T15:00:08Z', '2024-07-22T15:00:09Z'],
  ['2024-07-22T15:00:08.000Z', '2024-07-22T15:00:09Z'],
  ['2024-07-22T15:00:08.250Z', '2024-07-22T15:00:08.251Z'],
])('the moment after %s is %s', (moment, next) => {
  expect(momentAfter(moment)).toBe(next);
});

test('the moment after another is one second later, in any offset', () => {
  const times = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(times, fc.constantFrom('Z', '+03:00', '-09:30', '+14:00'), (time, offset) => {
      const text = time.toISOString().slice(0, 19) + offset;
      expect(Date.parse(momentAfter(text)) - Date.parse(text)).toBe(1000);
      expect(momentAfter(text).endsWith(offset)).toBe(true);
    }),
  );
});
