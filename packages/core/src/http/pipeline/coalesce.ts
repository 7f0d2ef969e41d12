import { Cancellation, type CancelSignal } from '../../cancellation.ts';
import { ReleasingMap } from '../../releasing-map.ts';
import { type Credentials, credentialKey } from '../../credentials.ts';
import { UpstreamError, type UpstreamErrorCode } from '../../errors.ts';
import type { UpstreamAnswer, UpstreamRequest } from '../../wire/upstream-request.ts';
import { raceWithSignal } from './race-with-signal.ts';
import type { Send, SendOptions, Step } from './send.ts';

/** One request in flight, and the number of callers that wait for it. */
interface Flight {
  readonly answer: Promise<UpstreamAnswer>;
  readonly cancel: Cancellation;
  /** Deadline of the caller that started it: waits for permits and retries end there. */
  readonly deadlineAt: number;
  waiting: number;
}

/**
 * Deduplicates identical reads that the same caller has in flight at the same time. Aborting one does not end the others:
 * the request is aborted with the last of them. If it fails by chance, or at the deadline of the read that started it, the
 * joined reads retry once. A rejection holds for all of them, since their request and rights are the same.
 */
export function coalesce(onShared: (endpoint: string) => void = () => undefined): Step {
  return (next) => sharing(next, onShared);
}

function sharing(send: Send, onShared: (endpoint: string) => void): Send {
  const flights = new ReleasingMap<string, Flight>();

  return async function request(upstreamRequest, credentials, options) {
    const key = flightKey(upstreamRequest, credentials, options);
    const joined = flights.get(key);
    if (!joined) return wait(start(key, upstreamRequest, credentials, options), options.signal, upstreamRequest);
    try {
      options.observe?.({ queueWaitMs: 0, shared: true });
      onShared(upstreamRequest.endpoint);
      return await wait(joined, options.signal, upstreamRequest);
    } catch (error) {
      if (options.signal?.aborted || !isWorthAnother(error, joined, options)) throw error;
      const again = flights.get(key) ?? start(key, upstreamRequest, credentials, options);
      return wait(again, options.signal, upstreamRequest);
    }
  };

  function start(key: string, request: UpstreamRequest, credentials: Credentials, options: SendOptions): Flight {
    const cancel = new Cancellation();
    const answer = send(request, credentials, { ...options, signal: cancel });
    const flight: Flight = { answer, cancel, deadlineAt: options.deadlineAt ?? Number.POSITIVE_INFINITY, waiting: 0 };
    flights.set(key, flight);
    const land = (): void => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    answer.then(land, land);
    // No read can join a request that is being aborted.
    cancel.addEventListener('abort', land);
    return flight;
  }
}

/** Resolves with the answer, or rejects when this waiter's signal aborts. */
function wait(
  flight: Flight,
  signal: CancelSignal | undefined,
  { endpoint }: UpstreamRequest,
): Promise<UpstreamAnswer> {
  flight.waiting += 1;
  return raceWithSignal(flight.answer, signal, endpoint, () => {
    flight.waiting -= 1;
    // With the reason: a request whose last read timed out counts as a timeout.
    if (flight.waiting === 0) flight.cancel.abort(signal?.reason);
  });
}

const byChance: Record<Exclude<UpstreamErrorCode, 'rate_limited' | 'timeout'>, boolean> = {
  network: true,
  cancelled: true,
  unavailable: true,
  bad_response: true,
  unauthorized: false,
  forbidden: false,
  not_found: false,
  rejected: false,
};

/** Returns true if the joined reads of a failed request send another. */
function isWorthAnother(error: unknown, flight: Flight, options: SendOptions): boolean {
  if (!(error instanceof UpstreamError)) return false;
  const { code, details, retryAfterMs = 0 } = error;
  // A wait that did not fit the deadline of the read that started the request.
  if (code === 'rate_limited') {
    const backAt = performance.now() + retryAfterMs;
    return backAt >= flight.deadlineAt && backAt < (options.deadlineAt ?? Number.POSITIVE_INFINITY);
  }
  // A timeout of the upstream (504) holds for all; ours is that of the deadline of one read.
  if (code === 'timeout') return details.status === undefined;
  return byChance[code];
}

function flightKey({ method, path, query, body }: UpstreamRequest, credentials: Credentials, how: SendOptions): string {
  // An interactive read does not wait for one that is queued as background traffic.
  const priority = how.priority ?? 'interactive';
  // None of the parts before the body has a blank or a question mark in it.
  const read = `${credentialKey(credentials)} ${priority} ${method} ${path}?${query ?? ''}`;
  return body === undefined ? read : `${read} ${JSON.stringify(body)}`;
}
