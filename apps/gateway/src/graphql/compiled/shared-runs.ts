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
  /** A large body is a buffer, which all clients share. */
  readonly body: ByteText | Buffer;
  readonly size: number;
}

/** A finished run. */
export interface SharedRun extends RunResult {
  /** The response, written for the first client. */
  written?: WrittenAnswer;
  /** Until when the answer may be kept, on the clock of `performance.now()`; absent is not at all. */
  readonly keptUntil?: number;
}

/** Runs an operation until the signal aborts. */
export type BeginRun = (signal: CancelSignal) => Promise<SharedRun>;

/** Merges concurrent runs of the same operation by the same caller. */
export interface SharedRuns {
  /** Returns the run in flight that a client can join at once. */
  find(identity: RunIdentity): Flight | undefined;
  /** Begins a run, which is in flight until it ends. */
  begin(identity: RunIdentity, costs: Costs, run: BeginRun): Flight;
}

/**
 * Creates the shared runs of a gateway; a finished run is not kept. A run that failed temporarily, or at the deadline of the
 * client that began it, is not shared: the clients that joined run the operation themselves.
 */
export function createSharedRuns(): SharedRuns {
  // By caller, who has few at a time. The lists are emptied as runs end: tables that a Map has replaced would otherwise
  // keep their runs in memory, as for a ReleasingMap.
  const inFlight = new Map<string, Flight[]>();

  function remove(caller: string, flight: Flight): void {
    const all = inFlight.get(caller) ?? [];
    const at = all.indexOf(flight);
    if (at >= 0) all.splice(at, 1);
    if (all.length === 0) inFlight.delete(caller);
  }

  return {
    find: (identity) => inFlight.get(credentialKey(identity.credentials))?.find((flight) => flight.isOf(identity)),
    begin(identity, costs, run) {
      const caller = credentialKey(identity.credentials);
      const others = inFlight.get(caller);
      const flight = new Flight(identity, costs, () => remove(caller, flight));
      if (others) others.push(flight);
      else inFlight.set(caller, [flight]);
      return flight.begin(run);
    },
  };
}

/** A run in flight, which is the signal that ends it, and the number of clients that wait for it. */
export class Flight extends Cancellation {
  readonly costs: Costs;
  readonly #identity: RunIdentity;
  readonly #onEnd: () => void;
  /** Released at the end: a signal keeps its listener, and with it the flight, until its response is received. */
  #run: Promise<SharedRun> | undefined;
  #waiting = 0;

  constructor(identity: RunIdentity, costs: Costs, onEnd: () => void) {
    super();
    this.#identity = identity;
    this.costs = costs;
    this.#onEnd = onEnd;
  }

  /** Variables are written and compared only where one caller runs an operation twice at a time. */
  isOf({ priority, bound }: RunIdentity): boolean {
    const own = this.#identity;
    if (own.bound.compiled !== bound.compiled || own.priority !== priority) return false;
    return own.bound === bound || JSON.stringify(own.bound.variables) === JSON.stringify(bound.variables);
  }

  begin(run: BeginRun): this {
    const end = (): void => this.#end();
    this.#run = run(this);
    // Ahead of the clients.
    this.#run.then(end, end);
    return this;
  }

  /** Waits on behalf of the client that began the run, until its signal aborts. A run is aborted with its last client. */
  wait(signal: CancelSignal): Promise<SharedRun> {
    // Read before the flight can end with the signal.
    const run = this.#run as Promise<SharedRun>;
    this.#waiting += 1;
    const leave = (): void => {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.abort(signal.reason);
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave);
    return run;
  }

  /** Waits on behalf of a further client. @param begin runs the operation for it alone */
  join(signal: CancelSignal, begin: BeginRun): Promise<SharedRun> {
    return this.wait(signal).then((run) => (run.errors.some(isByChance) ? begin(signal) : run));
  }

  override abort(reason?: unknown): void {
    // A run that is being aborted cannot be joined.
    this.#end();
    super.abort(reason);
  }

  #end(): void {
    this.#run = undefined;
    this.#onEnd();
  }
}

const byChance: ReadonlySet<string> = new Set(['timeout', 'cancelled', 'rate_limited', 'network', 'unavailable']);

function isByChance({ originalError }: RunResult['errors'][number]): boolean {
  return originalError instanceof UpstreamError && byChance.has(originalError.code);
}
