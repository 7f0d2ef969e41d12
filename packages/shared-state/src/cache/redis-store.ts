import { RESP_TYPES } from '@redis/client';
import type { Redis } from '../redis/client.ts';
import type { Link } from '../redis/link.ts';
import type { CacheKey, CacheKeys } from './cache-keys.ts';
import type { CacheStore } from './cache-store.ts';
import { isPurged, type PurgeMark } from './purge-marks.ts';
import { fillScript, lookScript, markScript, releaseScript } from './redis-scripts.ts';
import { openEntry, sealEntry } from './sealed-entry.ts';

/** Lifetime of a lock in milliseconds. When it ends without an answer, another replica reads it. */
const LOCK_MS = 3000;
/** Time between two extensions of a lock, in milliseconds. */
const EXTEND_MS = 1000;
/** Time after the end of a lock at which the store is read again, in milliseconds: its replica is gone, or a message was lost. */
const LATE_MS = 20;

interface Waiter {
  readonly end: (isFilled: boolean) => void;
}

/** Creates the store that all replicas with the same Redis, prefix and secret share. Answers are encrypted in it. */
export async function createRedisStore(link: Link, keys: CacheKeys, ttlMs: number): Promise<CacheStore> {
  const channel = `${link.prefix}:cache:`;
  const purges = `${link.prefix}:purges`;
  const waiters = new Map<string, Set<Waiter>>();
  const locks = new Map<string, NodeJS.Timeout>();

  const keysOf = ({ credential, operation }: CacheKey): string[] => {
    const base = `${link.prefix}:cache:${credential}:${operation}`;
    return [base, `${base}:lock`, `${base}:waiters`, purges];
  };

  await link.subscribe('cache', (text) => {
    const [outcome = '', operation = ''] = text.split(' ');
    for (const { end } of waiters.get(operation) ?? []) end(outcome === 'filled');
  });

  const listeners: (() => void)[] = [];
  const notifyOfPurge = (): void => {
    for (const listener of listeners) listener();
  };
  await link.subscribeToAll('purged', notifyOfPurge);
  link.onState((state) => {
    // Messages about purges may be lost while Redis is down.
    if (state === 'joining') notifyOfPurge();
  });

  return {
    onPurge: (listener) => void listeners.push(listener),
    async look(key) {
      const names = keysOf(key);
      const reply = await link.run((redis) => lookScript.run(withBytes(redis), names, [link.id, String(LOCK_MS)]));
      const [kind, now, remaining, marks, value] = reply as [unknown, unknown, unknown, unknown[], Buffer];
      if (String(kind) === 'hit') {
        const entry = openEntry(value, keys.sealing, placeOf(key));
        if (entry && !isPurged(entry, key.credential, marksOf(marks))) {
          return { kind: 'hit', entry, remainingMs: Number(remaining) };
        }
        return { kind: 'lead', begunAt: Number(now) };
      }
      if (String(kind) === 'wait') return { kind: 'wait', over: wait(key.operation, Number(remaining)) };
      holdLock(key, names);
      return { kind: 'lead', begunAt: Number(now) };
    },
    release,
    async fill(key, entry, remainingMs) {
      if (remainingMs < 1) return release(key);
      dropLock(key);
      const sealed = sealEntry(entry, keys.sealing, placeOf(key));
      const message = `filled ${key.operation}`;
      const args = [link.id, channel, message, String(Math.floor(remainingMs)), sealed as unknown as string];
      await link.run((redis) => fillScript.run(redis, keysOf(key), args)).catch(() => undefined);
    },
    async purge(subjects) {
      const at = Number(
        await link.run((redis) =>
          markScript.run(redis, [purges], [String(Math.max(1000, ttlMs)), `${link.prefix}:purged`, ...subjects]),
        ),
      );
      return unlinkPurged(subjects.map((subject) => ({ subject, at })));
    },
  };

  async function release(key: CacheKey): Promise<void> {
    dropLock(key);
    const args = [link.id, channel, `failed ${key.operation}`];
    await link.run((redis) => releaseScript.run(redis, keysOf(key), args)).catch(() => undefined);
  }

  /** Removes what is purged, which lookups reject already. */
  async function unlinkPurged(marks: readonly PurgeMark[]): Promise<number> {
    let purged = 0;
    let cursor = '0';
    do {
      const page = await link.run((redis) => redis.scan(cursor, { MATCH: `${channel}*`, COUNT: 500, TYPE: 'string' }));
      ({ cursor } = page);
      for (const name of page.keys) {
        const [credential = '', operation = '', ...rest] = name.slice(channel.length).split(':');
        if (rest.length > 0) continue;
        const value = await link.run((redis) => withBytes(redis).get(name));
        const entry = value && openEntry(value as unknown as Buffer, keys.sealing, placeOf({ credential, operation }));
        if (!entry || !isPurged(entry, credential, marks)) continue;
        purged += await link.run((redis) => redis.unlink(name));
      }
    } while (cursor !== '0');
    return purged;
  }

  function holdLock(key: CacheKey, [, lock = '']: readonly string[]): void {
    // An earlier read of the same answer may go on, whose lock lapsed while Redis was slow.
    dropLock(key);
    const extend = (): void => void link.run((redis) => redis.pExpire(lock, LOCK_MS)).catch(() => undefined);
    locks.set(key.operation, setInterval(extend, EXTEND_MS).unref());
  }

  function dropLock({ operation }: CacheKey): void {
    clearInterval(locks.get(operation));
    locks.delete(operation);
  }

  function wait(operation: string, lockMs: number): Promise<boolean> {
    const waiting = waiters.getOrInsertComputed(operation, () => new Set());
    return new Promise((resolve) => {
      const end = (isFilled: boolean): void => {
        clearTimeout(timer);
        waiting.delete(waiter);
        if (waiting.size === 0) waiters.delete(operation);
        resolve(isFilled);
      };
      const waiter: Waiter = { end };
      const timer = setTimeout(() => end(true), Math.max(0, lockMs) + LATE_MS);
      waiting.add(waiter);
    });
  }
}

function placeOf({ credential, operation }: CacheKey): string {
  return `${credential} ${operation}`;
}

function withBytes(redis: Redis): Redis {
  return redis.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }) as unknown as Redis;
}

function marksOf(list: readonly unknown[]): readonly PurgeMark[] {
  const marks: PurgeMark[] = [];
  for (let index = 0; index < list.length; index += 2) {
    marks.push({ subject: String(list[index]), at: Number(list[index + 1]) });
  }
  return marks;
}
