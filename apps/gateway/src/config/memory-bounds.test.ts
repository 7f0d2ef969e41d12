import { assert, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { memoryBounds } from './memory-bounds.ts';

const MEGABYTE = 1024 * 1024;

test.each([
  { megabytes: 64, values: 62_500, bytes: 6_250_000 },
  { megabytes: 192, values: 230_769, bytes: 23_076_923 },
  { megabytes: 512, values: 1_000_000, bytes: 100_000_000 },
  { megabytes: 1024, values: 2_230_769, bytes: 223_076_923 },
  { megabytes: 16_384, values: 4_000_000, bytes: 400_000_000 },
])('a heap of $megabytes MB has room for $values values and $bytes bytes', ({ megabytes, values, bytes }) => {
  // The heap size limit includes the young generation.
  expect(memoryBounds((megabytes + 96) * MEGABYTE)).toEqual({ maxValuesInFlight: values, maxBytesInFlight: bytes });
});

test('a larger heap never has room for fewer values or bytes', () => {
  assert(
    property(nat(2 ** 36), nat(2 ** 36), (a, b) => {
      const [less, more] = [memoryBounds(Math.min(a, b)), memoryBounds(Math.max(a, b))];
      expect(more.maxValuesInFlight).toBeGreaterThanOrEqual(less.maxValuesInFlight);
      expect(more.maxBytesInFlight).toBeGreaterThanOrEqual(less.maxBytesInFlight);
      expect(less.maxValuesInFlight).toBeGreaterThan(0);
    }),
  );
});
