import type { OperationsConfig } from '../operations-config.ts';
import { createInFlightLimit } from './in-flight-limit.ts';

/** Why a request is turned away: the first two before anything of it is read, the last four before it takes memory. */
export type Refusal = (typeof refusals)[number];
export const refusals = ['in-flight', 'lag', 'caller', 'values', 'caller-values', 'bytes', 'caller-bytes'] as const;

export interface Admission {
  /**
   * Looks whether there is room for a request whose head is there, before anything else of it is read.
   * @param callerOf gives what stands for the full credentials; requests without any are one caller
   */
  look(callerOf: () => string): Ticket | Refusal;
  /** To be told at even intervals how late the event loop was. */
  sawLag(meanMs: number): void;
  /** How many requests have a place. */
  readonly inFlight: number;
}

/** A request that may be read. It has no place yet: whoever sends half a body would keep others out with it. */
export interface Ticket {
  /** What stands for the credentials that it came with. */
  readonly caller: string;
  /** Takes a place for the request, which is complete now, or says why there is none any more. */
  enter(): Place | Refusal;
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
  {
    maxInFlight,
    maxInFlightPerCaller,
    shedLagMs,
    shedInFlight,
  }: Pick<OperationsConfig['overload'], 'maxInFlight' | 'maxInFlightPerCaller' | 'shedLagMs' | 'shedInFlight'>,
  lagMs: () => number,
): Admission {
  const ofCaller = new Map<string, number>();
  let inFlight = 0;

  const limit = createInFlightLimit(shedLagMs, shedInFlight);
  const isBehind = (): boolean =>
    shedLagMs > 0 && inFlight >= shedInFlight && (inFlight >= limit.current || lagMs() >= shedLagMs);
  const isFull = (): boolean => maxInFlight > 0 && inFlight >= maxInFlight;
  const hasItsShare = (caller: string): boolean =>
    maxInFlightPerCaller > 0 && (ofCaller.get(caller) ?? 0) >= maxInFlightPerCaller;

  return {
    look(callerOf) {
      // What is due to overload comes first, and costs next to nothing: there are most of them when time is short.
      if (isFull()) return 'in-flight';
      if (isBehind()) return 'lag';
      const caller = callerOf();
      if (hasItsShare(caller)) return 'caller';
      return {
        caller,
        enter() {
          if (isFull()) return 'in-flight';
          return hasItsShare(caller) ? 'caller' : takePlace(caller);
        },
      };
    },
    sawLag: (meanMs) => limit.sample(meanMs, inFlight),
    get inFlight() {
      return inFlight;
    },
  };

  function takePlace(caller: string): Place {
    inFlight += 1;
    ofCaller.set(caller, (ofCaller.get(caller) ?? 0) + 1);
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
  }
}
