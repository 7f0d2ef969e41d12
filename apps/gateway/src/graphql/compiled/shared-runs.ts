import {
  type ByteText,
  Cancellation,
  type CancelSignal,
  type Credentials,
  credentialKey,
  type Priority,
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

/** A finished run. Its data is released once the response is written. */
export interface SharedRun extends RunResult {
  data: RunResult['data'];
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
  run(how: RunOptions, begin: BeginRun): Promise<SharedRun>;
}

export interface RunOptions {
  readonly signal: CancelSignal;
  readonly costs: Costs;
}

export type BeginRun = (signal: CancelSignal) => Promise<SharedRun>;

/**
 * The runs in flight of one operation, by the key of their caller. The lists are emptied as runs end: tables that a Map has
 * replaced would otherwise keep their runs in memory, as for a ReleasingMap.
 */
type Flights = Map<string, Flight[]>;

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
      if (!flights) flightsOf.set(compiled, (flights = new Map()));
      return new Place(flights, identity);
    },
  };
}

class Place implements RunPlace {
  readonly #flights: Flights;
  readonly #identity: RunIdentity;
  readonly #caller: string;
  /** Runs of the same operation by the same caller. */
  readonly #others: Flight[] | undefined;
  readonly #joined: Flight | undefined;

  constructor(flights: Flights, identity: RunIdentity) {
    this.#flights = flights;
    this.#identity = identity;
    this.#caller = credentialKey(identity.credentials);
    this.#others = flights.get(this.#caller);
    this.#joined = this.#others?.find((flight) => flight.isOf(identity));
  }

  get costs(): Costs | undefined {
    return this.#joined?.costs;
  }

  run({ signal, costs }: RunOptions, begin: BeginRun): Promise<SharedRun> {
    const joined = this.#joined;
    if (joined) return joined.wait(signal).then((run) => (run.errors.some(isByChance) ? begin(signal) : run));
    const flight = new Flight(this.#identity, costs, (ended) => this.#remove(ended));
    if (this.#others) this.#others.push(flight);
    else this.#flights.set(this.#caller, [flight]);
    return flight.begin(begin).wait(signal);
  }

  #remove(flight: Flight): void {
    const all = this.#flights.get(this.#caller);
    const at = all?.indexOf(flight) ?? -1;
    if (at >= 0) all?.splice(at, 1);
    if (all?.length === 0) this.#flights.delete(this.#caller);
  }
}

/** A run in flight, which is the signal that ends it, and the number of clients that wait for it. */
class Flight extends Cancellation {
  readonly costs: Costs;
  readonly #identity: RunIdentity;
  readonly #onEnd: (flight: Flight) => void;
  #run: Promise<SharedRun> | undefined;
  #waiting = 0;

  constructor(identity: RunIdentity, costs: Costs, onEnd: (flight: Flight) => void) {
    super();
    this.#identity = identity;
    this.costs = costs;
    this.#onEnd = onEnd;
  }

  isOf({ priority, bound }: RunIdentity): boolean {
    const own = this.#identity;
    if (own.priority !== priority) return false;
    return own.bound === bound || JSON.stringify(own.bound.variables) === JSON.stringify(bound.variables);
  }

  begin(run: BeginRun): this {
    this.#run = run(this).then(
      (ended) => {
        this.#onEnd(this);
        return ended;
      },
      (error: unknown) => {
        this.#onEnd(this);
        throw error;
      },
    );
    return this;
  }

  /** Waits for the run on behalf of a client, until its signal aborts. */
  wait(signal: CancelSignal): Promise<SharedRun> {
    this.#waiting += 1;
    const leave = (): void => {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.abort(signal.reason);
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave);
    return this.#run as Promise<SharedRun>;
  }

  override abort(reason?: unknown): void {
    // A run that is being aborted cannot be joined.
    this.#onEnd(this);
    super.abort(reason);
  }
}

const byChance: ReadonlySet<string> = new Set(['timeout', 'cancelled', 'rate_limited', 'network', 'unavailable']);

function isByChance({ originalError }: RunResult['errors'][number]): boolean {
  return originalError instanceof UpstreamError && byChance.has(originalError.code);
}
