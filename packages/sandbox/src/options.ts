import type { Clock } from './clock.ts';
import type { Switches } from './switches.ts';

/** Options of a sandbox. */
export interface SandboxOptions {
  /** Port to listen on; 0 for a free one. Default 0. */
  port?: number;
  /** Address to listen on. Default 127.0.0.1. */
  host?: string;
  /** Number of contacts. Default 1167, as in the page's example. */
  contacts?: number;
  /** Seed of the made-up data. The page's example row is the same for each seed. Default 1. */
  seed?: number;
  /** Behaviour where the upstream's documents disagree; REFERENCE.md lists the switches. */
  switches?: Partial<Switches>;
  /** Rate limits and the portal's queue; 'off' for none. Each limit has a default. */
  limits?: Partial<Limits> | 'off';
  /** Source of time. Default the system clock. */
  clock?: Clock;
  /** Duration of a native call of up to 50 rows, in milliseconds of the clock. Default 0. */
  latencyMs?: number;
}

/** Default number of contacts: the total of the page's example. */
export const DEFAULT_CONTACTS = 1167;

/** Limits of the upstream (contract §5, "Limits"). */
export interface Limits {
  /** Maximum number of requests of a key in a sliding minute. Default 300. */
  requestsPerMinute: number;
  /** Maximum number of searches of a key in a sliding minute; 0 for no limit of their own. Default 0. */
  searchesPerMinute: number;
  /** Capacity of the leaky bucket of Bitrix24 itself: 50, or 250 on the largest plan; 0 for no bucket. Default 0. */
  leakyBucket: number;
  /** Calls that drain from the bucket in a second. Default 2. */
  leakyPerSecond: number;
  /** Maximum number of native calls of the portal in a sliding second. Default 10. */
  nativePerSecond: number;
  /** Maximum number of requests that run on the portal at the same time. Default 2. */
  concurrent: number;
  /** Milliseconds in the queue before 504 QUEUE_TIMEOUT. Default 30,000. */
  queueTimeoutMs: number;
  /** Failures of identical calls before ERROR_LOOP_DETECTED; no document names the number. Default 20. */
  errorLoopAfter: number;
}

export const defaultLimits: Readonly<Limits> = {
  requestsPerMinute: 300,
  searchesPerMinute: 0,
  leakyBucket: 0,
  leakyPerSecond: 2,
  nativePerSecond: 10,
  concurrent: 2,
  queueTimeoutMs: 30_000,
  errorLoopAfter: 20,
};
