import type { Client } from '../client.ts';
import { selectColumns } from '../columns/column-selection.ts';
import { GatewayError, type GatewayErrorCode } from '../errors.ts';
import { wait } from '../rate-limit.ts';
import { type Walked, walkContacts, type WalkDocument } from '../walk-contacts.ts';
import type { ContactRequest } from './request-options.ts';

/** A contact of a walk: its number, and what the columns select. */
export type Row = Walked<{ readonly contactId: number }>;

/** Settings of a walk. */
export interface WalkSettings {
  readonly after?: string | undefined;
  readonly pageSize?: number | undefined;
  readonly signal: AbortSignal;
  /** Called with each page that came in part; without it, such a page ends the walk. */
  readonly onPartialPage?: ((error: GatewayError) => void) | undefined;
  /** Called before the walk waits for an outage to pass; without it, an outage ends the walk. */
  readonly onWait?: ((error: GatewayError, waitMs: number) => void) | undefined;
}

/** Errors that pass by themselves: a gateway that starts again, a REST API that is slow for a while. */
const passing: ReadonlySet<GatewayErrorCode> = new Set([
  'NETWORK',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'RATE_LIMITED',
  'OVERLOADED',
]);
/** Waits before each new try, a minute together: longer outages end the command, which can be resumed. */
const WAITS_MS: readonly number[] = [1000, 2000, 4000, 8000, 15_000, 30_000];

/** Returns the operation that a walk asks, with `contactId` beside the columns. */
export function walkDocument(columns: readonly string[]): WalkDocument<{ readonly contactId: number }> {
  const selection = selectColumns([...new Set(['contactId', ...columns])]);
  return `query ContactsOfColumns($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {
  contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    edges { cursor node { ${selection} } }
    pageInfo { hasNextPage endCursor }
  }
}` as WalkDocument<{ readonly contactId: number }>;
}

/** Walks as `walkContacts` does; with `onWait`, it goes on behind the last contact after an outage of up to a minute. */
export async function* walkRows(
  client: Client,
  { filter, orderBy, columns }: ContactRequest,
  { after: start, onWait, ...settings }: WalkSettings,
): AsyncGenerator<Row, void, undefined> {
  const document = walkDocument(columns);
  let after = start;
  let failures = 0;
  for (;;) {
    try {
      for await (const row of walkContacts(client, { ...settings, filter, orderBy, document, after })) {
        after = row.cursor;
        failures = 0;
        yield row;
      }
      return;
    } catch (error) {
      const waitMs = WAITS_MS[failures];
      const passes = error instanceof GatewayError && passing.has(error.code);
      if (!passes || waitMs === undefined || !onWait) throw error;
      failures += 1;
      onWait(error, waitMs);
      await wait(waitMs, settings.signal);
    }
  }
}
