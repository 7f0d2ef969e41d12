import { kind, list, url } from './kinds.ts';
import { isLoopback } from './loopback.ts';

// Kinds of single variables: texts with a syntax of their own.

const MIN_SECRET_LENGTH = 32;
const MIN_TOKEN_LENGTH = 16;

export const upstreamUrl = url(
  'an http or https URL without credentials, a query or a fragment',
  ({ username, password, search, hash }) => username === '' && password === '' && search === '' && hash === '',
);

export const proxyUrl = url(
  'the http or https URL of a proxy without path, query and fragment, with percent-encoded credentials if any',
  ({ pathname, search, hash, username, password }) =>
    pathname === '/' && search === '' && hash === '' && isDecodable(username) && isDecodable(password),
);

/** A key that reads contacts: management keys do not. */
export const apiKey = kind('one key: visible ASCII without commas and spaces', (key) =>
  /^[!-+\--~]{1,4096}$/.test(key) ? key : undefined,
).refine((key) => !key.startsWith('vibe_live_'), 'must not be a management key, which reads no contacts');

/** With plain http, an attacker in the network could replace the keys and sign tokens. */
export const jwksUrl = url(
  'https, or http on this machine, as in https://login.example/jwks',
  ({ protocol, hostname }) => protocol === 'https:' || isLoopback(hostname),
);

/** Hashes of tokens, so that the configuration holds no secret. */
export const tokenHashes = list(
  'SHA-256 hashes of tokens in hex',
  (hash) => /^[0-9a-f]{64}$/.test(hash),
  (hash) => hash.toLowerCase(),
);

/** Origins are compared as a whole; a pattern would match none. */
export const origins = list(
  'origins such as https://crm.example',
  (value) => /^https?:[^*]+$/.test(value) && URL.canParse(value) && new URL(value).origin === value,
);

/** Tokens as RFC 9110 defines them, except `*`: a wildcard would allow headers that are not named. */
export const headerNames = list(
  'names of request headers such as X-Client-Version',
  (name) => /^[!#$%&'+\-.^_`|~0-9a-z]{1,100}$/.test(name),
  (name) => name.toLowerCase(),
);

/** Secrets of cursors: the first one seals, all are accepted. */
export const cursorSecrets = kind<readonly [string, ...string[]]>(
  `one secret or several, comma-separated, of at least ${MIN_SECRET_LENGTH} characters each`,
  (value) => {
    const [first = '', ...others] = value.split(',').map((secret) => secret.trim());
    return [first, ...others].every(({ length }) => length >= MIN_SECRET_LENGTH) ? [first, ...others] : undefined;
  },
  (secrets) => secrets.join(', '),
);

export const metricsToken = kind(`at least ${MIN_TOKEN_LENGTH} characters of visible ASCII, without spaces`, (token) =>
  /^[!-~]+$/.test(token) && token.length >= MIN_TOKEN_LENGTH ? token : undefined,
);

const MAX_OPERATION_NAMES = 200;
export const operationNames = kind<readonly string[]>(
  `at most ${MAX_OPERATION_NAMES} names of operations, comma-separated`,
  (value) => {
    const names = value.split(',').map((name) => name.trim());
    const areNames = names.every((name) => /^[_A-Za-z]\w{0,99}$/.test(name));
    return areNames && names.length <= MAX_OPERATION_NAMES ? names : undefined;
  },
  (names) => names.join(', '),
);

function isDecodable(value: string): boolean {
  try {
    decodeURIComponent(value);
    return true;
  } catch {
    return false;
  }
}
