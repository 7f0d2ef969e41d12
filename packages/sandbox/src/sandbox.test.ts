import { expect, test } from 'vitest';
import { createManualClock, createSandbox, keys, type Sandbox } from './index.ts';

async function list(sandbox: Sandbox, query: string) {
  const response = await fetch(`${sandbox.url}/v1/contacts?${query}`, { headers: { 'X-Api-Key': keys.all } });
  return (await response.json()) as { data: { id: number; lastName: string | null }[]; meta: Record<string, unknown> };
}

async function control(sandbox: Sandbox, method: string, path: string, body?: unknown) {
  const response = await fetch(`${sandbox.url}/_sandbox${path}`, {
    method,
    ...(body !== undefined && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('the data are the same at every start, and differ by seed', async () => {
  await using one = await createSandbox();
  await using two = await createSandbox();
  await using other = await createSandbox({ seed: 2 });
  expect(two.contacts.rows()).toEqual(one.contacts.rows());
  expect(other.contacts.rows()).not.toEqual(one.contacts.rows());
  expect(other.contacts.rows().find(({ id }) => id === 17)).toMatchObject({ name: 'Ivan', lastName: 'Petrov' });
});

test('a larger portal begins with the contacts of a smaller one', async () => {
  await using small = await createSandbox({ contacts: 100 });
  await using great = await createSandbox({ contacts: 2000 });
  expect(small.contacts.rows()).toEqual(great.contacts.rows().slice(0, 100));
});

test('the made-up contacts have gaps, repeated names and missing values', async () => {
  await using sandbox = await createSandbox();
  const rows = sandbox.contacts.rows();
  const lastNames = rows.map(({ lastName }) => (typeof lastName === 'string' ? lastName : null));
  const named = lastNames.filter((name) => name !== null);
  expect(rows).toHaveLength(1167);
  expect(new Set(named).size).toBeGreaterThan(250);
  expect(lastNames.length - named.length).toBeGreaterThan(30);
  expect(new Set(named).size).toBeGreaterThan(new Set(named.map((name) => name.toLowerCase())).size);
  expect(rows.filter(({ companyId }) => companyId === null).length).toBeGreaterThan(50);
  expect(rows.filter(({ email }) => email === null).length).toBeGreaterThan(50);
  expect(new Set(rows.map(({ assignedById }) => assignedById)).size).toBe(8);
});

test('contacts can be changed in process, also between the inner pages of one response', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const reads: number[] = [];
  const stop = sandbox.contacts.beforeRead(({ page, offset }) => {
    reads.push(offset);
    if (page === 1) sandbox.contacts.delete(1);
  });
  const { data, meta } = await list(sandbox, 'limit=100&order[id]=asc');
  expect(reads).toEqual([0, 50]);
  // The row after the 50th has moved to the first page, which was read before.
  const whole = sandbox.contacts.rows().map(({ id }) => id);
  expect(data.map(({ id }) => id)).toEqual([1, ...whole.slice(0, 49), ...whole.slice(50, 100)]);
  expect(meta['total']).toBe(1166);
  stop();
  const id = sandbox.contacts.create({ name: 'New', phone: '70000000001', createdTime: '2026-01-01T00:00:00+03:00' });
  expect(sandbox.contacts.update(id, { phone: '70000000002' })).toBe(true);
  expect((await list(sandbox, `filter[id]=${id}&select=name,phone,createdTime`)).data).toEqual([
    { id, name: 'New', phone: '70000000002', createdTime: '2026-01-01T00:00:00+03:00' },
  ]);
  expect(sandbox.contacts.update(13, {})).toBe(false);
  expect(() => sandbox.contacts.create({ surname: 'x' })).toThrow('no member surname');
  expect(() => sandbox.contacts.create({ birthdate: 'May' })).toThrow('birthdate');
  expect(reads).toHaveLength(2);
});

test('requests are recorded with parameters, status and inner pages, and keys are masked', async () => {
  await using sandbox = await createSandbox();
  await list(sandbox, 'limit=120&filter[companyId]=15');
  await list(sandbox, 'limit=0');
  expect(sandbox.requests).toMatchObject([
    {
      method: 'GET',
      path: '/v1/contacts',
      query: 'limit=120&filter[companyId]=15',
      params: { limit: '120', filter: { companyId: '15' } },
      status: 200,
      innerPages: 1,
    },
    { status: 400, innerPages: 0 },
  ]);
  expect(sandbox.requests[0]?.headers['x-api-key']).toMatch(/^vibe_api_…[0-9a-f]{8}$/);
  expect(JSON.stringify(sandbox.requests)).not.toContain(keys.all);
  sandbox.clearRequests();
  expect(sandbox.requests).toEqual([]);
});

test('churn before each read is the same for the same requests', async () => {
  const run = async () => {
    await using sandbox = await createSandbox({ limits: 'off' });
    sandbox.setChurn({ perRead: 5, seed: 7 });
    for (let page = 0; page < 10; page += 1) await list(sandbox, `offset=${page * 50}`);
    sandbox.setChurn(null);
    return sandbox.contacts.rows().map(({ id }) => id);
  };
  const once = await run();
  expect(await run()).toEqual(once);
  await using untouched = await createSandbox();
  expect(once).not.toEqual(untouched.contacts.rows().map(({ id }) => id));
});

test.each([1, 100, 250, 290])('churn of %d changes a second follows the clock of the sandbox', async (perSecond) => {
  const clock = createManualClock();
  await using sandbox = await createSandbox({ limits: 'off', clock });
  const before = sandbox.contacts.size;
  sandbox.setChurn({ perSecond, create: 1, update: 0, delete: 0 });
  await clock.advance(2001);
  expect(sandbox.contacts.size).toBe(before + 2 * perSecond);
  sandbox.setChurn(null);
  await clock.advance(2000);
  expect(sandbox.contacts.size).toBe(before + 2 * perSecond);
});

test('shuffleEqualKeys returns rows with equal keys in another order at each read', async () => {
  await using sandbox = await createSandbox({ limits: 'off', switches: { shuffleEqualKeys: true } });
  const ids = async (query: string) => (await list(sandbox, `${query}&limit=50`)).data.map(({ id }) => id);
  expect(await ids('order[typeId]=asc')).not.toEqual(await ids('order[typeId]=asc'));
  expect(await ids('order[typeId]=asc&order[id]=asc')).toEqual(await ids('order[typeId]=asc&order[id]=asc'));
});

test('the control endpoints change size, switches, faults, churn and clock, show the requests, and reset', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  expect((await control(sandbox, 'POST', '/data', { contacts: 3000, seed: 5 })).body).toMatchObject({
    contacts: 3000,
    seed: 5,
  });
  expect((await control(sandbox, 'POST', '/switches', { totalAt: 'both' })).status).toBe(200);
  expect(await list(sandbox, 'limit=1')).toMatchObject({ total: 3000 });
  await control(sandbox, 'POST', '/faults', [{ effect: { kind: 'error', status: 500, code: 'INTERNAL_ERROR' } }]);
  expect(await list(sandbox, 'limit=1')).toMatchObject({ success: false });
  await control(sandbox, 'POST', '/churn', { perRead: 1 });
  expect((await control(sandbox, 'GET', '/requests?last=1')).body).toMatchObject({
    count: 2,
    requests: [{ status: 500 }],
  });
  expect((await control(sandbox, 'DELETE', '/requests')).status).toBe(200);
  const before = Number((await control(sandbox, 'GET', '')).body['now']);
  expect(
    Number((await control(sandbox, 'POST', '/clock', { advanceMs: 86_400_000 })).body['now']) - before,
  ).toBeGreaterThanOrEqual(86_400_000);
  await control(sandbox, 'POST', '/reset');
  expect(await list(sandbox, 'limit=1')).not.toHaveProperty('total');
  expect(sandbox.requests).toHaveLength(1);
});

test('a reset restores the number of contacts and the seed of the start', async () => {
  await using sandbox = await createSandbox({ limits: 'off', contacts: 100, seed: 3 });
  const before = sandbox.contacts.rows();
  await control(sandbox, 'POST', '/data', { contacts: 300, seed: 5 });
  expect((await control(sandbox, 'POST', '/reset')).body).toMatchObject({ contacts: 100, seed: 3 });
  expect(sandbox.contacts.rows()).toEqual(before);
  await control(sandbox, 'POST', '/data', { contacts: 300 });
  sandbox.reset();
  expect(sandbox.contacts.size).toBe(100);
});

test('the control endpoints reject invalid input with the name of the member', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const refused = [
    await control(sandbox, 'POST', '/data', { contacts: 1_000_001 }),
    await control(sandbox, 'POST', '/switches', { nope: 1 }),
    await control(sandbox, 'POST', '/faults', {}),
    await control(sandbox, 'POST', '/churn', { perRead: -1 }),
    await control(sandbox, 'POST', '/clock', {}),
  ];
  expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
  expect(JSON.stringify(refused[0])).toContain('contacts');
  await expect(createSandbox({ contacts: -1 })).rejects.toThrow('contacts must be');
  await expect(createSandbox({ limits: { concurrent: 0 } })).rejects.toThrow('limits.concurrent');
});
