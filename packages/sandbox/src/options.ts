import type { Clock } from './clock.ts';
import type { Switches } from './switches.ts';

/** How to make a sandbox; everything has a default. */
export interface SandboxOptions {
  /** Port to listen at; 0, the default, takes a free one. */
  port?: number;
  /** Address to listen at. Default 127.0.0.1. */
  host?: string;
  /** How many contacts there are. Default 1167, as in the page's example. */
  contacts?: number;
  /** Other seeds give other made-up people; the page's example row stays. */
  seed?: number;
  /** Points on which the upstream's documents disagree; see the README. */
  switches?: Partial<Switches>;
  /** Rate limits and the portal's queue; 'off' for tests of other things. */
  limits?: Partial<Limits> | 'off';
  /** Where time comes from. Default the machine's clock. */
  clock?: Clock;
  /** How long a native call of up to 50 rows takes, by the clock. Default 0. */
  latencyMs?: number;
}

/** The upstream's limits (contract §5, "Limits"). */
export interface Limits {
  /** Requests of a key in a sliding minute. Default 300. */
  requestsPerMinute: number;
  /** Searches of a key in a sliding minute, where the platform limits them further; 0, the default, for no such limit. */
  searchesPerMinute: number;
  /** Calls that fill the leaky bucket of Bitrix24 itself: 50, or 250 on the greatest plan; 0, the default, for none. */
  leakyBucket: number;
  /** What leaks out of it in a second. Default 2. */
  leakyPerSecond: number;
  /** Native calls of the portal in a second. Default 10. */
  nativePerSecond: number;
  /** Requests that the portal works on at the same time. Default 2. */
  concurrent: number;
  /** How long a request waits for its turn before 504 QUEUE_TIMEOUT. Default 30 000. */
  queueTimeoutMs: number;
  /** Identical failing calls after which ERROR_LOOP_DETECTED comes; the documents name no number. Default 20. */
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
