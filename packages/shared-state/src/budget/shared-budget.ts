import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SharedBudget, SharedPortalOptions } from '@contacts/core';
import type { Link } from '../redis/link.ts';
import { createScript } from '../redis/script.ts';
import { Lease } from './lease.ts';
import { decodePush, decodeReply, type SyncMessage } from './messages.ts';

const script = createScript(readFileSync(new URL('sync.lua', import.meta.url), 'utf8'));

/** A budget in Redis. */
export interface RedisBudget extends SharedBudget {
  /** Number of commands sent to Redis. */
  readonly commands: number;
  /** Returns all that is not in use to the other replicas. */
  close(): Promise<void>;
}

/**
 * Creates the budget that all replicas with the same Redis and prefix share.
 * @param scope separates budgets of different upstreams, e.g. by their origin
 */
export async function createRedisBudget(link: Link, scope: string): Promise<RedisBudget> {
  const leases = new Map<string, Lease>();
  let commands = 0;

  await link.subscribe('budget', (text) => {
    const message = decodePush(text);
    leases.get(message.portal)?.pushed(message);
  });
  link.onState(() => {
    for (const lease of leases.values()) lease.linkChanged();
  });

  return {
    get commands() {
      return commands;
    },
    // A hash cannot contain a separator or a pattern of Redis' keys, and hides the API key.
    nameOf: (text) =>
      createHash('sha256')
        .update(JSON.stringify(['budget', scope, text]))
        .digest('base64url'),
    portal: (options) => createLease(options),
    async close() {
      await Promise.all([...leases.values()].map((lease) => lease.leave()));
    },
  };

  function createLease(options: SharedPortalOptions): Lease {
    const name = createHash('sha256')
      .update(JSON.stringify([scope, options.name]))
      .digest('base64url');
    const key = `${link.prefix}:budget:{${name}}`;
    const channel = `${link.prefix}:budget:`;
    const lease: Lease = new Lease({
      ...options,
      name,
      link,
      sync: async (message: SyncMessage) => {
        commands += 1;
        // A message can arrive before the reply to the first sync of a lease.
        leases.set(name, lease);
        const reply = await link.run((redis) => script.run(redis, [key], [JSON.stringify(message), channel]));
        return decodeReply(String(reply));
      },
      onUse: (isUsed) => void (isUsed ? leases.set(name, lease) : leases.delete(name)),
    });
    return lease;
  }
}
