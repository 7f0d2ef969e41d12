import type { OperationsConfig } from '../config/operations-config.ts';
import { createCallerShares } from './caller-shares.ts';
import { createInFlightLimit } from './in-flight-limit.ts';
import { type ActiveOperation, createActiveOperations } from './active-operations.ts';

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

export interface Permit {
  /** Resolves as `call` does. Meanwhile the operation waits for the upstream and does not count as active. */
  waitFor<T>(call: Promise<T>): Promise<T>;
  /** Called when the response is written: from then on, only its client is waited for. */
  onWritten(): void;
  /** Releases the permit; further calls have no effect. */
  release(): void;
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
  const permits = createCallerShares();
  const active = createCallerShares();
  const operations = createActiveOperations(active, now);
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
      if (maxInFlight > 0 && permits.total >= maxInFlight) return 'in-flight';
      const most = shedLagMs > 0 && active.total >= shedInFlight ? mostActive() : Number.POSITIVE_INFINITY;
      if (active.total >= Math.max(most, shedInFlight * TIMES_FOR_NEWCOMERS)) return 'lag';
      const caller = callerOf();
      if (active.total >= most ? active.of(caller) > 0 : active.isOverShare(caller, most)) return 'lag';
      const reason = full(caller);
      return reason ?? { caller, acquire: () => full(caller) ?? grantPermit(caller) };
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
    // No caller has more than all of them have.
    const couldBeFull = maxInFlightPerCaller > 0 && permits.total >= maxInFlightPerCaller;
    if (couldBeFull && permits.of(caller) >= maxInFlightPerCaller) return 'caller';
    if (maxInFlight === 0) return undefined;
    return permits.total >= maxInFlight || permits.isOverShare(caller, maxInFlight) ? 'in-flight' : undefined;
  }

  function grantPermit(caller: string): Permit {
    permits.add(caller, 1);
    return new HeldPermit(operations.begin(caller), () => {
      finished += 1;
      permits.add(caller, -1);
    });
  }
}

class HeldPermit implements Permit {
  readonly #operation: ActiveOperation;
  #onRelease: (() => void) | undefined;

  constructor(operation: ActiveOperation, onRelease: () => void) {
    this.#operation = operation;
    this.#onRelease = onRelease;
  }

  waitFor<T>(call: Promise<T>): Promise<T> {
    return this.#operation.waitFor(call);
  }

  onWritten(): void {
    this.#operation.end();
  }

  release(): void {
    if (!this.#onRelease) return;
    this.#operation.end();
    this.#onRelease();
    this.#onRelease = undefined;
  }
}
