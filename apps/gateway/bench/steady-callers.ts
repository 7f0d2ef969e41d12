import { keys } from '@contacts/sandbox';

/** Keys that may read; each has 300 requests a minute upstream (contract §5). */
export const readingKeys = [keys.all, keys.readOnly, keys.policyReadOnly, keys.crmOnly] as const;

/** Outcomes of one caller. */
export interface Measured {
  readonly name: string;
  /** Time of each response with data, in milliseconds. */
  readonly waits: number[];
  /** Numbers of other responses by code. */
  readonly errors: Map<string, number>;
}

export interface Load {
  readonly everyMs: number;
  readonly forMs: number;
  readonly firstAtMs: number;
  /** Contacts that each operation asks for. Default 1. */
  readonly first?: number;
}

/**
 * Sends operations of one caller at a constant rate, whatever the earlier responses. Each operation is different, so that
 * no two share a request. The sandbox ignores a session beside a personal key, which makes any number of callers.
 */
export async function askSteadily(url: string, index: number, apiKey: string, load: Load): Promise<Measured> {
  const measured: Measured = { name: `caller-${index}`, waits: [], errors: new Map() };
  const headers = {
    'content-type': 'application/json',
    'x-api-key': apiKey,
    authorization: `Bearer ${measured.name}`,
  };
  const asked: Promise<void>[] = [];
  const begun = performance.now();
  for (let count = 0; ; count += 1) {
    const at = load.firstAtMs + count * load.everyMs;
    if (at >= load.forMs) break;
    await sleep(begun + at - performance.now());
    asked.push(ask(count));
  }
  await Promise.all(asked);
  return measured;

  async function ask(count: number): Promise<void> {
    const query = `{ contacts(first: ${load.first ?? 1}, filter: { contactId: { gt: ${index * 1000 + count} } }) { nodes { contactId } } }`;
    const begunAt = performance.now();
    const code = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) }).then(
      async (response) => {
        const { errors } = (await response.json()) as { errors?: { extensions?: { code?: string } }[] };
        return errors?.[0] ? (errors[0].extensions?.code ?? `HTTP ${response.status}`) : undefined;
      },
      () => 'NO_ANSWER',
    );
    if (code === undefined) measured.waits.push(performance.now() - begunAt);
    else measured.errors.set(code, (measured.errors.get(code) ?? 0) + 1);
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, ms));
  });
}

export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** `3 × RATE_LIMITED, 1 × NO_ANSWER`, of all callers together. */
export function errorsOf(callers: readonly Measured[]): string {
  const sums = new Map<string, number>();
  for (const [code, count] of callers.flatMap(({ errors }) => [...errors]))
    sums.set(code, (sums.get(code) ?? 0) + count);
  return sums.size === 0 ? 'none' : [...sums].map(([code, count]) => `${count} × ${code}`).join(', ');
}
