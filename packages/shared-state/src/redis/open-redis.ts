import type { Redis } from './client.ts';

/** Thrown for a Redis that cannot be used. The message gives the reason without secrets. */
export class UnusableRedisError extends Error {
  override readonly name = 'UnusableRedisError';
}

/** Oldest version that has all commands used here. */
const OLDEST = [6, 2] as const;

/** @throws UnusableRedisError for a server that is too old; the client's error if `INFO` is not permitted */
export async function checkVersion(redis: Redis): Promise<void> {
  const problem = versionProblem(await redis.info('server'));
  if (problem !== undefined) throw new UnusableRedisError(problem);
}

/** Returns the reason why the server that gave this `INFO server` cannot be used. */
export function versionProblem(info: string): string | undefined {
  const version = /^redis_version:(\d+)\.(\d+)[^\r\n]*/m.exec(info);
  if (!version) return 'is not a Redis or Valkey server';
  const [text, major, minor] = version;
  const isOld = Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1]);
  return isOld ? `is a Redis of version ${text.slice('redis_version:'.length)}; allowed: 6.2 or newer` : undefined;
}

/** Messages of Redis about credentials and permissions begin with these codes. */
const refusals: readonly [prefix: string, text: string][] = [
  ['WRONGPASS', 'names a user or password that Redis refuses'],
  ['NOAUTH', 'needs a password: Redis asks for one'],
  ['NOPERM', 'names a user that may not run the commands of the gateway: allow @all on its keys and channels'],
  ['ERR AUTH', 'has a password, but Redis has none'],
  ['ERR Client sent AUTH', 'has a password, but Redis has none'],
  ['ERR invalid DB', 'names a database that Redis does not have'],
  ['ERR DB index', 'names a database that Redis does not have'],
  ['READONLY', 'leads to a replica of Redis: name its primary'],
  ['LOADING', 'leads to a Redis that is still loading its data'],
];

/**
 * Returns the reason why a connection failed, from the first error that has a known one. Never repeats the URL or the server's
 * words, which may hold secrets.
 */
export function reasonOf(...errors: readonly unknown[]): string {
  return errors.map(knownReasonOf).find(Boolean) ?? 'leads to a server that does not answer as Redis does';
}

function knownReasonOf(error: unknown): string | undefined {
  if (error instanceof UnusableRedisError) return error.message;
  const { message = '', code } = error as { readonly message?: string; readonly code?: unknown };
  const refusal = refusals.find(([prefix]) => message.startsWith(prefix));
  if (refusal) return refusal[1];
  const isSystemCode = typeof code === 'string' && /^[A-Z_]{2,40}$/.test(code);
  return isSystemCode ? `leads to a Redis that cannot be reached (${code})` : undefined;
}
