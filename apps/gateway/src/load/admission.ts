import type { OperationsConfig } from '../operations-config.ts';

/** Why a request is turned away before anything of it is read. */
export type Refusal = 'in-flight' | 'lag' | 'caller';

export interface Admission {
  /**
   * Takes a place for a request, or says why there is none.
   * @param callerOf gives what stands for the full credentials; requests without any are one caller
   */
  enter(callerOf: () => string): Place | Refusal;
  /** How many requests have a place. */
  readonly inFlight: number;
}

export interface Place {
  /** Gives the place back; more than once is the same as once. */
  leave(): void;
}

/**
 * Decides which requests are let in. Lag and number count together: a process that starts is late with nothing in
 * flight, and one whose callers wait for a slow upstream has many in flight and no lag; neither is overloaded.
 */
export function createAdmission(
  { maxInFlight, maxInFlightPerCaller, shedLagMs, shedInFlight }: Omit<OperationsConfig['overload'], 'retryAfterS'>,
  lagMs: () => number,
): Admission {
  const ofCaller = new Map<string, number>();
  let inFlight = 0;

  return {
    enter(callerOf) {
      // What is due to overload comes first, and costs next to nothing: there are most of them when time is short.
      if (maxInFlight > 0 && inFlight >= maxInFlight) return 'in-flight';
      if (shedLagMs > 0 && inFlight >= shedInFlight && lagMs() >= shedLagMs) return 'lag';
      const caller = callerOf();
      const own = ofCaller.get(caller) ?? 0;
      if (maxInFlightPerCaller > 0 && own >= maxInFlightPerCaller) return 'caller';
      inFlight += 1;
      ofCaller.set(caller, own + 1);
      let left = false;
      return {
        leave() {
          if (left) return;
          left = true;
          inFlight -= 1;
          const rest = (ofCaller.get(caller) ?? 1) - 1;
          // Who has nothing in flight leaves no trace: the map is never longer than the places are many.
          if (rest === 0) ofCaller.delete(caller);
          else ofCaller.set(caller, rest);
        },
      };
    },
    get inFlight() {
      return inFlight;
    },
  };
}
