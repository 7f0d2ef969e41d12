import { type Linked, RecencyList } from '../recency-list.ts';

export interface KeptValuesOptions {
  /** Time for which a value is kept, in milliseconds; `Infinity` is as long as the object. */
  readonly ttlMs: number;
  /** Maximum number of values; beyond it, the one that was used longest ago is dropped. */
  readonly maxEntries: number;
}

class KeptValue implements Linked<KeptValue> {
  readonly caller: string;
  readonly key: string;
  value: unknown;
  endsAt = 0;
  newer: KeptValue | undefined;
  older: KeptValue | undefined;

  constructor(caller: string, key: string) {
    this.caller = caller;
    this.key = key;
  }
}

/** Maximum interval between two sweeps, in milliseconds; at most the time for which a value is kept. */
const MAX_SWEEP_MS = 5000;

/** Values of many callers. A caller that comes once leaves several of them: there is one timer for all, and one order. */
export class KeptValues {
  readonly #options: KeptValuesOptions;
  readonly #byCaller = new Map<string, Map<string, KeptValue>>();
  readonly #all = new RecencyList<KeptValue>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: KeptValuesOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#all.size;
  }

  get(caller: string, key: string): { readonly value: unknown } | undefined {
    const kept = this.#byCaller.get(caller)?.get(key);
    if (!kept || kept.endsAt <= performance.now()) return undefined;
    this.#all.use(kept);
    return kept;
  }

  set(caller: string, key: string, value: unknown): void {
    const kept = this.#byCaller.get(caller)?.get(key) ?? this.#add(new KeptValue(caller, key));
    kept.value = value;
    kept.endsAt = performance.now() + this.#options.ttlMs;
    this.#all.use(kept);
    if (!this.#timer) this.#startTimer();
  }

  #add(kept: KeptValue): KeptValue {
    this.#byCaller.getOrInsertComputed(kept.caller, noValues).set(kept.key, kept);
    this.#all.add(kept);
    if (this.#all.size > this.#options.maxEntries && this.#all.oldest) this.#remove(this.#all.oldest);
    return kept;
  }

  #remove(kept: KeptValue): void {
    this.#all.remove(kept);
    const values = this.#byCaller.get(kept.caller);
    values?.delete(kept.key);
    if (values?.size === 0) this.#byCaller.delete(kept.caller);
  }

  /** Starts the timer of the next sweep: names of people do not stay in memory until they are asked for again. */
  #startTimer(): void {
    const { ttlMs } = this.#options;
    if (this.#all.size === 0 || ttlMs === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => this.#sweep(), Math.min(ttlMs, MAX_SWEEP_MS)).unref();
  }

  /** Removes the values whose time is over, wherever they stand in the order of use. */
  #sweep(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (let kept = this.#all.oldest; kept;) {
      const { newer } = kept;
      if (kept.endsAt <= now) this.#remove(kept);
      kept = newer;
    }
    this.#startTimer();
  }
}

function noValues(): Map<string, KeptValue> {
  return new Map();
}
