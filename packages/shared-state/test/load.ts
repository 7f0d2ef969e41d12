import type { Upstream } from '@contacts/core';
import type { Sandbox } from '@contacts/sandbox';

export interface Load {
  /** Resolves when all requests have ended. */
  readonly done: Promise<{ readonly answered: number; readonly errors: readonly string[] }>;
}

export interface LoadOptions {
  readonly apiKey: string;
  /** Makes requests with the same personal key those of another caller; the sandbox ignores it. */
  readonly session?: string;
  /** Requests of this caller at the same time. */
  readonly atOnce: number;
  readonly forMs: number;
  /** Ends the load before its time. */
  readonly until?: AbortSignal;
}

/** Sends requests of one caller, each as soon as an earlier one is answered. All are different. */
export function load(upstream: Upstream, { apiKey, session, atOnce, forMs, until: stopped }: LoadOptions): Load {
  const until = performance.now() + forMs;
  const credentials = { apiKey, ...(session === undefined ? {} : { authorization: `Bearer ${session}` }) };
  const isStopped = (): boolean => stopped?.aborted === true;
  const errors: string[] = [];
  let answered = 0;
  let sent = 0;
  const line = async (): Promise<void> => {
    while (performance.now() < until && !isStopped()) {
      sent += 1;
      const query = `limit=1&filter[id]=${sent}`;
      try {
        await upstream.request(
          { endpoint: 'GET /v1/contacts', method: 'GET', path: '/v1/contacts', query },
          credentials,
        );
        answered += 1;
      } catch (error) {
        errors.push(String(error));
      }
    }
  };
  const lines = Array.from({ length: atOnce }, line);
  return { done: Promise.all(lines).then(() => ({ answered, errors })) };
}

/** Returns the largest number of requests that a sandbox received within a second. */
export function mostInAnySecond({ requests }: Pick<Sandbox, 'requests'>): number {
  const times = requests.map(({ at }) => at).toSorted((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [last, at] of times.entries()) {
    while ((times[first] ?? at) <= at - 1000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
