import type { OperationsConfig } from '../config/operations-config.ts';
import { CallerShares } from './caller-shares.ts';
import { createInFlightLimit } from './in-flight-limit.ts';
import { createActiveOperations, type Permit } from './active-operations.ts';

/** Reasons to reject a request: the first two before any of it is read, the last four before it takes memory. */
export type ShedReason = (typeof shedReasons)[number];
export const shedReasons = ['in-flight', 'lag', 'caller', 'values', 'caller-values', 'bytes', 'caller-bytes'] as const;

export interface AdmissionControl {
  /**
   * Admits or rejects a request whose head has arrived, before any more of it is read.
   * @param callerOf returns the key of the full credentials; requests without credentials are one caller
   */
  check(callerOf: () => string): AdmittedRequest | ShedReason;
  /** Called at even intervals with the lag of the event loop in milliseconds. */
  sampleLag(meanMs: number): void;
  /** Number of requests that hold a permit. */
  readonly inFlight: number;
  /** Number of operations that use the process; the others wait for the upstream, or for their client to receive them. */
  readonly active: number;
}

/** A request that may be read. It holds no permit yet: a client that sends half a body would block others. */
export interface AdmittedRequest {
  /** Key of the request's credentials. */
  readonly caller: string;
  /** Acquires a permit for the request, which is complete now, or returns the reason why there is none. */
  acquire(): Permit | ShedReason;
}

export type AdmissionLimits = Pick<
  OperationsConfig['overload'],
  'maxInFlight' | 'maxInFlightPerCaller' | 'shedLagMs' | 'shedInFlight'
>;

/** Share of SHED_IN_FLIGHT that is admitted in addition while the loop is late and it is not yet known if that lasts. */
const WHILE_LATE = { warm: 0.25, cold: 4 };
/** Multiple of SHED_IN_FLIGHT that is admitted from callers with nothing else in flight. */
const TIMES_FOR_NEWCOMERS = 2.75;
/** Number of operations after which the code of a process is compiled. */
const WARM_AFTER = 2000;

/**
 * Creates the admission control. It rejects requests only while lag and number of active operations are both high for some
 * time. Each alone is no overload: a process that starts has lag, a large page delays one iteration of the loop, and with
 * a slow upstream many operations are in flight without lag.
 * @param lagMs returns the present lag of the event loop, the current iteration included
 * @param now default: the system clock, in milliseconds
 */
export function createAdmissionControl(
  { maxInFlight, maxInFlightPerCaller, shedLagMs, shedInFlight }: AdmissionLimits,
  lagMs: () => number,
  now: () => number = () => performance.now(),
): AdmissionControl {
  const shares = new CallerShares();
  const { total } = shares;
  const operations = createActiveOperations(shares, now);
  const limit = createInFlightLimit({ lateMs: shedLagMs, atLeast: shedInFlight, now });
  let activeWhenPunctual = 0;
  let finished = 0;
  const isWarm = (): boolean => finished >= WARM_AFTER;

  /** Returns the present limit of active operations. */
  const mostActive = (): number => {
    if (lagMs() < shedLagMs) return limit.current;
    const more = shedInFlight * (isWarm() ? WHILE_LATE.warm : WHILE_LATE.cold);
    return Math.min(limit.current, Math.max(activeWhenPunctual, shedInFlight) + more);
  };

  return {
    check(callerOf) {
      // Overload is checked first, as it is the cheapest check and the most frequent rejection.
      if (maxInFlight > 0 && total.permits >= maxInFlight) return 'in-flight';
      const most = shedLagMs > 0 && total.active >= shedInFlight ? mostActive() : Number.POSITIVE_INFINITY;
      if (total.active >= Math.max(most, shedInFlight * TIMES_FOR_NEWCOMERS)) return 'lag';
      const caller = callerOf();
      if (total.active >= most ? shares.of(caller).active > 0 : shares.isOverShare(caller, 'active', most))
        return 'lag';
      return full(caller) ?? { caller, acquire: () => full(caller) ?? grantPermit(caller) };
    },
    sampleLag(meanMs) {
      operations.sweep(meanMs);
      limit.sample(meanMs, total.active, isWarm());
      if (meanMs < shedLagMs) activeWhenPunctual = total.active;
    },
    get inFlight() {
      return total.permits;
    },
    get active() {
      return total.active;
    },
  };

  function full(caller: string): ShedReason | undefined {
    // No caller has more than all of them have.
    const couldBeFull = maxInFlightPerCaller > 0 && total.permits >= maxInFlightPerCaller;
    if (couldBeFull && shares.of(caller).permits >= maxInFlightPerCaller) return 'caller';
    if (maxInFlight === 0) return undefined;
    return total.permits >= maxInFlight || shares.isOverShare(caller, 'permits', maxInFlight) ? 'in-flight' : undefined;
  }

  function grantPermit(caller: string): Permit {
    const counts = shares.of(caller);
    shares.add(counts, 'permits', 1);
    return operations.begin(counts, () => {
      finished += 1;
      shares.add(counts, 'permits', -1);
    });
  }
}
