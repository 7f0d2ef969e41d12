import { createSandbox, keys, type Sandbox, sessions } from '@contacts/sandbox';
import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runs } from '../../../../packages/core/test/property-runs.ts';
import { type Answer, type GatewayWithSandbox, startGateway, startGatewayWithSandbox } from '../running-gateway.ts';
import { isPartOf } from './part-of.ts';

type Headers = Readonly<Record<string, string>>;

/** Callers with different rights, two of them with one key, two with the same rights by different keys. */
const callers: Readonly<Record<string, Headers>> = {
  all: { 'x-api-key': keys.all },
  readOnly: { 'x-api-key': keys.readOnly },
  crmOnly: { 'x-api-key': keys.crmOnly },
  noScope: { 'x-api-key': keys.noScope },
  revoked: { 'x-api-key': keys.revoked },
  appAlone: { 'x-api-key': keys.app },
  sessionOne: { 'x-api-key': keys.app, authorization: `Bearer ${sessions.one}` },
  sessionTwo: { 'x-api-key': keys.app, authorization: `Bearer ${sessions.two}` },
  sessionEnded: { 'x-api-key': keys.app, authorization: `Bearer ${sessions.expired}` },
};
const names = Object.keys(callers);

const person = 'contactId name lastName phone';
const queries: readonly string[] = [
  `{ contacts(first: 5, orderBy: [{ field: LAST_NAME }]) { totalCount nodes { ${person} } pageInfo { endCursor } } }`,
  `{ contacts(first: 3, filter: { companyId: { eq: 15 } }) { nodes { ${person} company { title } assignedBy { name } source { name } } } }`,
  `{ a: contact(id: 17) { ${person} } b: contact(id: 18) { ${person} } c: contact(id: 19) { ${person} customFields { name } } }`,
  '{ contactsAggregate(filter: { companyId: { eq: 15 } }) { count } contactFields { name } }',
  `{ nodes(ids: [${Array.from({ length: 12 }, (_, index) => JSON.stringify(Buffer.from(`Contact:${index + 10}`).toString('base64'))).join(', ')}]) { id ... on Contact { ${person} cardUrl } } }`,
  `{ contact(id: 17) { assignedBy { id name lastName } updatedBy { name } type { name } } }`,
];

let gateway: GatewayWithSandbox;
let sandbox: Sandbox;
/** The responses of each caller from a gateway without other callers. */
const alone = new Map<string, Answer<unknown>>();

beforeAll(async () => {
  gateway = await startGatewayWithSandbox({}, { contacts: 200 });
  ({ sandbox } = gateway);
  for (const name of names) {
    await using fresh = await startGateway(sandbox.url);
    for (const [index, query] of queries.entries()) {
      alone.set(`${name} ${index}`, await fresh.ask(query, { headers: callers[name] as Headers }));
    }
  }
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => sandbox.clearRequests());
afterEach(() => sandbox.setFaults([]));

test('callers have different rights: the response of one is not that of another', () => {
  const texts = new Set(names.map((name) => alone.get(`${name} 0`)?.text));
  expect(texts.size).toBeGreaterThanOrEqual(6);
});

/** One caller's operation, its time, and the time at which its client disconnects. */
interface Act {
  readonly caller: string;
  readonly query: number;
  readonly afterMs: number;
  readonly leavesMs: number | null;
}

const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.record({
    caller: fc.constantFrom(...names),
    query: fc.nat({ max: queries.length - 1 }),
    afterMs: fc.constantFrom(0, 0, 0, 1, 3),
    leavesMs: fc.oneof({ arbitrary: fc.constant(null), weight: 5 }, { arbitrary: fc.nat({ max: 8 }), weight: 1 }),
  }),
  { minLength: 2, maxLength: 8 },
);

async function act({ caller, query, afterMs, leavesMs }: Act): Promise<Answer<unknown> | undefined> {
  if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs));
  const signal = leavesMs === null ? undefined : AbortSignal.timeout(leavesMs);
  const asked = gateway.ask(queries[query] ?? '', {
    headers: callers[caller] as Headers,
    ...(signal ? { signal } : {}),
  });
  return asked.catch((error: unknown) => {
    // A client that disconnected gets no response, and no other may be affected.
    if (signal?.aborted) return undefined;
    throw error;
  });
}

