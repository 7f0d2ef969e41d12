import { count, kind, seconds } from './kinds.ts';

// The variables of what replicas share, and of answers that are kept. Each has its description in docs/configuration.md.

const KEY_BYTES = 32;

const redisUrl = kind('a URL such as redis://user:password@host:6379/0, or rediss:// for TLS', (value) =>
  isRedisUrl(value) ? value : undefined,
);

const prefix = kind('1 to 64 characters of A-Z, a-z, 0-9, ".", "_" and "-"', (value) =>
  /^[A-Za-z0-9_.-]{1,64}$/.test(value) ? value : undefined,
);

const secretKey = kind('32 bytes in base64 or hex, such as `openssl rand -base64 32` prints', (value) => {
  const bytes = bytesOf(value);
  return bytes.length === KEY_BYTES ? bytes : undefined;
});

const token = kind('at least 32 characters of visible ASCII without commas and spaces', (value) =>
  /^[!-+\--~]{32,4096}$/.test(value) ? value : undefined,
);

export const sharedVariables = {
  REDIS_URL: redisUrl.describe(
    'The Redis or Valkey (6.2 or newer) in which all replicas share the budget and cache responses: `redis://user:password@host:6379/0`, or `rediss://` for TLS. It must be there at the start; while it is gone later, each replica goes on with its part of the budget. Requires `CURSOR_SECRET`.',
  ),
  REDIS_PREFIX: prefix
    .default('contacts')
    .describe('Begins all keys and channels there. Gateways of other portals or other budgets need another one.'),
  REDIS_TIMEOUT: seconds({ above: 0.05, max: 10 })
    .default(500)
    .describe('The maximum wait for Redis, in seconds: after it, Redis counts as gone.'),
  CACHE_TTL: seconds({ max: 3600 })
    .default(0)
    .describe(
      'The time for which responses without errors are cached per credential, operation and variables, in seconds; 0 is off. A change in the portal is hidden for no longer.',
    ),
  CACHE_KEY: secretKey.describe(
    '32 bytes in base64 or hex, with which responses are encrypted in Redis; required there. Another key begins an empty cache.',
  ),
  CACHE_MAX_BYTES: count
    .default(50_000_000)
    .describe('The size of all cached responses without `REDIS_URL`, in bytes; the least recently used are evicted.'),
  PURGE_TOKEN: token.describe(
    'Callers of `POST /admin/purge` send it as `Authorization: Bearer`. Without it, nothing can be purged.',
  ),
};

function isRedisUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(text);
  const isPlain = search === '' && hash === '' && /^\/?\d{0,4}$/.test(pathname);
  return (protocol === 'redis:' || protocol === 'rediss:') && hostname !== '' && isPlain;
}

/** Decodes hex or base64; other text gives no bytes. */
function bytesOf(text: string): Buffer {
  if (/^(?:[0-9a-f]{2})+$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);
}
