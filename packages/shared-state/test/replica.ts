import { createRedisBudget, openLink } from '../src/index.ts';
import { createUpstream, type PaceOptions, type Upstream } from '@contacts/core';

/** A replica's upstream, whose budget is in Redis. */
export interface Replica extends AsyncDisposable {
  readonly upstream: Upstream;
  readonly commands: () => number;
  readonly state: () => string;
  readonly replicas: () => number;
}

export interface ReplicaOptions {
  readonly redisUrl: string;
  readonly upstreamUrl: string;
  readonly prefix?: string;
  readonly pace?: PaceOptions;
  readonly timeoutMs?: number;
}

export async function startReplica({ redisUrl, upstreamUrl, ...options }: ReplicaOptions): Promise<Replica> {
  const link = await openLink({ url: redisUrl, prefix: options.prefix ?? 'test', timeoutMs: options.timeoutMs ?? 500 });
  const shared = await createRedisBudget(link, upstreamUrl);
  const upstream = createUpstream({
    baseUrl: upstreamUrl,
    retry: { retries: 0 },
    pace: { ...options.pace, shared },
  });
  return {
    upstream,
    commands: () => shared.commands,
    state: () => link.state,
    replicas: () => link.replicas,
    async [Symbol.asyncDispose]() {
      await upstream.close();
      await shared.close();
      await link.close();
    },
  };
}
