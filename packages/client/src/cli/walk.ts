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
  /** Called with the error of each incomplete page; without it, such a page ends the walk. */
  readonly onPartialPage?: ((error: GatewayError) => void) | undefined;
  /** Called before the walk waits for an outage to pass; without it, an outage ends the walk. */
  readonly onWait?: ((error: GatewayError, waitMs: number) => void) | undefined;
}

/** Errors that can pass without a change by the user: a gateway that restarts, a REST API that is slow for a while. */
const passing: ReadonlySet<GatewayErrorCode> = new Set([
  'NETWORK',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'RATE_LIMITED',
  'OVERLOADED',
]);
/** Waits before each retry, a minute in total: a longer outage ends the command, which can be resumed. */
const WAITS_MS: readonly number[] = [1000, 2000, 4000, 8000, 15_000, 30_000];

/** Returns the operation of a walk, which selects `contactId` and the columns. */
export function walkDocument(columns: readonly string[]): WalkDocument<{ readonly contactId: number }> {
  const selection = selectColumns([...new Set(['contactId', ...columns])]);
  return `query ContactsOfColumns($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {
  contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    edges { cursor node { ${selection} } }
    pageInfo { hasNextPage endCursor }
  }
}` as WalkDocument<{ readonly contactId: number }>;
}

/** Walks as `walkContacts` does. With `onWait`, the walk continues after the last contact when an outage of up to a minute has passed. */
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
