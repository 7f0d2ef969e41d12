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
  /** A large body is a buffer from the second client on: for a single one it would be a copy. */
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
  /** Returns the place of a run, which the client has to take or leave at once. */
  placeOf(this: void, identity: RunIdentity): RunPlace;
}

/** The place of a run among those in flight. */
export interface RunPlace {
  /** Costs of the run in flight that {@link RunPlace.run} would join. */
  readonly costs: Costs | undefined;
  /**
   * Joins the run in flight, or begins one.
   * @param how has the signal that aborts when this client no longer needs the response; a run is aborted with its last
   *   client
   * @param begin runs the operation until its signal aborts
   */
  run(
    how: { readonly signal: CancelSignal; readonly costs: Costs },
    begin: (signal: CancelSignal) => Promise<SharedRun>,
  ): Promise<SharedRun>;
}

type Flights = ReleasingMap<string, Flight>;

/**
 * Creates the shared runs of a gateway; a finished run is not kept. A run that failed temporarily, or at the deadline of the
 * client that began it, is not shared: the clients that joined run the operation themselves.
 */
export function createSharedRuns(): SharedRuns {
  const flightsOf = new WeakMap<BoundOperation['compiled'], Flights>();
  return {
    placeOf(identity) {
      const { compiled } = identity.bound;
      let flights = flightsOf.get(compiled);
      if (!flights) flightsOf.set(compiled, (flights = new ReleasingMap()));
      return placeIn(flights, keyOf(identity));
    },
  };
}

function placeIn(flights: Flights, key: string): RunPlace {
  const joined = flights.get(key);
  return {
    costs: joined?.costs,
    run({ signal, costs }, begin) {
      if (!joined) return new Flight({ flights, key, costs }, begin).wait(signal);
      return joined.wait(signal).then((run) => (run.result.errors.some(isByChance) ? begin(signal) : run));
    },
  };
}

/** A run in flight, and the number of clients that wait for it. */
class Flight {
  readonly costs: Costs;
  readonly #run: Promise<SharedRun>;
  readonly #ending = new Cancellation();
  #waiting = 0;

  constructor(
    { flights, key, costs }: { readonly flights: Flights; readonly key: string; readonly costs: Costs },
    begin: (signal: CancelSignal) => Promise<SharedRun>,
  ) {
    this.costs = costs;
    const land = (): void => {
      if (flights.get(key) === this) flights.delete(key);
    };
    // A run that is being aborted cannot be joined.
    this.#ending.addEventListener('abort', land);
    this.#run = begin(this.#ending).then(
      (run) => {
        land();
        return run;
      },
      (error: unknown) => {
        land();
        throw error;
      },
    );
    flights.set(key, this);
  }

  /** Waits for the run on behalf of a client, until its signal aborts. */
  wait(signal: CancelSignal): Promise<SharedRun> {
    this.#waiting += 1;
    const leave = (): void => {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#ending.abort(signal.reason);
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave);
    return this.#run;
  }
}

function keyOf({ credentials, priority, bound }: RunIdentity): string {
  return `${credentialKey(credentials)} ${priority} ${JSON.stringify(bound.variables)}`;
}

const byChance: ReadonlySet<string> = new Set(['timeout', 'cancelled', 'rate_limited', 'network', 'unavailable']);

function isByChance({ originalError }: RunResult['errors'][number]): boolean {
  return originalError instanceof UpstreamError && byChance.has(originalError.code);
}
