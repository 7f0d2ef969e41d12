import type { OperationsConfig } from '../config/operations-config.ts';
import { createCallerShares } from './caller-shares.ts';
import { createInFlightLimit } from './in-flight-limit.ts';
import { createActiveOperations } from './active-operations.ts';

/** Reasons to reject a request: the first two before anything of it is read, the last four before it takes memory. */
export type ShedReason = (typeof shedReasons)[number];
export const shedReasons = ['in-flight', 'lag', 'caller', 'values', 'caller-values', 'bytes', 'caller-bytes'] as const;

export interface AdmissionControl {
  /**
   * Looks whether there is room for a request whose head is there, before anything else of it is read.
   * @param callerOf gives what stands for the full credentials; requests without any are one caller
   */
  check(callerOf: () => string): AdmittedRequest | ShedReason;
  /** Called at even intervals with the lag of the event loop, in milliseconds. */
  sampleLag(meanMs: number): void;
  /** Number of requests that have a permit. */
  readonly inFlight: number;
  /** Number of those that use the process: the others have waited for the upstream for a while, or are being taken. */
  readonly active: number;
}

/** A request that may be read. It has no permit yet: a client that sends half a body would keep others out with it. */
export interface AdmittedRequest {
  /** Key of the credentials that it came with. */
  readonly caller: string;
  /** Takes a permit for the request, which is complete now, or says why there is none any more. */
  acquire(): Permit | ShedReason;
}

export interface Permit {
  /** Resolves as `call` does, which is the upstream's to answer: meanwhile the operation does not use the process. */
  waitFor<T>(this: void, call: Promise<T>): Promise<T>;
  /** Says that the answer is written: what is left is its client's to take. */
  onWritten(this: void): void;
  /** Gives the permit back; more than once is the same as once. */
  release(this: void): void;
}

export type AdmissionLimits = Pick<
  OperationsConfig['overload'],
  'maxInFlight' | 'maxInFlightPerCaller' | 'shedLagMs' | 'shedInFlight'
>;

/** Of SHED_IN_FLIGHT: what may come in while the loop is late and it is not yet known whether that lasts. */
const WHILE_LATE = { warm: 0.25, cold: 4 };
/** Of SHED_IN_FLIGHT: what there may be while callers come in who have nothing else under way. */
const TIMES_FOR_NEWCOMERS = 2.75;
/** Operations after which the code of a process is compiled. */
const WARM_AFTER = 2000;

/**
 * Decides which requests are let in. Lag and number count together, and both have to last: a process that starts is
 * late, a large page makes one turn late, and where callers wait for a slow upstream many are in flight and nothing is
 * late; none of them is overload.
 * @param lagMs gives the lag of the event loop at this moment, the turn under way included
 * @param now default: the machine's clock, in milliseconds
 */
export function createAdmissionControl(
  { maxInFlight, maxInFlightPerCaller, shedLagMs, shedInFlight }: AdmissionLimits,
  lagMs: () => number,
  now: () => number = () => performance.now(),
): AdmissionControl {
  const permits = createCallerShares();
  const active = createCallerShares();
  const operations = createActiveOperations(active, now);
  const limit = createInFlightLimit({ lateMs: shedLagMs, atLeast: shedInFlight, now });
  let activeWhenPunctual = 0;
  let answered = 0;
  const isWarm = (): boolean => answered >= WARM_AFTER;

  /** Returns how many may use the process at this moment. */
  const mostActive = (): number => {
    if (lagMs() < shedLagMs) return limit.current;
    const more = shedInFlight * (isWarm() ? WHILE_LATE.warm : WHILE_LATE.cold);
    return Math.min(limit.current, Math.max(activeWhenPunctual, shedInFlight) + more);
  };

  return {
    check(callerOf) {
      // Overload is looked at first, and costs next to nothing: there are most of them when time is short.
      if (maxInFlight > 0 && permits.total >= maxInFlight) return 'in-flight';
      const most = shedLagMs > 0 && active.total >= shedInFlight ? mostActive() : Number.POSITIVE_INFINITY;
      if (active.total >= Math.max(most, shedInFlight * TIMES_FOR_NEWCOMERS)) return 'lag';
      const caller = callerOf();
      if (active.total >= most ? active.of(caller) > 0 : active.isOverShare(caller, most)) return 'lag';
      const refusal = full(caller);
      return refusal ?? { caller, acquire: () => full(caller) ?? grantPermit(caller) };
    },
    sampleLag(meanMs) {
      operations.sweep(meanMs);
      limit.sample(meanMs, active.total, isWarm());
      if (meanMs < shedLagMs) activeWhenPunctual = active.total;
    },
    get inFlight() {
      return permits.total;
    },
    get active() {
      return active.total;
    },
  };

  function full(caller: string): ShedReason | undefined {
    if (maxInFlightPerCaller > 0 && permits.of(caller) >= maxInFlightPerCaller) return 'caller';
    if (maxInFlight === 0) return undefined;
    return permits.total >= maxInFlight || permits.isOverShare(caller, maxInFlight) ? 'in-flight' : undefined;
  }

  function grantPermit(caller: string): Permit {
    permits.add(caller, 1);
    const operation = operations.begin(caller);
    let left = false;
    return {
      waitFor: operation.waitFor,
      onWritten: operation.end,
      release() {
        if (left) return;
        left = true;
        answered += 1;
        operation.end();
        permits.add(caller, -1);
      },
    };
  }
}
