import { keys, sessions } from '../credentials.ts';
import type { Check } from './check.ts';
import { type ContractApi, type ContractRequest, membersOf } from './contract-api.ts';

const list = '/v1/contacts?limit=1&select=id';

/** Keys, sessions, scopes, headers, and what only the twin may be asked: writes. */
export const keyChecks: readonly Check[] = [
  answer('key.missing', '§5 "401"', '401 MISSING_API_KEY', { key: null }),
  answer('key.unknown', '§5 "401"', '401 INVALID_API_KEY', { key: 'vibe_api_nobody' }),
  answer('key.no-scope', 'SEED "Error response example"', '403 SCOPE_DENIED', { key: keys.noScope }, true),
  answer('key.no-tokens', 'SEED "Errors"', '401 TOKEN_MISSING', { key: keys.noTokens }, true),
  answer('key.expired', '§5 "401"', '401 KEY_EXPIRED', { key: keys.expired }, true),
  answer('key.revoked', '§5 "401"', '401 KEY_INACTIVE', { key: keys.revoked }, true),
  answer('key.other-ip', '§6 "Key life"', '403 IP_NOT_ALLOWED', { key: keys.otherIp }, true),
  answer('key.management', '§6 "Key"', '403 MANAGEMENT_KEY_NO_ENTITY_ACCESS', { key: keys.management }, true),
  answer('app.without-session', '§6 "without Bearer"', '401 TOKEN_MISSING', { key: keys.app }, true),
  answer('app.with-session', 'SEED "curl — OAuth app"', '200', { key: keys.app, session: sessions.one }, true),
  answer(
    'app.unknown-session',
    '§5 "INVALID_SESSION"',
    '401 INVALID_SESSION',
    { key: keys.app, session: 'vibe_session_none' },
    true,
  ),
  answer(
    'app.expired-session',
    '§5 "TOKEN_EXPIRED"; §6 "Session"',
    '401 TOKEN_EXPIRED',
    { key: keys.app, session: sessions.expired },
    true,
  ),
  {
    id: 'key.scope-message',
    source: 'SEED "Error response example"',
    expected: '{"code":"SCOPE_DENIED","message":"This endpoint requires \'crm\' scope"}',
    twinOnly: true,
    run: async (api) => JSON.stringify(membersOf((await api.send(list, { key: keys.noScope })).body)['error']),
  },
  {
    id: 'key.in-bearer',
    source: '§6 "or Authorization: Bearer <key> alone"',
    expected: '200',
    twinOnly: true,
    run: async (api) => (await api.send(list, { key: null, session: keys.all })).outcome,
  },
  {
    id: 'app.sessions-differ',
    source: '§9 "rows without read right are silently missing"',
    expected: 'each sees rows that the other does not',
    twinOnly: true,
    async run(api) {
      const [one, two] = [await idsOf(api, sessions.one), await idsOf(api, sessions.two)];
      const differ = [...one].some((id) => !two.has(id)) && [...two].some((id) => !one.has(id));
      return differ ? 'each sees rows that the other does not' : `${one.size} and ${two.size}`;
    },
  },
  {
    id: 'route.unknown',
    source: 'preamble "ROUTE_NOT_FOUND"',
    expected: '404 ROUTE_NOT_FOUND',
    run: async (api) => (await api.get('/v1/no-such-route')).outcome,
  },
  {
    id: 'header.request-id',
    source: '§5 "Headers"',
    expected: 'on answers and on errors',
    async run(api) {
      const [good, bad] = [await api.get(list), await api.get('/v1/contacts/abc')];
      return good.headers.has('x-request-id') && bad.headers.has('x-request-id')
        ? 'on answers and on errors'
        : 'missing';
    },
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
    id: 'body.invalid-json',
    source: '§2 "Missing/invalid JSON"',
    expected: '400 VALIDATION_ERROR',
    run: async (api) => (await api.send('/v1/contacts/search', { method: 'POST' })).outcome,
  },
  {
    id: 'write.create-update-delete',
    source: '§2 "Writes"',
    expected: '201, 200 with one more phone, 204, then 404 ENTITY_NOT_FOUND',
    twinOnly: true,
    async run(api) {
      const made = await api.post('/v1/contacts', { name: 'Test', phone: '74955550001', noSuchField: 1 });
      const path = `/v1/contacts/${String(membersOf(made.data)['id'])}`;
      const changed = await api.send(path, { method: 'PATCH', body: { phone: '74955550002' } });
      const { fm } = membersOf(changed.data);
      const more = Array.isArray(fm) && fm.length === 2 ? 'one more phone' : JSON.stringify(fm);
      const gone = await api.send(path, { method: 'DELETE' });
      const again = await api.send(path, { method: 'DELETE' });
      return `${made.status}, ${changed.status} with ${more}, ${gone.status}, then ${again.outcome}`;
    },
  },
  write('write.read-only-field', '§2 "Read-only fields"', '400 READONLY_FIELD', { createdBy: 2 }),
  write('write.native-phone', '§2 "Writes"', '400 INVALID_MULTIFIELD_SHAPE', {
    phone: [{ VALUE: '1', VALUE_TYPE: 'WORK' }],
  }),
  write('write.bad-value', '§2 "Bad fields"', '400 INVALID_REQUEST', { companyId: 'many' }),
  write('write.read-only-key', '§2 "Write on a read-only key"', '403 WRITE_BLOCKED_READONLY_KEY', {}, keys.readOnly),
  write('write.policy', '§2 "Write on a read-only key"', '403 KEY_POLICY_READONLY_REQUIRED', {}, keys.policyReadOnly),
];

function answer(id: string, source: string, expected: string, request: ContractRequest, twinOnly = false): Check {
  return { id, source, expected, twinOnly, run: async (api) => (await api.send(list, request)).outcome };
}

function write(id: string, source: string, expected: string, body: unknown, key: string = keys.all): Check {
  const run: Check['run'] = async (api) => (await api.send('/v1/contacts', { method: 'POST', body, key })).outcome;
  return { id, source, expected, twinOnly: true, run };
}

async function idsOf(api: ContractApi, session: string): Promise<Set<unknown>> {
  const { rows } = await api.send('/v1/contacts?limit=100&select=id&order[id]=asc', { key: keys.app, session });
  return new Set(rows.map((row) => row['id']));
}
