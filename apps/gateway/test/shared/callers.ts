import { readingKeys } from './cluster.ts';

/** One caller's answers. */
export interface CallerResult {
  answered: number;
  /** Failures, by code. */
  readonly failures: Map<string, number>;
  /** When each answer came, on the clock of `performance.now()`. */
  readonly answeredAt: number[];
}

export interface Callers {
  /** Lets each caller end after its present request. */
  stop(): void;
  readonly done: Promise<readonly CallerResult[]>;
}

export interface CallersOptions {
  /** Returns where the next request of a caller goes. */
  readonly urlOf: (caller: number, count: number) => string;
  readonly callers: number;
  /** Requests of a caller at the same time. */
  readonly atOnce: number;
}

/** Callers that send a request as soon as one before is answered, until they are stopped. No two requests are alike. */
export function startCallers({ urlOf, callers, atOnce }: CallersOptions): Callers {
  const stopping = new AbortController();
  const results = Array.from({ length: callers }, (_, caller) => run(caller));
  return {
    stop: () => stopping.abort(),
    done: Promise.all(results),
  };

  async function run(caller: number): Promise<CallerResult> {
    const result: CallerResult = { answered: 0, failures: new Map(), answeredAt: [] };
    let count = 0;
    const line = async (): Promise<void> => {
      while (!stopping.signal.aborted) {
        count += 1;
        const code = await ask(urlOf(caller, count), caller, count);
        if (code === undefined) {
          result.answered += 1;
          result.answeredAt.push(performance.now());
        } else {
          result.failures.set(code, (result.failures.get(code) ?? 0) + 1);
          // As a client does: one that asks a dead server in a loop takes all CPU.
          await new Promise((resolve) => {
            setTimeout(resolve, 200);
          });
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, line));
    return result;
  }
}

/** Sends one operation. Returns the code of its failure, if any. */
async function ask(url: string, caller: number, count: number): Promise<string | undefined> {
  const query =
    'query($gt: SafeInt) { contacts(first: 1, filter: { contactId: { gt: $gt } }) { nodes { contactId } } }';
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-api-key': readingKeys[caller % readingKeys.length] ?? '',
        authorization: `Bearer caller-${caller}`,
      },
      body: JSON.stringify({ query, variables: { gt: caller * 100_000 + count } }),
    });
    const text = await response.text();
    if (!text.startsWith('{')) return `HTTP ${response.status}`;
    const { errors } = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] };
    return errors?.[0] && (errors[0].extensions?.code ?? `HTTP ${response.status}`);
  } catch (error) {
    const { cause } = error as { readonly cause?: { readonly code?: string } };
    return cause?.code ?? 'NO_ANSWER';
  }
}

/** Returns `3 × RATE_LIMITED`, or `none`. */
export function failuresOf(results: readonly CallerResult[]): string {
  const sums = new Map<string, number>();
  for (const [code, count] of results.flatMap(({ failures }) => [...failures])) {
    sums.set(code, (sums.get(code) ?? 0) + count);
  }
  return sums.size === 0 ? 'none' : [...sums].map(([code, count]) => `${count} × ${code}`).join(', ');
}

export function failureCount(results: readonly CallerResult[]): number {
  return results.flatMap(({ failures }) => [...failures.values()]).reduce((sum, count) => sum + count, 0);
}
