import { keys } from '@contacts/sandbox';
import { afterAll, describe, expect, test } from 'vitest';
import { startGatewayWithSandbox } from '../running-gateway.ts';

const fields = {
  integer: 'ufCrm_1720019876535',
  enumeration: 'ufCrm_1720019876540',
  options: 'ufCrm_1720019876541',
} as const;

/** No field list is kept: each page costs all that is planned for it. */
const gateway = await startGatewayWithSandbox({ referenceTtlMs: 0 }, { contacts: 400 });
for (let id = 1; id <= 400; id += 1) {
  gateway.sandbox.contacts.update(id, {
    [fields.integer]: id % 5 === 0 ? null : (id * 7) % 60,
    [fields.enumeration]: id % 4 === 0 ? null : 51 + (id % 3),
  });
}
afterAll(() => gateway[Symbol.asyncDispose]());

type Row = Readonly<Record<string, unknown>>;

interface Page {
  readonly totalCount: number | null;
  readonly nodes: readonly { readonly contactId: number }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface Answer {
  readonly data: { readonly contacts: Page };
  readonly errors?: readonly unknown[];
  readonly extensions: { readonly upstream: Record<'planned' | 'sent', { readonly requests: number }> };
}

const query = `query ($filter: ContactFilter, $search: String, $orderBy: [ContactOrder!], $after: String) {
  contacts(filter: $filter, search: $search, orderBy: $orderBy, first: 17, after: $after) {
    totalCount
    nodes { contactId }
    pageInfo { hasNextPage endCursor }
  }
}`;
const headers = { 'x-api-key': keys.all, 'x-upstream-report': '1' };

/**
 * Reads all pages. Each costs what was planned for it; in a custom order, which is planned before the type of its field
 * is known, it costs one request less where the values turn out to be numbers, which need no upstream to be compared.
 */
async function walk(variables: Readonly<Record<string, unknown>>) {
  const ids: number[] = [];
  const totals = new Set<number | null>();
  let after: string | null = null;
  for (;;) {
    gateway.sandbox.clearRequests();
    const { text }: { readonly text: string } = await gateway.ask(query, {
      variables: { ...variables, after },
      headers,
    });
    const { data, errors = [], extensions } = JSON.parse(text) as Answer;
    expect(errors).toEqual([]);
    const { planned, sent } = extensions.upstream;
    expect(sent.requests).toBe(gateway.sandbox.requests.length);
    const spared = planned.requests - sent.requests;
    expect('orderBy' in variables ? [0, 1] : [0]).toContain(spared);
    ids.push(...data.contacts.nodes.map(({ contactId }) => contactId));
    totals.add(data.contacts.totalCount);
    if (!data.contacts.pageInfo.hasNextPage) return { ids, totals: [...totals] };
    after = data.contacts.pageInfo.endCursor;
  }
}

const idsOf = (passes: (row: Row) => boolean) =>
  gateway.sandbox.contacts
    .rows()
    .filter(passes)
    .map(({ id }) => Number(id));
const sorted = (ids: readonly number[]) => ids.toSorted((a, b) => a - b);
const textOf = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : '');
const numberOf = (row: Row) => (row[fields.integer] === null ? undefined : Number(row[fields.integer]));
const optionsOf = (row: Row) => row[fields.options] as readonly number[];

const large = { custom: [{ field: fields.integer, number: { gte: 40 } }] };
const wholesale = { custom: [{ field: fields.enumeration, code: { eq: 'Wholesale' } }] };
const roofs = { custom: [{ field: fields.options, code: { eq: 'Roofs' } }] };
const isLarge = (row: Row) => (numberOf(row) ?? -1) >= 40;
const isWholesale = (row: Row) => row[fields.enumeration] === 52;
const hasRoofs = (row: Row) => optionsOf(row).includes(63);

describe('an OR of conditions on custom fields has each contact once, with its total', () => {
  test.each<[string, object, (row: Row) => boolean]>([
    ['of two fields', { or: [large, wholesale] }, (row) => isLarge(row) || isWholesale(row)],
    [
      'of a custom field and one of every portal',
      { or: [wholesale, { typeId: { eq: 'PARTNER' } }] },
      (row) => isWholesale(row) || row['typeId'] === 'PARTNER',
    ],
    ['of several values and a number', { or: [roofs, large] }, (row) => hasRoofs(row) || isLarge(row)],
    [
      'beside a custom condition that each must meet',
      { ...large, or: [wholesale, { typeId: { eq: 'PARTNER' } }] },
      (row) => isLarge(row) && (isWholesale(row) || row['typeId'] === 'PARTNER'),
    ],
    [
      'of two options of one enumeration',
      { or: [wholesale, { custom: [{ field: fields.enumeration, code: { eq: '51' } }] }] },
      (row) => isWholesale(row) || row[fields.enumeration] === 51,
    ],
  ])('%s', async (_, filter, passes) => {
    const expected = idsOf(passes);
    expect(expected.length).toBeGreaterThan(0);
    const { ids, totals } = await walk({ filter });
    expect(ids).toEqual(expected);
    expect(totals).toEqual([expected.length]);
  });

  test('of two of several options, whose total cannot be known', async () => {
    const filter = { or: [roofs, { custom: [{ field: fields.options, code: { eq: '61' } }] }] };
    const expected = idsOf((row) => hasRoofs(row) || optionsOf(row).includes(61));
    const { ids, totals } = await walk({ filter });
    expect(ids).toEqual(expected);
    expect(totals).toEqual([null]);
  });

  test.each(['ASC', 'DESC'])('in the order of a custom field, %s', async (direction) => {
    const filter = { or: [wholesale, { typeId: { eq: 'PARTNER' } }] };
    const orderBy = [{ custom: fields.integer, direction }];
    const { ids } = await walk({ filter, orderBy });
    expect(sorted(ids)).toEqual(idsOf((row) => isWholesale(row) || row['typeId'] === 'PARTNER'));
    expectSorted(ids, direction);
  });
});

describe('a search', () => {
  const found = (row: Row) => ['name', 'lastName', 'email'].some((field) => textOf(row[field]).includes('ов'));

  test.each(['ASC', 'DESC'])(
    'with a custom filter and a custom order, %s, has each contact once',
    async (direction) => {
      const orderBy = [{ custom: fields.integer, direction }];
      const filter = { custom: [{ field: fields.integer, number: { gte: 3 } }] };
      const expected = idsOf((row) => found(row) && (numberOf(row) ?? -1) >= 3);
      expect(expected.length).toBeGreaterThan(20);
      const { ids } = await walk({ search: 'ов', filter, orderBy });
      expect(sorted(ids)).toEqual(expected);
      expectSorted(ids, direction);
    },
  );
});

function expectSorted(ids: readonly number[], direction: string) {
  const rows = new Map(gateway.sandbox.contacts.rows().map((row) => [Number(row['id']), row]));
  const values = ids.map((id) => numberOf(rows.get(id) ?? {})).filter((value) => value !== undefined);
  expect(values).toEqual(values.toSorted((a, b) => (direction === 'ASC' ? a - b : b - a)));
}
