import type { Check } from '../run/check.ts';
import { type ContractApi, type ContractRequest, type DemoCredentials, membersOf } from '../run/contract-api.ts';
import { atLeast } from './list-checks.ts';

const list = '/v1/contacts?limit=1&select=id';

/** Keys, sessions and scopes (contract §5, §6). */
export const keyChecks: readonly Check[] = [
  { ...response('key.missing', '§5 "401"', '401 MISSING_API_KEY', () => ({ key: null })), sandboxOnly: false },
  {
    ...response('key.unknown', '§5 "401"', '401 INVALID_API_KEY', () => ({ key: 'vibe_api_unknown' })),
    sandboxOnly: false,
  },
  response('key.no-scope', 'SEED "Error response example"', '403 SCOPE_DENIED', ({ keys }) => ({ key: keys.noScope })),
  response('key.no-tokens', 'SEED "Errors"', '401 TOKEN_MISSING', ({ keys }) => ({ key: keys.noTokens })),
  response('key.expired', '§5 "401"', '401 KEY_EXPIRED', ({ keys }) => ({ key: keys.expired })),
  response('key.revoked', '§5 "401"', '401 KEY_INACTIVE', ({ keys }) => ({ key: keys.revoked })),
  response('key.other-ip', '§6 "Key life"', '403 IP_NOT_ALLOWED', ({ keys }) => ({ key: keys.otherIp })),
  response('key.management', '§6 "Key"', '403 MANAGEMENT_KEY_NO_ENTITY_ACCESS', ({ keys }) => ({
    key: keys.management,
  })),
  response('key.in-bearer', '§6 "or Authorization: Bearer <key> alone"', '200', ({ keys }) => ({
    key: null,
    session: keys.all,
  })),
  response('app.without-session', '§6 "without Bearer"', '401 TOKEN_MISSING', ({ keys }) => ({ key: keys.app })),
  response('app.with-session', 'SEED "curl — OAuth app"', '200', ({ keys, sessions }) => ({
    key: keys.app,
    session: sessions.one,
  })),
  response('app.unknown-session', '§5 "INVALID_SESSION"', '401 INVALID_SESSION', ({ keys }) => ({
    key: keys.app,
    session: 'vibe_session_none',
  })),
  response('app.expired-session', '§5 "TOKEN_EXPIRED"; §6 "Session"', '401 TOKEN_EXPIRED', ({ keys, sessions }) => ({
    key: keys.app,
    session: sessions.expired,
  })),
  {
    id: 'key.scope-message',
    source: 'SEED "Error response example"',
    expected: '{"code":"SCOPE_DENIED","message":"This endpoint requires \'crm\' scope"}',
    sandboxOnly: true,
    run: async (api) => JSON.stringify(membersOf((await api.send(list, { key: keyOf(api, 'noScope') })).body)['error']),
  },
  {
    id: 'key.scope-per-entity',
    source: '§6 "Scopes"',
    expected: 'users 403 SCOPE_DENIED, contacts 200',
    sandboxOnly: true,
    async run(api) {
      const key = keyOf(api, 'crmOnly');
      const users = await api.send('/v1/users?limit=1', { key });
      return `users ${users.outcome}, contacts ${(await api.send(list, { key })).outcome}`;
    },
  },
  {
    id: 'app.sessions-differ',
    source: '§9 "rows without read right are silently missing"',
    expected: 'each sees rows that the other does not',
    sandboxOnly: true,
    async run(api) {
      await atLeast(api, 30);
      const [one, two] = [await idsOf(api, 'one'), await idsOf(api, 'two')];
      const differ = [...one].some((id) => !two.has(id)) && [...two].some((id) => !one.has(id));
      return differ ? 'each sees rows that the other does not' : `${one.size} and ${two.size}`;
    },
  },
];

/** Writes, which run on a sandbox only and leave its data as before (contract §2, "Writes"). */
export const writeChecks: readonly Check[] = [
  {
    id: 'write.create-update-delete',
    source: '§2 "Writes"',
    expected: '201, 200 with one more phone, 204, then 404 ENTITY_NOT_FOUND',
    sandboxOnly: true,
    async run(api) {
      const made = await api.post('/v1/contacts', { name: 'Test', phone: '74955550001', noSuchField: 1 });
      const path = `/v1/contacts/${String(membersOf(made.data)['id'])}`;
      const changed = await api.send(path, { method: 'PATCH', body: { phone: '74955550002' } });
      const { fm, name } = membersOf(changed.data);
      const more = Array.isArray(fm) && fm.length === 2 && name === 'Test' ? 'one more phone' : JSON.stringify(fm);
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
  write('write.read-only-key', '§2 "Write on a read-only key"', '403 WRITE_BLOCKED_READONLY_KEY', {}, 'readOnly'),
  write('write.policy', '§2 "Write on a read-only key"', '403 KEY_POLICY_READONLY_REQUIRED', {}, 'policyReadOnly'),
];

type KeyName = keyof DemoCredentials['keys'];

function response(
  id: string,
  source: string,
  expected: string,
  requestOf: (demo: DemoCredentials) => ContractRequest,
): Check {
  const run: Check['run'] = async (api) => (await api.send(list, requestOf(api.demo ?? noDemo))).outcome;
  return { id, source, expected, sandboxOnly: true, run };
}

// Checks that run without a sandbox use none of these keys.
const noDemo = { keys: {}, sessions: {} } as DemoCredentials;

function write(id: string, source: string, expected: string, body: unknown, key: KeyName = 'all'): Check {
  const run: Check['run'] = async (api) =>
    (await api.send('/v1/contacts', { method: 'POST', body, key: keyOf(api, key) })).outcome;
  return { id, source, expected, sandboxOnly: true, run };
}

function keyOf({ demo }: ContractApi, name: KeyName): string {
  return (demo ?? noDemo).keys[name];
}

async function idsOf(api: ContractApi, name: 'one' | 'two'): Promise<Set<unknown>> {
  const session = (api.demo ?? noDemo).sessions[name];
  const { rows } = await api.send('/v1/contacts?limit=100&select=id&order[id]=asc', {
    key: keyOf(api, 'app'),
    session,
  });
  return new Set(rows.map((row) => row['id']));
}
