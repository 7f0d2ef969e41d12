import { vi } from 'vitest';
import type { Credentials } from '../src/credentials.ts';
import { createPacer, type PaceOptions } from '../src/http/pipeline/rate-limit/pace.ts';
import { deadline } from './deadline.ts';
import { errorOf, failure, read, stubSend } from './stub-send.ts';
import { through } from './through.ts';

/** Milliseconds that the upstream takes for anything. */
export const LATENCY_MS = 20;

export interface Scenario {
  readonly pace?: PaceOptions;
  /** Requests a second with credentials that were never seen before. Default none. */
  readonly strangersPerSecond?: number;
  /** Makes the credentials of the stranger with a number. Default a key. */
  readonly stranger?: (index: number) => Credentials;
  readonly honest?: readonly Credentials[];
  /** When each honest caller begins, and how often it asks, in milliseconds. Default 0 and 500. */
  readonly firstAtMs?: number;
  readonly everyMs?: number;
}

export interface Waits {
  /** Durations of the answers to honest callers, in milliseconds. */
  readonly waits: readonly number[];
  readonly refused: number;
  /** Strangers that reached the upstream. */
  readonly rejected: number;
}

/** Runs half a minute of honest callers beside strangers that the upstream rejects. */
export async function waitsBeside({
  pace = {},
  strangersPerSecond = 0,
  stranger = (index) => ({ apiKey: `made up ${index}` }),
  honest = [{ apiKey: 'honest 1' }, { apiKey: 'honest 2' }],
  firstAtMs = 0,
  everyMs = 500,
}: Scenario): Promise<Waits> {
  const known = new Set(honest.map((one) => JSON.stringify(one)));
  let rejected = 0;
  const { send } = stubSend(({ credentials, answer, fail }) => {
    const isKnown = known.has(JSON.stringify(credentials));
    if (!isKnown) rejected += 1;
    const unauthorized = failure('unauthorized', { details: { code: 'INVALID_API_KEY', status: 401 } });
    setTimeout(() => (isKnown ? answer() : fail(unauthorized)), LATENCY_MS);
  });
  const paced = through(deadline(40_000), createPacer(pace).step)(send);
  const waits: number[] = [];
  let refused = 0;
  const ask = async (credentials: Credentials): Promise<void> => {
    const begun = performance.now();
    if (await errorOf(paced(read(), credentials, {}))) refused += 1;
    else waits.push(performance.now() - begun);
  };
  const forMs = 30_000;
  for (const [index, credentials] of honest.entries()) {
    for (let at = firstAtMs + index * 130; at < forMs; at += everyMs) setTimeout(() => void ask(credentials), at);
  }
  for (let index = 0; index < (strangersPerSecond * forMs) / 1000; index += 1) {
    setTimeout(() => void errorOf(paced(read(), stranger(index), {})), (index * 1000) / strangersPerSecond);
  }
  await vi.advanceTimersByTimeAsync(forMs + 41_000);
  return { waits, refused, rejected };
}

/** Returns the value below which a share of the numbers lies. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
