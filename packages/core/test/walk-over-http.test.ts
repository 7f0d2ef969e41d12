import { createSandbox, keys, type Sandbox, type Switches } from '@contacts/sandbox';
import { describe, expect, test } from 'vitest';
import {
  Caller,
  type PageRequirements,
  contacts,
  createReferences,
  noRequirements,
  type OrderKey,
  PageMovedError,
} from '../src/index.ts';
import type { PagingOptions } from '../src/pagination/connection.ts';
import { plainUpstream } from './plain-upstream.ts';

const withName = { ...noRequirements, fields: new Set(['name']) };
const wants = { hasNextPage: true, hasPreviousPage: true, total: false };
const paging: PagingOptions = { cursorSecrets: ['a secret'], nullsOrder: 'low' };

interface Started extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** A caller for one operation. */
  readonly caller: () => Caller;
}

async function start(switches: Partial<Switches> = {}, options: PagingOptions = paging): Promise<Started> {
  const sandbox = await createSandbox({ limits: 'off', switches });
  const upstream = plainUpstream({ baseUrl: sandbox.url });
  const references = createReferences();
  return {
    sandbox,
    caller: () => new Caller({ upstream, references, paging: options }, { apiKey: keys.all }),
    async [Symbol.asyncDispose]() {
      await upstream.close();
      await sandbox.close();
    },
  };
}

interface Walked {
  readonly ids: readonly number[];
  readonly pages: number;
}

async function walk({ caller }: Started, orderBy: readonly OrderKey[], backward = false): Promise<Walked> {
  const ids: number[] = [];
  let cursor: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const args: PageRequirements['args'] = {
      entity: contacts,
      filter: [],
      orderBy,
      ...(backward ? { last: 20, before: cursor } : { first: 20, after: cursor }),
      wants,
    };
    const page = await caller().page(args, withName);
    ids[backward ? 'unshift' : 'push'](...page.rows.map(({ id }) => id));
    if (!(backward ? page.hasPreviousPage : page.hasNextPage)) return { ids, pages };
    cursor = page.cursorOf(backward ? 0 : page.rows.length - 1);
  }
}

/** Before every third read of the upstream one contact goes and one comes; gives those that stayed. */
function churn(sandbox: Sandbox): () => readonly number[] {
  const before = sandbox.contacts.rows().map((row) => row['id'] as number);
  const gone = new Set<number>();
  const names = ['иванов', 'ИВАНОВ', 'Соловьёв', 'Соловьев', '', 'Zimmer'];
  let reads = 0;
  sandbox.contacts.beforeRead(() => {
    reads += 1;
    if (reads % 3 > 0) return;
    const id = before[(reads * 37) % before.length];
    if (id !== undefined && sandbox.contacts.delete(id)) gone.add(id);
    sandbox.contacts.create({ lastName: names[reads % names.length] ?? null, name: 'New' });
  });
  return () => before.filter((id) => !gone.has(id));
}

const orders: readonly [string, readonly OrderKey[]][] = [
  ['id', []],
  ['last name', [{ field: 'lastName', direction: 'asc' }]],
  ['last name, descending', [{ field: 'lastName', direction: 'desc' }]],
  [
    'company and post',
    [
      { field: 'companyId', direction: 'desc' },
      { field: 'post', direction: 'asc' },
    ],
  ],
];

describe('over HTTP, under churn, a walk has every contact that stayed exactly once', () => {
  test.each(orders)('by %s', async (_, orderBy) => {
    await using started = await start();
    const stayed = churn(started.sandbox);
    const { ids } = await walk(started, orderBy);
    expect(new Set(ids).size).toBe(ids.length);
    expect(stayed().filter((id) => !ids.includes(id))).toEqual([]);
    expect(started.sandbox.requests.every(({ innerPages }) => innerPages === 1)).toBe(true);
  });

  test('a backward walk over HTTP, under churn, has every contact that stayed exactly once', async () => {
    await using started = await start();
    const stayed = churn(started.sandbox);
    const { ids } = await walk(started, [{ field: 'lastName', direction: 'asc' }], true);
    expect(new Set(ids).size).toBe(ids.length);
    expect(stayed().filter((id) => !ids.includes(id))).toEqual([]);
  });
});

test.each<[string, Partial<Switches>, PagingOptions['nullsOrder']]>([
  ['sorts blanks last', { blanksAt: 'end' }, 'high'],
  ['takes blanks for the lowest values', { blanksInRange: true }, 'low'],
  ['sends blanks as empty texts and zeros', { blankValues: 'empty' }, 'low'],
  ['says that more follow at the very end', { hasMoreOnExactEnd: true }, 'low'],
  ['minds letter case', { caseSensitive: true }, 'low'],
  ['begins its inner pages at multiples of 50', { alignedInnerPages: true }, 'low'],
])('a walk is exact too where the upstream %s', async (_, switches, nullsOrder) => {
  for (const direction of ['asc', 'desc'] as const) {
    await using started = await start(switches, { ...paging, nullsOrder });
    const stayed = churn(started.sandbox);
    const { ids } = await walk(started, [
      { field: 'companyId', direction },
      { field: 'lastName', direction },
    ]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(stayed().filter((id) => !ids.includes(id))).toEqual([]);
  }
});

test.each(orders)('forward and backward, a walk by %s has the same rows in the same order', async (_, orderBy) => {
  await using started = await start();
  const forward = await walk(started, orderBy);
  const backward = await walk(started, orderBy, true);
  expect(forward.ids).toHaveLength(1167);
  expect(backward.ids).toEqual(forward.ids);
});

test('a page by last name takes about one call, and by id exactly one', async () => {
  await using started = await start();
  const byName = await walk(started, [{ field: 'lastName', direction: 'asc' }]);
  expect(started.sandbox.requests.length / byName.pages).toBeLessThanOrEqual(1.15);
  started.sandbox.clearRequests();
  const byId = await walk(started, []);
  expect(started.sandbox.requests).toHaveLength(byId.pages);
});

describe('by offset', () => {
  const byOffset: PagingOptions = { ...paging, form: 'anchored-offset' };
  const byName: readonly OrderKey[] = [{ field: 'lastName', direction: 'asc' }];

  test('a walk by offset has the same rows as the exact form, with one call a page', async () => {
    await using exact = await start();
    await using started = await start({}, byOffset);
    const { ids, pages } = await walk(started, byName);
    expect(ids).toEqual((await walk(exact, byName)).ids);
    expect(started.sandbox.requests).toHaveLength(pages);
  });

  test('a page by offset that moved is an error', async () => {
    await using started = await start({}, byOffset);
    const page = await started
      .caller()
      .page({ entity: contacts, filter: [], orderBy: byName, first: 20, wants }, noRequirements);
    started.sandbox.contacts.delete(page.rows[3]?.id ?? 0);
    const next = {
      entity: contacts,
      filter: [],
      orderBy: byName,
      first: 20,
      after: page.cursorOf(19),
      wants,
    } as const;
    await expect(started.caller().page(next, noRequirements)).rejects.toThrow(PageMovedError);
  });

  test('a later page by offset includes the total', async () => {
    await using started = await start({}, byOffset);
    const args = {
      entity: contacts,
      filter: [],
      orderBy: byName,
      first: 20,
      wants: { ...wants, total: true },
    } as const;
    const page = await started.caller().page(args, noRequirements);
    const next = await started.caller().page({ ...args, after: page.cursorOf(19) }, noRequirements);
    expect([await page.total, await next.total]).toEqual([1167, 1167]);
    expect(started.sandbox.requests).toHaveLength(2);
  });
});
