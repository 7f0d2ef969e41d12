import { keys, sessions } from '@contacts/sandbox';
import type { Mutation } from './mutation.ts';
import { asKey, rejected, rejectedWith } from './error-responses.ts';

/** Faults of keys, sessions and scopes. */
export const keyMutations: readonly Mutation[] = [
  ...(
    [
      ['key.no-scope', keys.noScope, ['key.no-scope', 'key.scope-message']],
      ['key.no-tokens', keys.noTokens, ['key.no-tokens']],
      ['key.expired', keys.expired, ['key.expired']],
      ['key.revoked', keys.revoked, ['key.revoked']],
      ['key.other-ip', keys.otherIp, ['key.other-ip']],
      ['key.management', keys.management, ['key.management']],
      ['key.crm-only', keys.crmOnly, ['key.scope-per-entity']],
      ['key.unknown', 'vibe_api_unknown', ['key.unknown']],
      ['key.read-only', keys.readOnly, ['write.read-only-key']],
      ['key.policy', keys.policyReadOnly, ['write.policy']],
    ] as const
  ).map(([id, wrong, caughtBy]): Mutation => ({
    id: `${id}-taken`,
    fault: `treats the key ${wrong} as one with all rights`,
    caughtBy,
    ...asKey(wrong, keys.all),
  })),
  {
    id: 'key.none-needed',
    fault: 'accepts requests without a key',
    caughtBy: ['key.missing'],
    request: (request) =>
      request.headers['X-Api-Key'] === undefined
        ? { ...request, headers: { ...request.headers, 'X-Api-Key': keys.all } }
        : request,
  },
  {
    id: 'key.bearer-refused',
    fault: 'rejects keys as Bearer tokens',
    caughtBy: ['key.in-bearer'],
    ...rejected(({ headers }) => headers['Authorization'] === `Bearer ${keys.all}`, 'INVALID_SESSION', 401),
  },
  {
    id: 'key.missing-403',
    fault: 'returns 403 without a key',
    caughtBy: ['key.missing'],
    ...rejectedWith('MISSING_API_KEY', 403),
  },
  {
    id: 'key.scope-401',
    fault: 'returns 401 for a missing scope',
    caughtBy: ['key.no-scope', 'key.scope-per-entity'],
    ...rejectedWith('SCOPE_DENIED', 401),
  },
  {
    id: 'key.scope-detailed',
    fault: 'adds details to a missing scope',
    caughtBy: ['key.scope-message'],
    sandbox: { switches: { errorDetails: true } },
  },
  {
    id: 'app.session-not-needed',
    fault: 'accepts an app without a session',
    caughtBy: ['app.without-session'],
    ...session(undefined, sessions.one),
  },
  {
    id: 'app.any-session',
    fault: 'accepts any session',
    caughtBy: ['app.unknown-session'],
    ...session('vibe_session_none', sessions.one),
  },
  {
    id: 'app.expired-session',
    fault: 'accepts expired sessions',
    caughtBy: ['app.expired-session'],
    ...session(sessions.expired, sessions.one),
  },
  {
    id: 'app.one-user-for-all',
    fault: 'returns the rows of the first session to all sessions',
    caughtBy: ['app.sessions-differ'],
    ...session(sessions.two, sessions.one),
  },
  {
    id: 'app.session-refused',
    fault: 'rejects each session',
    caughtBy: ['app.with-session', 'app.sessions-differ'],
    ...session(sessions.one, 'vibe_session_none'),
  },
];

function session(wrong: string | undefined, right: string): Pick<Mutation, 'request'> {
  const sent = wrong === undefined ? undefined : `Bearer ${wrong}`;
  return {
    request: (request) =>
      request.headers['X-Api-Key'] === keys.app && request.headers['Authorization'] === sent
        ? { ...request, headers: { ...request.headers, Authorization: `Bearer ${right}` } }
        : request,
  };
}
