import { randomUUID } from 'node:crypto';
import type { Redis } from './client.ts';
import { Connection } from './connection.ts';
import { checkVersion, reasonOf, UnusableRedisError } from './open-redis.ts';
import { createScript } from './script.ts';
import { withTimeout } from './with-timeout.ts';

/** Redis did not answer lately. */
export class RedisDownError extends Error {
  override readonly name = 'RedisDownError';

  constructor() {
    super('Redis is down: it did not answer the last command or heartbeat in time.');
  }
}

/** `up`: the budget is shared. `joining`: Redis answers again, and replicas report what they use. `down`: it does not answer. */
export type LinkState = 'up' | 'joining' | 'down';

export interface LinkOptions {
  readonly url: string;
  /** First part of the name of each key and channel. */
  readonly prefix: string;
  /** Maximum time for an answer in milliseconds; Redis is down after that. */
  readonly timeoutMs: number;
  /** Called when the state changes. */
  readonly onState?: ((state: LinkState, error?: unknown) => void) | undefined;
}

/** The connections of one replica to Redis, and the number of replicas. */
export interface Link {
  /** Identifies this replica. */
  readonly id: string;
  readonly prefix: string;
  readonly state: LinkState;
  /** Number of replicas at the last heartbeat, this one included. */
  readonly replicas: number;
  /**
   * Runs commands. If they fail or take too long, the link is down.
   * @throws the error of Redis, RedisTimeoutError, or RedisDownError at once while the link is down
   */
  run<T>(work: (redis: Redis) => Promise<T>): Promise<T>;
  /** Calls a listener with each message for this replica on a channel. */
  subscribe(channel: string, listener: (text: string) => void): Promise<void>;
  /** The same for messages to all replicas. */
  subscribeToAll(channel: string, listener: (text: string) => void): Promise<void>;
  /** Calls a listener when the state changes. */
  onState(listener: (state: LinkState) => void): void;
  close(): Promise<void>;
}

/** Maximum time for each step of the start, in milliseconds. */
const CONNECT_TIMEOUT_MS = 3000;
const HEARTBEAT_MS = 500;
/**
 * Time without a successful heartbeat after which both connections are replaced, in milliseconds. A lost connection can stay
 * open, and an open one can lead to a primary that became a replica and rejects writes.
 */
const REPLACE_MS = 3000;
/** Age of its last heartbeat at which a replica is no longer counted, in milliseconds. */
const GONE_MS = 3000;
/** Time for which each replica keeps to its share after Redis is back, in milliseconds: the others may not have noticed it yet. */
const JOINING_MS = 1200;

const heartbeat = createScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ${GONE_MS})
redis.call('PEXPIRE', KEYS[1], 60000)
return redis.call('ZCARD', KEYS[1])`);

/**
 * Connects to Redis.
 * @throws UnusableRedisError with the reason if it cannot be used at the start
 */
export async function openLink(options: LinkOptions): Promise<Link> {
  const { url, prefix, timeoutMs } = options;
  const id = randomUUID();
  const listeners: ((state: LinkState, error?: unknown) => void)[] = options.onState ? [options.onState] : [];
  let isOpen = false;
  const openingErrors: unknown[] = [];
  const fail = (error: unknown): void => void (isOpen ? become('down', error) : openingErrors.push(error));
  const clientOptions = { url, connectTimeoutMs: CONNECT_TIMEOUT_MS, reconnects: () => isOpen };
  // Sooner than the next heartbeat: requests wait for the budget.
  const onReady = (): void => void (isOpen && beat());
  const commands = new Connection(clientOptions, fail, onReady);
  const subscriber = new Connection(clientOptions, fail, onReady);
  const registry = `${prefix}:replicas`;
  let state: LinkState = 'up';
  let replicas = 1;
  let joinedAt = 0;
  let answeredAt = performance.now();

  function become(next: LinkState, error?: unknown): void {
    if (next === 'joining') joinedAt = performance.now();
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener(next, error);
  }

  async function signIn(limitMs: number): Promise<void> {
    const [count] = await withTimeout(
      Promise.all([heartbeat.run(commands.redis, [registry], [id]), subscriber.ping()]),
      limitMs,
    );
    replicas = Number(count);
    answeredAt = performance.now();
  }

  async function beat(): Promise<void> {
    try {
      await signIn(timeoutMs);
    } catch (error) {
      fail(error);
      return replaceSilent();
    }
    if (state === 'down') become('joining');
    else if (state === 'joining' && performance.now() - joinedAt >= JOINING_MS) become('up');
  }

  function replaceSilent(): void {
    const now = performance.now();
    if (!isOpen || now - answeredAt < REPLACE_MS) return;
    answeredAt = now;
    commands.replace();
    subscriber.replace();
  }

  try {
    await withTimeout(Promise.all([commands.connect(), subscriber.connect()]), CONNECT_TIMEOUT_MS);
    await withTimeout(checkVersion(commands.redis), CONNECT_TIMEOUT_MS);
    await signIn(CONNECT_TIMEOUT_MS);
  } catch (error) {
    commands.close();
    subscriber.close();
    // The client gives the cause of a failed connection as an event, or as the error itself.
    throw new UnusableRedisError(reasonOf(error, ...openingErrors), { cause: error });
  }
  isOpen = true;
  state = 'up';
  const timer = setInterval(() => void beat(), HEARTBEAT_MS).unref();

  return {
    id,
    prefix,
    get state() {
      return state;
    },
    get replicas() {
      return replicas;
    },
    async run(work) {
      // Each request would wait for the timeout of Redis otherwise.
      if (state === 'down') throw new RedisDownError();
      try {
        return await withTimeout(work(commands.redis), timeoutMs);
      } catch (error) {
        fail(error);
        throw error;
      }
    },
    subscribe: (channel, listener) =>
      withTimeout(subscriber.subscribe(`${prefix}:${channel}:${id}`, listener), CONNECT_TIMEOUT_MS),
    subscribeToAll: (channel, listener) =>
      withTimeout(subscriber.subscribe(`${prefix}:${channel}`, listener), CONNECT_TIMEOUT_MS),
    onState: (listener) => void listeners.push(listener),
    async close() {
      clearInterval(timer);
      isOpen = false;
      if (commands.redis.isReady) {
        await withTimeout(commands.redis.zRem(registry, id), timeoutMs).catch(() => undefined);
      }
      listeners.length = 0;
      commands.close();
      subscriber.close();
    },
  };
}
