import { LRUCache } from 'lru-cache';
import { roomFor } from '../../cache-room.ts';
import { type Credentials, credentialKey } from '../../credentials.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import type { Flight } from './flight.ts';
import { RetryBudget } from './retry-budget.ts';

/** The state that the steps keep for one caller. */
export class CallerState {
  /** The {@link credentialKey}: a hash that says nothing outside this process. */
  readonly key: string;
  /** True once the upstream has accepted the credentials, until it rejects them. */
  isProven = false;
  readonly retries = new RetryBudget();
  breaker: CircuitBreaker | undefined;
  /** Its requests in flight that identical reads can join. */
  readonly flights: Flight[] = [];
  /** Name of its API key, whichever session comes with it, in the rate limits; computed for the first request. */
  apiKeyName: string | undefined;
  readonly #callers: Callers;

  constructor(key: string, callers: Callers) {
    this.key = key;
    this.#callers = callers;
  }

  /** Called when the upstream has accepted the credentials. */
  prove(): void {
    this.isProven = true;
    this.#callers.move(this);
  }

  /** Called when the upstream has rejected the credentials. */
  reject(): void {
    if (!this.isProven) return;
    this.isProven = false;
    this.#callers.move(this);
  }
}

/** Maximum number of callers of either kind. */
const MAX_CALLERS = 10_000;

/**
 * The callers that are remembered. Only a success moves one to those that are proven, so that made-up credentials never
 * evict anyone else's.
 */
export class Callers {
  readonly #proven = new LRUCache<string, CallerState>(roomFor(MAX_CALLERS));
  readonly #newcomers = new LRUCache<string, CallerState>(roomFor(MAX_CALLERS));

  of(credentials: Credentials): CallerState {
    const key = credentialKey(credentials);
    let caller = this.#proven.get(key) ?? this.#newcomers.get(key);
    if (!caller) this.#newcomers.set(key, (caller = new CallerState(key, this)));
    return caller;
  }

  /** Called when a newcomer is proven, or the reverse. */
  move(caller: CallerState): void {
    const { key, isProven } = caller;
    (isProven ? this.#newcomers : this.#proven).delete(key);
    (isProven ? this.#proven : this.#newcomers).set(key, caller);
  }

  /** Number of callers whose breaker is open. */
  get openBreakers(): number {
    let open = 0;
    for (const callers of [this.#proven, this.#newcomers]) {
      for (const { breaker } of callers.values()) if (breaker?.isOpen) open += 1;
    }
    return open;
  }
}
