import { createUpstream, type Upstream, type UpstreamOptions } from '../src/http/upstream.ts';

/** An upstream client that sends at once and once, for tests of what it sends and takes. */
export function plainUpstream(options: UpstreamOptions): Upstream {
  const off = Number.POSITIVE_INFINITY;
  return createUpstream({
    pace: { concurrency: off, perSecond: off, keyPerMinute: off },
    retry: { retries: 0 },
    breaker: { threshold: 0 },
    ...options,
  });
}
