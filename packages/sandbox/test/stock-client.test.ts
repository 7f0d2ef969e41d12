// A client as on the upstream's page, with its fetch, its parameters, and its handling of responses. Of the sandbox it has
// only the base URL.
import { expect, test } from 'vitest';
import { createSandbox, keys } from '../src/index.ts';

interface Page {
  success: boolean;
  data: { id: number; name: string | null; lastName: string | null; phone: string | null }[];
  meta: { total: number; hasMore: boolean };
}

function createClient(baseUrl: string, apiKey: string) {
  return {
    async list(query: string): Promise<Page> {
      const res = await fetch(`${baseUrl}/v1/contacts?${query}`, {
        headers: {
          'X-Api-Key': apiKey,
        },
      });
      return (await res.json()) as Page;
    },
    async search(body: unknown): Promise<Page> {
      const res = await fetch(`${baseUrl}/v1/contacts/search`, {
        method: 'POST',
        headers: {
          'X-Api-Key': apiKey,
          'Content-Type': 'application/json',
        },
        body: JSON.stringify(body),
      });
      return (await res.json()) as Page;
    },
  };
}

test('a list of one company with the parameters of the page returns a page and the total', async () => {
  await using sandbox = await createSandbox();
  const client = createClient(sandbox.url, keys.all);
  const { success, data, meta } = await client.list('limit=10&filter[companyId]=15&select=id,name,lastName,phone');
  expect(success).toBe(true);
  expect(data).toHaveLength(10);
  expect(meta).toEqual({ total: 16, hasMore: true });
});

test('a loop over offsets until the total reads every contact', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const client = createClient(sandbox.url, keys.all);
  const seen = new Set<number>();
  let total = 1;
  for (let offset = 0; offset < total; offset += 500) {
    const { data, meta } = await client.list(`limit=500&offset=${offset}&order[id]=asc&select=id`);
    ({ total } = meta);
    for (const { id } of data) seen.add(id);
  }
  expect(seen.size).toBe(1167);
});

test('a search with the same conditions in the body returns the same rows', async () => {
  await using sandbox = await createSandbox();
  const client = createClient(sandbox.url, keys.all);
  const select = ['id', 'name', 'lastName', 'phone'];
  const found = await client.search({ filter: { companyId: 15 }, limit: 10, select });
  expect(found).toEqual(await client.list('limit=10&filter[companyId]=15&select=id,name,lastName,phone'));
});

test('a search takes operators, order and paging in the body', async () => {
  await using sandbox = await createSandbox();
  const client = createClient(sandbox.url, keys.all);
  const body = {
    filter: { lastName: { $gte: 'A', $lt: 'C' }, '!typeId': 'OTHER' },
    order: { lastName: 'desc' },
    limit: 5,
    offset: 5,
  };
  const { data, meta } = await client.search(body);
  expect(data).toHaveLength(5);
  expect(meta.total).toBeGreaterThan(10);
  for (const { lastName } of data) expect(lastName).toMatch(/^[abáä]/i);
});
