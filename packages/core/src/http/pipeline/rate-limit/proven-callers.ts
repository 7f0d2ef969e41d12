import { LRUCache } from 'lru-cache';
import { roomFor } from '../../../cache-room.ts';

/** Maximum number of callers that are remembered: about 2 MB. */
const MAX_CALLERS = 10_000;

/**
 * Callers whose credentials the upstream has accepted, by {@link credentialKey}: hashes that say nothing outside this
 * process. Only a success adds one, so that made-up credentials never evict those of anyone else.
 */
export class ProvenCallers {
  readonly #callers = new LRUCache<string, true>(roomFor(MAX_CALLERS));

  has(caller: string): boolean {
    return this.#callers.get(caller) === true;
  }

  add(caller: string): void {
    this.#callers.set(caller, true);
  }

  /** Forgets a caller whose credentials the upstream no longer accepts. */
  remove(caller: string): void {
    this.#callers.delete(caller);
  }
}
