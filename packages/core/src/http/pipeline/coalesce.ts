import { UpstreamError, type UpstreamErrorCode } from '../../errors.ts';
import { ReleasingMap } from '../../releasing-map.ts';
import { Flight, Waiter } from './flight.ts';
import { OutgoingRequest } from './outgoing-request.ts';
import type { Next, Settle, Wrapper } from './step.ts';

/**
 * Deduplicates identical reads that the same caller has in flight at the same time. Aborting one does not end the others:
 * the request is aborted with the last of them. If it fails by chance, or at the deadline of the read that started it, the
 * joined reads retry once. A rejection holds for all of them, since their request and rights are the same.
 */
export function coalesce(onShared: (endpoint: string) => void = () => undefined): Wrapper {
  return { around: (next) => sharing(next, onShared) };
}

function sharing(next: Next, onShared: (endpoint: string) => void): Next {
  const flights = new ReleasingMap<string, Flight>();

  return (outgoing, settle) => {
    const key = flightKey(outgoing);
    const joined = flights.get(key);
    if (!joined) return start(key, outgoing, settle);
    outgoing.observe?.({ queueWaitMs: 0, shared: true });
    onShared(outgoing.request.endpoint);
    joined.add(new Waiter(outgoing, onceMore(key, joined, outgoing, settle)));
  };

  function start(key: string, outgoing: OutgoingRequest, settle: Settle): void {
    const flight = new Flight(outgoing.deadlineAt, (landed) => {
      if (flights.get(key) === landed) flights.delete(key);
    });
    flights.set(key, flight);
    const shared = new OutgoingRequest(outgoing.request, outgoing.credentials, outgoing);
    shared.signal = flight.cancel;
    flight.add(new Waiter(outgoing, settle));
    next(shared, flight);
  }

  /** Sends one request more for the reads that joined one which failed by chance. */
  function onceMore(key: string, joined: Flight, outgoing: OutgoingRequest, settle: Settle): Settle {
    return {
      answer: (answer) => settle.answer(answer),
      fail(error) {
        if (outgoing.signal?.aborted || !isWorthAnother(error, joined, outgoing)) return settle.fail(error);
        const again = flights.get(key);
        if (again) again.add(new Waiter(outgoing, settle));
        else start(key, outgoing, settle);
      },
    };
  }
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
function isWorthAnother(error: unknown, flight: Flight, { deadlineAt }: OutgoingRequest): boolean {
  if (!(error instanceof UpstreamError)) return false;
  const { code, details, retryAfterMs = 0 } = error;
  // A wait that did not fit the deadline of the read that started the request.
  if (code === 'rate_limited') {
    const backAt = performance.now() + retryAfterMs;
    return backAt >= flight.deadlineAt && backAt < (deadlineAt ?? Number.POSITIVE_INFINITY);
  }
  // A timeout of the upstream (504) holds for all; ours is that of the deadline of one read.
  if (code === 'timeout') return details.status === undefined;
  return byChance[code];
}

function flightKey({ request: { method, path, query, body }, caller, priority }: OutgoingRequest): string {
  // An interactive read does not wait for one that is queued as background traffic. None of the parts before the body has
  // a blank or a question mark in it.
  const read = `${caller} ${priority} ${method} ${path}?${query ?? ''}`;
  return body === undefined ? read : `${read} ${JSON.stringify(body)}`;
}
