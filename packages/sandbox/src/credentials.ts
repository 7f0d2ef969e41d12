/** Domain of the made-up portal, as in `/v1/me`. */
export const portal = 'sandbox.bitrix24.ru';

/** Keys of the sandbox. They are no secrets. */
export const keys = {
  /** Has all scopes and reads every contact. */
  all: 'vibe_api_sandbox',
  /** Lacks the scope crm: 403 SCOPE_DENIED. */
  noScope: 'vibe_api_noscope',
  /** 401 TOKEN_MISSING. */
  noTokens: 'vibe_api_notokens',
  /** Has the scope crm and lacks user: 403 SCOPE_DENIED for /v1/users. */
  crmOnly: 'vibe_api_crmonly',
  /** Is read-only: 403 WRITE_BLOCKED_READONLY_KEY for writes. */
  readOnly: 'vibe_api_readonly',
  /** Is read-only by the portal's policy: 403 KEY_POLICY_READONLY_REQUIRED for writes. */
  policyReadOnly: 'vibe_api_policy',
  /** 401 KEY_EXPIRED. */
  expired: 'vibe_api_expired',
  /** 401 KEY_INACTIVE. */
  revoked: 'vibe_api_revoked',
  /** 403 IP_NOT_ALLOWED. */
  otherIp: 'vibe_api_otherip',
  /** OAuth app, which needs a session in Authorization. */
  app: 'vibe_app_sandbox',
  /** Management key: 403 MANAGEMENT_KEY_NO_ENTITY_ACCESS. */
  management: 'vibe_live_sandbox',
} as const;

/** Sessions of the OAuth app, for `Authorization: Bearer`. */
export const sessions = {
  /** User 2. */
  one: 'vibe_session_one',
  /** User 3, with access to other contacts. */
  two: 'vibe_session_two',
  /** 401 TOKEN_EXPIRED. */
  expired: 'vibe_session_expired',
} as const;

/** Properties of a key. */
export interface KeyRecord {
  key: string;
  type: 'personal' | 'oauth_app' | 'management';
  scopes: readonly string[];
  /** Id of the user that a personal key acts for. */
  userId: number;
  state: 'active' | 'expired' | 'revoked';
  hasTokens: boolean;
  access: 'READWRITE' | 'READONLY' | 'POLICY_READONLY';
  allowedIp: string | null;
}

/** Properties of a session. */
export interface SessionRecord {
  session: string;
  userId: number;
  /** Milliseconds from the start of the sandbox to the end of the session: 24 hours, or negative (contract §6). */
  endsAfterMs: number;
}

const dayMs = 86_400_000;
const active: Omit<KeyRecord, 'key'> = {
  type: 'personal',
  scopes: ['crm', 'user'],
  userId: 1,
  state: 'active',
  hasTokens: true,
  access: 'READWRITE',
  allowedIp: null,
};

/** All keys by their text. */
export const keyRecords: ReadonlyMap<string, KeyRecord> = new Map(
  [
    { ...active, key: keys.all },
    { ...active, key: keys.noScope, scopes: ['user'] },
    { ...active, key: keys.noTokens, hasTokens: false },
    { ...active, key: keys.crmOnly, scopes: ['crm'] },
    { ...active, key: keys.readOnly, access: 'READONLY' as const },
    { ...active, key: keys.policyReadOnly, access: 'POLICY_READONLY' as const },
    { ...active, key: keys.expired, state: 'expired' as const },
    { ...active, key: keys.revoked, state: 'revoked' as const },
    { ...active, key: keys.otherIp, allowedIp: '192.0.2.7' },
    { ...active, key: keys.app, type: 'oauth_app' as const },
    { ...active, key: keys.management, type: 'management' as const },
  ].map((record) => [record.key, record]),
);

/** All sessions by their text. */
export const sessionRecords: ReadonlyMap<string, SessionRecord> = new Map(
  [
    { session: sessions.one, userId: 2, endsAfterMs: dayMs },
    { session: sessions.two, userId: 3, endsAfterMs: dayMs },
    { session: sessions.expired, userId: 2, endsAfterMs: -1 },
  ].map((record) => [record.session, record]),
);
