import type { CancelSignal } from '../src/cancellation.ts';
import type { UpstreamError } from '../src/errors.ts';
import { endedBy } from '../src/http/pipeline/deadline.ts';
import type { StubSend } from './through.ts';

export interface Budget {
  readonly concurrency: number;
  readonly perSecond: number;
  readonly keyPerMinute: number;
}

/** The upstream's treatment of one request; sent as its body. */
export interface Fate {
  /** Its reads of 50 rows. */
  readonly reads: number;
  /** Milliseconds that each takes. */
  readonly latencyMs: number;
  readonly error?: UpstreamError;
}

/**
 * An upstream that knows the contract's limits and notes whatever passes them: the checker of what paces requests. Its
 * first read needs a place of the second at once, as anything else would be refused; later ones wait for theirs.
 */
export class LimitedUpstream {
  readonly violations: string[] = [];
  readonly served: { readonly apiKey: string; readonly at: number }[] = [];
  mostInFlight = 0;
  readonly #budget: Budget;
  readonly #reads: number[] = [];
  #inFlight = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  readonly send: StubSend = async ({ body, endpoint }, { apiKey }, { signal, onSent }) => {
    onSent?.();
    const { reads, latencyMs, error } = body as Fate;
    const now = performance.now();
    const { concurrency, perSecond, keyPerMinute } = this.#budget;
    this.#inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    if (this.#inFlight > concurrency) this.violations.push(`${this.#inFlight} in flight at ${now}`);
    if (this.#nextPlace() > now) this.violations.push(`more than ${perSecond} in the second before ${now}`);
    this.served.push({ apiKey, at: now });
    const ofKey = this.served.filter((one) => one.apiKey === apiKey && one.at > now - 60_000).length;
    if (ofKey > keyPerMinute) this.violations.push(`${ofKey} of ${apiKey} in the minute before ${now}`);
    try {
      for (let read = 0; read < reads; read += 1) {
        const at = this.#nextPlace();
        this.#reads.push(at);
        await sleep(at - performance.now() + latencyMs, signal, endpoint);
      }
      if (error) throw error;
      return { data: null, meta: {}, envelope: {} };
    } finally {
      this.#inFlight -= 1;
    }
  };

  #nextPlace(): number {
    const before = this.#reads.at(-this.#budget.perSecond);
    return Math.max(performance.now(), before === undefined ? 0 : before + 1000);
  }
}

async function sleep(ms: number, signal: CancelSignal | undefined, endpoint: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (signal?.aborted) throw endedBy(signal, endpoint);
  const timer = setTimeout(resolve, ms);
  signal?.addEventListener(
    'abort',
    () => {
      clearTimeout(timer);
      reject(endedBy(signal, endpoint));
    },
    { once: true },
  );
  await promise;
}
