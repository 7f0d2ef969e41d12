import { expect, test } from 'vitest';
import { createRowsUpstream } from '../../test/rows-upstream.ts';
import { runPlan } from '../../test/walk.ts';
import { contacts } from '../entities/contact.ts';
import { completeOrder } from '../query/order.ts';
import type { Walk } from './anchor.ts';
import { readExistingIds } from './read-ids.ts';
import { planOf } from './steps.ts';

test('records that may be deleted are looked up in lists of one inner page each', () => {
  const walk: Walk = {
    entity: contacts,
    filter: [],
    order: completeOrder(contacts, [], []),
    fields: new Set(),
    empties: 'low',
  };
  const ids = Array.from({ length: 120 }, (_, at) => at + 1);
  const kept = ids.filter((id) => id % 3 > 0);
  const upstream = createRowsUpstream({ rows: kept.map((id) => ({ id })) });
  expect([
    ...runPlan(
      planOf(() => readExistingIds(walk, ids)),
      upstream,
    ),
  ]).toEqual(kept);
  expect(upstream.calls.map(({ query: { limit, offset } }) => [limit, offset])).toEqual([
    [50, 0],
    [50, 0],
    [20, 0],
  ]);
});
