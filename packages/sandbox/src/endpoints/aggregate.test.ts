import { expect, test } from 'vitest';
import { createSandbox, keys, type Sandbox, sessions } from '../index.ts';

interface Aggregated {
  data: {
    count: number;
    aggregates: Record<string, Record<string, number>>;
    groups?: Record<string, unknown>[];
    meta: Record<string, unknown>;
  };
  error?: { code: string; message: string };
}

const orders = 'ufCrm_1720019876535';
const money = 'ufCrm_1720019876542';

async function aggregate(
  sandbox: Sandbox,
  body: unknown,
  headers: Record<string, string> = { 'X-Api-Key': keys.all },
): Promise<Aggregated> {
  const response = await fetch(`${sandbox.url}/v1/contacts/aggregate`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Aggregated;
}

test('a count alone is exact and reads no rows', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const { data } = await aggregate(sandbox, { filter: { companyId: 15 } });
  expect(data).toEqual({
    count: 16,
    aggregates: {},
    meta: { totalRecords: 16, recordsProcessed: 0, truncated: false },
  });
  const session = { 'X-Api-Key': keys.app, Authorization: `Bearer ${sessions.one}` };
  expect((await aggregate(sandbox, {}, session)).data.count).toBeLessThan(1167);
});

test('sum, avg, min and max are computed of numbers, and of the number of money', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const functions = ['count', 'sum', 'avg', 'min', 'max'];
  const wanted = [orders, money].flatMap((field) => functions.map((name) => ({ field, function: name })));
  const { data } = await aggregate(sandbox, { aggregate: wanted });
  for (const field of [orders, money]) {
    const values = sandbox.contacts.rows().flatMap((row) => {
      const value = row[field];
      if (typeof value === 'number') return [value];
      return typeof value === 'string' ? [Number(value.split('|')[0])] : [];
    });
    const sum = values.reduce((total, value) => total + value, 0);
    const expected = {
      count: values.length,
      sum,
      avg: sum / values.length,
      min: Math.min(...values),
      max: Math.max(...values),
    };
    expect(data.aggregates[field]).toEqual(expected);
  }
  expect(data.meta).toEqual({ totalRecords: 1167, recordsProcessed: 1167, truncated: false });
});

test('groups are made by several fields and have aggregates of their own', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const body = {
    groupBy: ['typeId', 'assignedById'],
    aggregate: [
      { field: '*', function: 'count' },
      { field: orders, function: 'max' },
    ],
  };
  const { data } = await aggregate(sandbox, body);
  const groups = data.groups ?? [];
  expect(groups).toHaveLength(4 * 8);
  expect(groups.reduce((sum, group) => sum + Number(group['count']), 0)).toBe(1167);
  expect(groups[0]).toMatchObject({ typeId: 'CLIENT', aggregates: { '*': { count: groups[0]?.['count'] } } });
});

test('above 5000 rows functions see 5000 of them, and the count is exact', async () => {
  await using sandbox = await createSandbox({ limits: 'off', contacts: 5100 });
  const { data } = await aggregate(sandbox, { aggregate: [{ field: orders, function: 'sum' }] });
  expect(data.count).toBe(5100);
  expect(data.meta).toEqual({ totalRecords: 5100, recordsProcessed: 5000, truncated: true });
  expect(sandbox.requests.at(-1)?.innerPages).toBe(100);
});

test('above 5000 rows groups are those of 5000 rows, which the response says', async () => {
  await using sandbox = await createSandbox({ limits: 'off', contacts: 5100 });
  const { data } = await aggregate(sandbox, { groupBy: 'typeId', aggregate: [{ field: '*', function: 'count' }] });
  expect(data.count).toBe(5100);
  expect((data.groups ?? []).reduce((sum, group) => sum + Number(group['count']), 0)).toBe(5000);
  expect(data.meta).toEqual({ totalRecords: 5100, recordsProcessed: 5000, truncated: true });
});

test('groups load the records page by page, and a count does not', async () => {
  await using sandbox = await createSandbox({ limits: 'off', contacts: 120 });
  await aggregate(sandbox, { groupBy: 'typeId' });
  await aggregate(sandbox, {});
  expect(sandbox.requests.map(({ innerPages }) => innerPages)).toEqual([3, 1]);
});

test('a page that fails is missing, which the response says', async () => {
  await using sandbox = await createSandbox({
    limits: 'off',
    contacts: 120,
    switches: { aggregatePages: 'failing' },
  });
  const { data } = await aggregate(sandbox, { groupBy: 'typeId' });
  expect(data.count).toBe(120);
  expect((data.groups ?? []).reduce((sum, group) => sum + Number(group['count']), 0)).toBe(100);
  expect(data.meta).toEqual({
    totalRecords: 120,
    recordsProcessed: 100,
    truncated: false,
    pageErrorSample: { code: 'OPERATION_TIME_LIMIT' },
  });
});

test.each([
  [
    { groupBy: 'name' },
    'INVALID_PARAMS',
    "groupBy field 'name' is not aggregatable on this entity. Available: assignedById, sourceId, typeId",
  ],
  [{ groupBy: 5 }, 'VALIDATION_ERROR', 'groupBy: Expected string or array, received number'],
  [{ groupBy: Array(6).fill('typeId') }, 'VALIDATION_ERROR', 'groupBy: Array must contain at most 5 element(s)'],
  [{ aggregate: {} }, 'VALIDATION_ERROR', 'aggregate: Expected array, received object'],
  [{ aggregate: [null] }, 'VALIDATION_ERROR', 'aggregate.0: Expected object, received null'],
  [
    { aggregate: [{ field: 5, function: 'sum' }] },
    'VALIDATION_ERROR',
    'aggregate.0.field: Expected string, received number',
  ],
  [
    { aggregate: [{ field: 'id', function: 'median' }] },
    'VALIDATION_ERROR',
    "aggregate.0.function: Invalid enum value. Expected 'count' | 'sum' | 'avg' | 'min' | 'max'",
  ],
  [
    { aggregate: [{ field: 'name', function: 'sum' }] },
    'INVALID_PARAMS',
    `aggregate field 'name' is not aggregatable on this entity. Available: ${orders}, ufCrm_1720019876536, ${money}`,
  ],
])('%j is refused', async (body, code, message) => {
  await using sandbox = await createSandbox({ limits: 'off', contacts: 20 });
  expect((await aggregate(sandbox, body)).error).toEqual({ code, message });
});
