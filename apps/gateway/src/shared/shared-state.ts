import { randomBytes } from 'node:crypto';
import type { SharedBudget } from '@contacts/core';
import {
  type CacheOutcome,
  createCacheKeys,
  createMemoryStore,
  createRedisBudget,
  createRedisStore,
  createResponseCache,
  type Link,
  type LinkState,
  openLink,
  type ResponseCache,
  UnusableRedisError,
} from '@contacts/shared-state';
import { ConfigError } from '../config/config.ts';
import type { SharedConfig } from '../config/shared-config.ts';

/** The state that replicas have in common, for probes and metrics. */
export interface SharedStatus {
  /** `up`: the budget is shared. Otherwise each replica goes on with its part of it. */
  readonly redis: LinkState;
  /** Replicas that were last seen. */
  readonly replicas: number;
  /** Commands to Redis for the budget. */
  readonly budgetCommands: number;
}

/** The budget that this gateway shares with other replicas, and its cached responses. */
export interface SharedState {
  /** The budget; undefined for a gateway that is alone. */
  readonly budget: SharedBudget | undefined;
  readonly cache: ResponseCache | undefined;
  status(): SharedStatus | undefined;
  close(): Promise<void>;
}

export interface SharedStateOptions extends SharedConfig {
  /** Separates the budgets of different upstreams. */
  readonly baseUrl: string;
  /** Separates answers of different programs and configurations. */
  readonly version: () => string;
  readonly onOutcome: (outcome: CacheOutcome) => void;
  /** Called when Redis goes or comes back. */
  readonly onState: ((state: LinkState) => void) | undefined;
}

/** @throws ConfigError if Redis cannot be used at the start */
export async function openSharedState(options: SharedStateOptions): Promise<SharedState> {
  const { redis, onState } = options;
  const link = redis ? await openOrExplain({ ...redis, onState }) : undefined;
  const budget = link && (await createRedisBudget(link, options.baseUrl));
  return {
    budget,
    cache: await openCache(options, link),
    status: () => link && { redis: link.state, replicas: link.replicas, budgetCommands: budget?.commands ?? 0 },
    async close() {
      await budget?.close();
      await link?.close();
    },
  };
}

async function openOrExplain(options: Parameters<typeof openLink>[0]): Promise<Link> {
  try {
    return await openLink(options);
  } catch (error) {
    if (error instanceof UnusableRedisError) throw new ConfigError([`REDIS_URL: ${error.message}`]);
    throw error;
  }
}

async function openCache(
  { cache, version, onOutcome }: SharedStateOptions,
  link: Link | undefined,
): Promise<ResponseCache | undefined> {
  if (!cache) return undefined;
  const { ttlMs, secret, maxBytes } = cache;
  const keys = createCacheKeys(secret ?? randomBytes(32), version());
  const store = link ? await createRedisStore(link, keys, ttlMs) : createMemoryStore(ttlMs, maxBytes);
  return createResponseCache({ store, keys, ttlMs, onOutcome });
}
