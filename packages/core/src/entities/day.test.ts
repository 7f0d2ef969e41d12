import { expect, test } from 'vitest';
import { toDay } from './day.ts';

test.each([
  ['a day alone', '1980-05-08', '1980-05-08'],
  ['midnight in the zone of the portal', '1980-05-08T00:00:00+03:00', '1980-05-08'],
  ['midnight east of Greenwich in UTC', '1980-05-07T21:00:00Z', '1980-05-08'],
  ['midnight west of Greenwich in UTC', '1980-05-08T05:00:00Z', '1980-05-08'],
  ['an hour of UTC that could be either side', '1980-05-08T11:00:00Z', undefined],
  ['a day that is not in the calendar', '1980-02-30', undefined],
])('%s', (_, text, expected) => {
  expect(toDay(text)).toBe(expected);
});