describe('concurrent callers', () => {
  test('concurrent callers get the same responses as alone', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (all) => {
        const answers = await Promise.all(all.map(act));
        for (const [index, { caller, query }] of all.entries()) {
          const answer = answers[index];
          // A client that disconnected got no response.
          expect(answer && saidBy(answer)).toEqual(answer && saidBy(alone.get(`${caller} ${query}`)));
        }
      }),
      runs(25),
    );
  });

  test('if requests fail, concurrent callers get parts of their own responses, and errors', async () => {
    const effects = [
      { kind: 'resetWithin' },
      { kind: 'truncated' },
      { kind: 'error', status: 503, code: 'BITRIX_UNAVAILABLE' },
      { kind: 'falseSuccess' },
      { kind: 'latency', ms: 5 },
    ] as const;
    await fc.assert(
      fc.asyncProperty(
        acts,
        fc.constantFrom(...effects),
        fc.constantFrom(0.2, 0.6),
        async (all, effect, probability) => {
          sandbox.setFaults([{ effect, probability }]);
          const answers = await Promise.all(all.map(act));
          for (const [index, { caller, query }] of all.entries()) {
            const answer = answers[index];
            expect(isPartOf(answer?.data, alone.get(`${caller} ${query}`)?.data)).toBe(true);
          }
        },
      ),
      runs(15),
    );
  });
});

describe('data that another caller has read', () => {
  // Not the sandbox of before: requests of disconnected clients may still be on their way to it.
  let quiet: Sandbox;
  beforeAll(async () => {
    quiet = await createSandbox({ limits: 'off', contacts: 200 });
  });
  afterAll(() => quiet.close());
  beforeEach(() => quiet.clearRequests());

  const countedCalls = async (
    on: { ask: GatewayWithSandbox['ask'] },
    query: string,
    headers: Headers,
  ): Promise<number> => {
    quiet.clearRequests();
    await on.ask(query, { headers });
    return quiet.requests.length;
  };

  test.each(queries.map((query, index) => ({ index, query })))(
    'query $index costs each caller the same number of requests',
    async ({ query }) => {
      const some = [callers['all'], callers['readOnly'], callers['sessionOne']] as readonly Headers[];
      await using fresh = await startGateway(quiet.url);
      await using other = await startGateway(quiet.url);
      const expected: number[] = [];
      for (const headers of some) {
        await using own = await startGateway(quiet.url);
        expected.push(await countedCalls(own, query, headers));
      }
      const found: number[] = [];
      for (const headers of some) found.push(await countedCalls(fresh, query, headers));
      expect(found).toEqual(expected);
      // At the same time, too: identical requests of two callers are two requests.
      quiet.clearRequests();
      await Promise.all(some.map((headers) => other.ask(query, { headers })));
      expect(quiet.requests).toHaveLength(expected.reduce((sum, each) => sum + each, 0));
    },
  );

  test('each upstream request has the headers of its caller', async () => {
    await using other = await startGateway(quiet.url);
    await Promise.all(
      names.flatMap((name) =>
        [0, 1, 2, 3].map((query) => other.ask(queries[query] ?? '', { headers: callers[name] as Headers })),
      ),
    );
    const pairs = new Set(quiet.requests.map(({ headers }) => `${headers['x-api-key']} ${headers['authorization']}`));
    expect(pairs.size).toBe(names.length);
  });
});

/**
 * Returns the data, and the paths and codes of the errors. The upstream's own codes depend on whether a call was sent alone
 * or in a batch, which depends on the earlier operations of the caller.
 */
function saidBy(answer: Answer<unknown> | undefined): unknown {
  const errors = answer?.errors.map(({ path, extensions }) => ({ path, code: extensions['code'] }));
  return { status: answer?.status, data: answer?.data, errors };
}
