import { expect, test } from 'vitest';
import { createSandbox, keys, type Sandbox } from '../index.ts';

async function ids(sandbox: Sandbox, filter: string): Promise<unknown[]> {
  const response = await fetch(`${sandbox.url}/v1/contacts?limit=5000&select=id&${filter}`, {
    headers: { 'X-Api-Key': keys.all },
  });
  const { data } = (await response.json()) as { data: { id: unknown }[] };
  return data.map(({ id }) => id);
}

test('a whole phone or e-mail finds its contacts in any letter case, by any of their values', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  expect(await ids(sandbox, 'filter[phone]=74955553546')).toEqual([17]);
  expect(await ids(sandbox, 'filter[email]=IVAN@company.ru')).toEqual([17]);
  expect(
    await ids(sandbox, 'filter[email][]=ivan@company.ru&filter[email][]=contact18@example.ru&order[id]=desc'),
  ).toEqual([18, 17]);
  expect(await ids(sandbox, 'filter[phone]=7495555354')).toEqual([]);
  // A phone is not an e-mail.
  expect(await ids(sandbox, 'filter[email]=74955553546')).toEqual([]);
});

test('an equality of phones finds the rows that contain the whole number', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  for (const { id, phone } of sandbox.contacts.rows().slice(0, 100)) {
    if (typeof phone !== 'string') continue;
    // $contains on a whole number finds the same rows, since no number contains another one.
    expect([id, await ids(sandbox, `filter[phone]=${phone}`)]).toEqual([
      id,
      await ids(sandbox, `filter[%phone]=${phone}`),
    ]);
  }
});

test('a phone finds its contacts after they are created, updated and deleted', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  expect(await ids(sandbox, 'filter[phone]=70000000001')).toEqual([]);
  const [one, two] = [
    sandbox.contacts.create({ phone: '70000000001' }),
    sandbox.contacts.create({ phone: '70000000001' }),
  ];
  expect(await ids(sandbox, 'filter[phone]=70000000001')).toEqual([one, two]);
  sandbox.contacts.update(one, { name: 'A', phone: '70000000002' });
  expect(await ids(sandbox, 'filter[phone]=70000000001')).toEqual([two]);
  sandbox.contacts.delete(two);
  expect(await ids(sandbox, 'filter[phone]=70000000001')).toEqual([]);
  expect(await ids(sandbox, 'filter[phone]=70000000002&filter[name]=a')).toEqual([one]);
});
