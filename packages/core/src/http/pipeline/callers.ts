import { type Credentials, credentialKey } from '../../credentials.ts';
import { type Linked, RecencyList } from '../../recency-list.ts';
import type { ConnectionOwner } from '../connection-pools.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import type { Flight } from './flight.ts';
import { RetryBudget } from './retry-budget.ts';

/** The state that the steps keep for one caller. */
export class CallerState implements ConnectionOwner, Linked<CallerState> {
  /** The {@link credentialKey}: a hash that says nothing outside this process. */
  readonly key: string;
  /** True once the upstream has accepted the credentials, until it rejects them; set by {@link Callers} alone. */
  isProven = false;
  connections: ConnectionOwner['connections'];
  readonly retries = new RetryBudget();
  breaker: CircuitBreaker | undefined;
  /** Its requests in flight that identical reads can join. */
  readonly flights: Flight[] = [];
  /** Name of its API key, whichever session comes with it, in the rate limits; computed for the first request. */
  apiKeyName: string | undefined;
  newer: CallerState | undefined;
  older: CallerState | undefined;
  readonly #callers: Callers;

  constructor(key: string, callers: Callers) {
    this.key = key;
    this.#callers = callers;
  }

  /** Called when the upstream has accepted the credentials. */
  prove(): void {
    this.#callers.move(this, true);
  }

  /** Called when the upstream has rejected the credentials. */
  reject(): void {
    this.#callers.move(this, false);
  }
}

/** Maximum number of callers of either kind. */
const MAX_CALLERS = 10_000;

/**
 * The callers that are remembered. Only a success moves one to those that are proven, so that made-up credentials never
 * evict anyone else's.
 */
export class Callers {
  readonly #byKey = new Map<string, CallerState>();
  readonly #proven = new RecencyList<CallerState>();
  readonly #newcomers = new RecencyList<CallerState>();

  of(credentials: Credentials): CallerState {
    const key = credentialKey(credentials);
    const known = this.#byKey.get(key);
    if (known) {
      this.#listOf(known).use(known);
      return known;
    }
    const caller = new CallerState(key, this);
    this.#add(caller);
    return caller;
  }

  /** Proves a newcomer, or makes a proven caller one again. */
  move(caller: CallerState, isProven: boolean): void {
    if (caller.isProven === isProven) return;
    // Usually itself; another one if it was evicted while it had a request in flight.
    const known = this.#byKey.get(caller.key);
    if (known) this.#evict(known);
    caller.isProven = isProven;
    this.#add(caller);
  }

  /** Number of callers whose breaker is open. */
  get openBreakers(): number {
    let open = 0;
    for (const { breaker } of this.#byKey.values()) if (breaker?.isOpen) open += 1;
    return open;
  }

  #add(caller: CallerState): void {
    const list = this.#listOf(caller);
    this.#byKey.set(caller.key, caller);
    list.add(caller);
    if (list.size > MAX_CALLERS && list.oldest) this.#evict(list.oldest);
  }

  #evict(caller: CallerState): void {
    this.#listOf(caller).remove(caller);
    this.#byKey.delete(caller.key);
  }

  #listOf({ isProven }: CallerState): RecencyList<CallerState> {
    return isProven ? this.#proven : this.#newcomers;
  }
}
