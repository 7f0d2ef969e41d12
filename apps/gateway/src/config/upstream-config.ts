import type { UpstreamOptions } from '@contacts/core';
import type { Values } from './variables.ts';

/** Settings of the upstream client. */
export type UpstreamConfig = Required<Pick<UpstreamOptions, 'pace' | 'retry' | 'breaker'>>;

/** Returns the rate limits, retries and circuit breaker of upstream calls. */
export function upstreamConfig(values: Values): UpstreamConfig {
  return {
    pace: {
      portals: values.PORTALS,
      concurrency: values.PORTAL_CONCURRENCY,
      perSecond: values.PORTAL_RATE,
      keyPerMinute: values.KEY_RATE,
      searchesPerMinute: values.KEY_SEARCH_RATE,
      maxWaiting: values.QUEUE_LIMIT,
      maxWaitMs: values.QUEUE_TIMEOUT,
    },
    retry: { retries: values.RETRIES },
    breaker: { threshold: values.BREAKER_THRESHOLD, maxResetTimeoutMs: values.BREAKER_MAX_RESET_TIMEOUT },
  };
}
