import type { Check } from '../run/check.ts';
import { inconclusive } from '../run/check.ts';
import { type ContractResponse, type ContractApi, membersOf } from '../run/contract-api.ts';

const list = '/v1/contacts?limit=1&select=id';
/** Maximum number of requests to reach the limit of a key: more than the sandbox's default. */
const mostRequests = 310;

/** Headers, error envelopes, routes, and the limit of requests (contract §5). */
export const wireChecks: readonly Check[] = [
  {
    id: 'route.unknown',
    source: 'preamble "ROUTE_NOT_FOUND"',
    expected: '404 ROUTE_NOT_FOUND',
    run: async (api) => (await api.get('/v1/no-such-route')).outcome,
  },
  {
    id: 'error.envelope',
    source: '§5 "Envelope"',
    expected: 'success false, code and message',
    async run(api) {
      const answers = [await api.get('/v1/contacts?limit=0'), await api.get('/v1/contacts/999999999')];
      const odd = answers.find(({ success, error }) => success !== false || error.code === '' || error.message === '');
      return odd === undefined ? 'success false, code and message' : JSON.stringify(odd.body);
    },
  },
  {
    id: 'error.names-the-parameter',
    source: '§1 "Zod-like text `field: reason; field: reason`"',
    expected: 'limit and offset, each with a reason',
    async run(api) {
      const { message } = (await api.get('/v1/contacts?limit=0&offset=-1')).error;
      return /limit: .+; offset: .+/.test(message) ? 'limit and offset, each with a reason' : `"${message}"`;
    },
  },
  {
    id: 'header.request-id',
    source: '§5 "Headers"',
    expected: 'another one on each response, also on errors',
    async run(api) {
      const [one, two, bad] = [
        await api.send('/v1/me', {}),
        await api.send('/v1/me', {}),
        await api.get('/v1/contacts/abc'),
      ];
      const seen = [one, two, bad].map(({ headers }) => headers.get('x-request-id') ?? '');
      const distinct = !seen.includes('') && new Set(seen).size === 3;
      return distinct ? 'another one on each response, also on errors' : seen.join(' ') || 'missing';
    },
  },
  {
    id: 'header.content-type',
    source: 'preamble "JSON everywhere"',
    expected: 'application/json',
    run: async (api) => (await api.get(list)).headers.get('content-type')?.split(';')[0] ?? 'missing',
  },
  {
    id: 'header.rate-limit',
    source: '§5 "Headers"',
    expected: 'limit, remaining and reset',
    async run(api) {
      const { headers } = await api.get(list);
      const there = ['limit', 'remaining', 'reset'].filter((name) =>
        /^\d+$/.test(headers.get(`x-ratelimit-${name}`) ?? ''),
      );
      return there.length === 3 ? 'limit, remaining and reset' : there.join();
    },
  },
  {
    id: 'header.rate-limit.counts',
    source: '§5 "Headers": X-RateLimit-Remaining',
    expected: 'less after each request',
    async run(api) {
      const left = [await api.send('/v1/me', {}), await api.send('/v1/me', {})].map(remaining);
      const [before = Number.NaN, after = Number.NaN] = left;
      return after < before ? 'less after each request' : `${before}, then ${after}`;
    },
  },
  {
    id: 'body.none',
    source: '§2 "Missing/invalid JSON"',
    expected: '400 VALIDATION_ERROR',
    run: async (api) => (await api.send('/v1/contacts/search', { method: 'POST' })).outcome,
  },
  {
    id: 'body.not-an-object',
    source: '§2 "Missing/invalid JSON"',
    expected: '400 VALIDATION_ERROR',
    run: async (api) => (await api.send('/v1/contacts/search', { method: 'POST', body: [] })).outcome,
  },
  {
    id: 'limit.requests-a-minute',
    source: '§5 "Limits": 300 requests / sliding 60 s',
    expected: '429 RATE_LIMITED with Retry-After, at the number of the header',
    sandboxOnly: true,
    async run(api) {
      const key = api.demo?.keys.crmOnly ?? '';
      const first = await api.send('/v1/me', { key });
      const left = remaining(first);
      if (!(left < mostRequests)) inconclusive(`a limit of at most ${mostRequests} requests a minute`);
      const answers = await many(api, key, left + 1);
      const rejected = answers.findIndex(({ status }) => status === 429);
      const last = answers.at(-1);
      if (rejected !== left || last === undefined) return `${left} were left, rejected at ${rejected}`;
      const after = Number(last.headers.get('retry-after'));
      const { retryAfter } = membersOf(membersOf(last.body)['error']);
      const told = after > 0 && after <= 60 && after === retryAfter;
      return `${last.outcome} with${told ? '' : 'out'} Retry-After, at the number of the header`;
    },
  },
];

async function many(api: ContractApi, key: string, count: number): Promise<readonly ContractResponse[]> {
  const answers: ContractResponse[] = [];
  for (let at = 0; at < count; at += 1) answers.push(await api.send('/v1/me', { key, noRetry: true }));
  return answers;
}

function remaining({ headers }: ContractResponse): number {
  return Number(headers.get('x-ratelimit-remaining') ?? Number.NaN);
}
