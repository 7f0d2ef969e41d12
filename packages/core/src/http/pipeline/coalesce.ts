import { DeadlineTimer } from '../../deadline-timer.ts';
import { UpstreamError, type UpstreamErrorCode } from '../../errors.ts';
import { endedBy, lateFor } from './deadline.ts';
import { Flight, Waiter } from './flight.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import type { Settle } from './send.ts';
import type { Next, Wrapper } from './step.ts';

/**
 * Deduplicates identical reads that the same caller has in flight at the same time. Each read has one deadline for all
 * steps below, the wait for a permit, every try, and the whole body: its operation's deadline, and at most `timeoutMs`
 * from now. A read that ends early does not end the others: the request is aborted with the last of them. If it fails by
 * chance, or at the deadline of the read that started it, the joined reads retry once. A rejection holds for all of them,
 * since their request and rights are the same.
 */
export function coalesce(timeoutMs: number, onShared: (endpoint: string) => void = () => undefined): Wrapper {
  return { around: (next) => sharing(next, timeoutMs, onShared) };
}

function sharing(next: Next, timeoutMs: number, onShared: (endpoint: string) => void): Next {
  // Not AbortSignal.timeout and AbortSignal.any: their timers and links would stay for the whole time, also after the answer.
  const timer = new DeadlineTimer();

  return (outgoing, settle) => {
    const { signal, request, askedAt } = outgoing;
    if (signal?.aborted) return settle.fail(endedBy(signal, request.endpoint));
    outgoing.deadlineAt = Math.min(outgoing.deadlineAt ?? Number.POSITIVE_INFINITY, askedAt + timeoutMs);
    // No caller would wait for the answer.
    if (outgoing.deadlineAt <= askedAt) return settle.fail(lateFor(request.endpoint));
    const joined = flightFor(outgoing);
    if (!joined) return start(outgoing, settle);
    outgoing.observe?.({ queueWaitMs: 0, shared: true });
    onShared(request.endpoint);
    joined.add(new Waiter(outgoing, onceMore(joined, outgoing, settle)), timer);
  };

  function start(outgoing: OutgoingRequest, settle: Settle): void {
    const waiter = new Waiter(outgoing, settle);
    const flight = new Flight(outgoing, outgoing.caller.flights);
    outgoing.signal = flight;
    flight.add(waiter, timer);
    next(outgoing, flight);
  }

  /** Sends one request more for the reads that joined one which failed by chance. */
  function onceMore(joined: Flight, outgoing: OutgoingRequest, settle: Settle): Settle {
    return {
      answer: (answer) => settle.answer(answer),
      fail(error) {
        if (!isWorthAnother(error, joined, outgoing)) return settle.fail(error);
        outgoing.askedAt = performance.now();
        const again = flightFor(outgoing);
        if (again) again.add(new Waiter(outgoing, settle), timer);
        else start(outgoing, settle);
      },
    };
  }
}

/** Returns the request in flight whose answer a read can share. */
function flightFor(outgoing: OutgoingRequest): Flight | undefined {
  for (const flight of outgoing.caller.flights) if (flight.isFor(outgoing)) return flight;
  return undefined;
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
function isWorthAnother(error: unknown, flight: Flight, { signal, deadlineAt = 0 }: OutgoingRequest): boolean {
  const now = performance.now();
  if (signal?.aborted || now >= deadlineAt || !(error instanceof UpstreamError)) return false;
  const { code, details, retryAfterMs = 0 } = error;
  // A wait that did not fit the deadline of the read that started the request.
  if (code === 'rate_limited') {
    const backAt = now + retryAfterMs;
    return backAt >= flight.deadlineAt && backAt < deadlineAt;
  }
  // A timeout of the upstream (504) holds for all; ours is that of the deadline of one read.
  if (code === 'timeout') return details.status === undefined;
  return byChance[code];
}
