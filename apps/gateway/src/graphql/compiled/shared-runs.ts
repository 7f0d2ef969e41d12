import {
  type ByteText,
  Cancellation,
  type CancelSignal,
  type Credentials,
  credentialKey,
  type Priority,
  ReleasingMap,
  UpstreamError,
} from '@contacts/core';
import type { BoundOperation, RunResult } from '@contacts/schema';
import type { GraphQLError } from 'graphql';
import type { Costs } from './costs.ts';

/** The parts that are equal in two runs that may share a response. Different credentials share nothing. */
export interface RunIdentity {
  readonly credentials: Credentials;
  readonly priority: Priority;
  readonly bound: BoundOperation;
}

/** A response as it is sent. */
export interface WrittenAnswer {
  readonly errors: readonly GraphQLError[];
  /** A buffer from the second client on: for a single one it would be a copy. */
  readonly body: ByteText | Buffer;
  readonly size: number;
}

/** A finished run. */
export interface SharedRun {
  /** Without its data once the response is written. */
  result: RunResult;
  /** The response, written for the first client. */
  written?: WrittenAnswer;
  /** Until when the answer may be kept, on the clock of `performance.now()`; absent is not at all. */
  readonly keptUntil?: number;
}

/** Merges concurrent runs of the same operation by the same caller. */
export interface SharedRuns {
  /** Returns the costs of the run in flight that {@link SharedRuns.run} would join. */
  costsOf(this: void, identity: RunIdentity): Costs | undefined;
  /**
   * Joins the run in flight, or begins one.
   * @param how has the signal that aborts when this client no longer needs the response; a run is aborted with its last
   *   client
   * @param begin runs the operation until its signal aborts
   */
  run(
    identity: RunIdentity,
    how: { readonly signal: CancelSignal; readonly costs: Costs },
    begin: (signal: CancelSignal) => Promise<SharedRun>,
  ): Promise<SharedRun>;
}

interface Flight {
  readonly costs: Costs;
  readonly run: Promise<SharedRun>;
  readonly ending: Cancellation;
  waiting: number;
}

type Flights = ReleasingMap<string, Flight>;

/**
 * Creates the shared runs of a gateway; a finished run is not kept. A run that failed temporarily, or at the deadline of the
 * client that began it, is not shared: the clients that joined run the operation themselves.
 */
export function createSharedRuns(): SharedRuns {
  const flightsOf = new WeakMap<BoundOperation['compiled'], Flights>();

  return {
    costsOf: (identity) => flightsOf.get(identity.bound.compiled)?.get(keyOf(identity))?.costs,
    async run(identity, { signal, costs }, begin) {
      const flights = flightsOf.get(identity.bound.compiled) ?? new ReleasingMap<string, Flight>();
      flightsOf.set(identity.bound.compiled, flights);
      const key = keyOf(identity);
      const joined = flights.get(key);
      if (!joined) return wait(start(flights, key, { costs, begin }), signal);
      const run = await wait(joined, signal);
      return run.result.errors.some(isByChance) ? begin(signal) : run;
    },
  };

  function start(
    flights: Flights,
    key: string,
    { costs, begin }: { readonly costs: Costs; readonly begin: (signal: CancelSignal) => Promise<SharedRun> },
  ): Flight {
    const ending = new Cancellation();
    const flight: Flight = { costs, run: begin(ending), ending, waiting: 0 };
    flights.set(key, flight);
    const land = (): void => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    flight.run.then(land, land);
    // A run that is being aborted cannot be joined.
    ending.addEventListener('abort', land);
    return flight;
  }
}

async function wait(flight: Flight, signal: CancelSignal): Promise<SharedRun> {
  flight.waiting += 1;
  const leave = (): void => {
    flight.waiting -= 1;
    if (flight.waiting === 0) flight.ending.abort(signal.reason);
  };
  if (signal.aborted) leave();
  else signal.addEventListener('abort', leave, { once: true });
  try {
    return await flight.run;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

function keyOf({ credentials, priority, bound }: RunIdentity): string {
  return `${credentialKey(credentials)} ${priority} ${JSON.stringify(bound.variables)}`;
}

const byChance: ReadonlySet<string> = new Set(['timeout', 'cancelled', 'rate_limited', 'network', 'unavailable']);

function isByChance({ originalError }: RunResult['errors'][number]): boolean {
  return originalError instanceof UpstreamError && byChance.has(originalError.code);
}
