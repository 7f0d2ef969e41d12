import { expect, test } from 'vitest';
import { createManualClock, createSandbox, keys, type Sandbox } from '../index.ts';

interface Found {
  data?: { id: number; createdTime: string }[];
  meta?: Record<string, unknown>;
  error?: { code: string };
}

async function search(sandbox: Sandbox, body: unknown): Promise<Found> {
  const response = await fetch(`${sandbox.url}/v1/contacts/search`, {
    method: 'POST',
    headers: { 'X-Api-Key': keys.all, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Found;
}

const quarter = { createdTime: { $gte: '2023-01-01', $lt: '2023-04-01' } };

test('a search over more than 14 days is read in windows of 7 and returns the same rows as without windows', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const windowed = await search(sandbox, { filter: quarter, limit: 500, order: { createdTime: 'desc' } });
  const plain = await search(sandbox, {
    filter: quarter,
    limit: 500,
    order: { createdTime: 'desc' },
    autoWindow: false,
  });
  expect(windowed.data).toEqual(plain.data);
  expect(windowed.data?.length).toBeGreaterThan(10);
  expect(windowed.meta).toEqual({ ...plain.meta, windowCount: 13, windowErrors: 0 });
  expect(sandbox.requests[0]?.innerPages).toBe(13);
});

test('a short range is not split, and a list by GET is not split', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const short = await search(sandbox, { filter: { createdTime: { $gte: '2023-01-01', $lt: '2023-01-15' } } });
  expect(short.meta).not.toHaveProperty('windowCount');
  const byGet = await fetch(`${sandbox.url}/v1/contacts?filter[>=createdTime]=2023-01-01`, {
    headers: { 'X-Api-Key': keys.all },
  });
  expect(((await byGet.json()) as Found).meta).not.toHaveProperty('windowCount');
});

test('a range without an end ends now', async () => {
  await using sandbox = await createSandbox({ limits: 'off', clock: createManualClock(Date.UTC(2023, 2, 1)) });
  const filter = { createdTime: { $gte: '2023-02-01' } };
  const windowed = await search(sandbox, { filter, limit: 5000 });
  expect(windowed.meta?.['windowCount']).toBe(5);
  const plain = await search(sandbox, { filter, limit: 5000, autoWindow: false });
  expect(windowed.data).toEqual(plain.data);
});

test('an offset into a wide range is rejected unless windows are off', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  expect((await search(sandbox, { filter: quarter, offset: 10 })).error?.code).toBe('UNSTABLE_OFFSET_PAGINATION');
  const paged = await search(sandbox, { filter: quarter, offset: 10, limit: 10, autoWindow: false, sort: 'id' });
  expect(paged.data).toHaveLength(10);
});

test('windows that fail are counted, and the search fails if all of them fail', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  let reads = 0;
  const stop = sandbox.contacts.beforeRead(() => {
    reads += 1;
    if (reads === 2) throw new Error('this window fails');
  });
  const partly = await search(sandbox, { filter: quarter, limit: 500 });
  expect(partly.meta).toMatchObject({ windowCount: 13, windowErrors: 1 });
  stop();
  sandbox.contacts.beforeRead(() => {
    throw new Error('every window fails');
  });
  expect((await search(sandbox, { filter: quarter })).error?.code).toBe('WINDOWED_SEARCH_FAILED');
});
