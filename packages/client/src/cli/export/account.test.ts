import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { accountLine, accountOf, changedAfter, withIdBound } from './account.ts';

const count = fc.nat({ max: 100_000 });

it('the figures add up, whatever is counted', () => {
  fc.assert(
    fc.property(count, count, count, count, count, (before, rows, newRows, oldLeft, newLeft) => {
      const written = rows + newRows;
      const account = accountOf(
        { maxId: 1, latestChange: null, before },
        { oldLeft, newLeft, changed: 0 },
        { rows: written, newRows, partialPages: 0 },
      );
      expect(account.before - account.goneBefore + account.created).toBe(account.written);
      expect(account.written - account.goneSince + account.createdSince).toBe(account.after);
    }),
  );
});

it('the closing line says each of them', () => {
  const account = {
    before: 1000,
    goneBefore: 3,
    created: 2,
    written: 999,
    goneSince: 4,
    createdSince: 1,
    after: 996,
    changed: 7,
    partialPages: 0,
  };
  expect(accountLine(account)).toBe(
    '1,000 before - 3 gone before they were read + 2 created = 999 written - 4 gone since + 1 created since = 996 after; 7 changed while exporting.',
  );
  expect(accountLine({ ...account, goneBefore: -3, goneSince: -4, createdSince: -1, partialPages: 2 })).toBe(
    '1,000 before + 3 that came to pass the filter + 2 created = 999 written + 4 that came to pass the filter since - 1 of the created gone since = 996 after; 7 changed while exporting; 2 pages came in part, what is missing is empty.',
  );
});

it('bounds are added to those of the filter', () => {
  expect(withIdBound(undefined, { lte: 9 })).toEqual({ contactId: { lte: 9 } });
  expect(withIdBound({ contactId: { gt: 5, lte: 7 }, name: { eq: 'A' } }, { lte: 9 })).toEqual({
    contactId: { gt: 5, lte: 7 },
    name: { eq: 'A' },
  });
  expect(withIdBound({ contactId: { gt: 5 } }, { gt: 9 })).toEqual({ contactId: { gt: 9 } });
  const later = '2026-01-01T00:00:00+03:00';
  expect(changedAfter({ updatedTime: { gt: '2025-12-31T20:00:00Z' } }, later)).toEqual({ updatedTime: { gt: later } });
  expect(changedAfter({ updatedTime: { gt: '2025-12-31T22:00:00Z' } }, later)).toEqual({
    updatedTime: { gt: '2025-12-31T22:00:00Z' },
  });
});
