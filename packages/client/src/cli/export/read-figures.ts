import type { Client } from '../../client.ts';
import { GatewayError } from '../../errors.ts';
import type { ContactFilter } from '../../generated/graphql.ts';
import type { TypedDocument } from '../../typed-document.ts';
import { executeLater } from '../execute-later.ts';
import { changedAfter, type EndFigures, type StartFigures, withIdBound } from './account.ts';

interface Count {
  readonly count: number;
}

const StartDocument = `query ExportStart {
  newest: contacts(first: 1, orderBy: [{ field: CONTACT_ID, direction: DESC }]) { nodes { contactId } }
  latest: contacts(first: 1, orderBy: [{ field: UPDATED_TIME, direction: DESC }]) { nodes { updatedTime } }
}` as TypedDocument<
  {
    readonly newest: { readonly nodes: readonly { readonly contactId: number }[] } | null;
    readonly latest: { readonly nodes: readonly { readonly updatedTime: string | null }[] } | null;
  },
  Record<string, never>
>;
const CountDocument = `query ExportCount($old: ContactFilter) {
  old: contactsAggregate(filter: $old) { count }
}` as TypedDocument<{ readonly old: Count | null }, { readonly old: ContactFilter }>;
const EndDocument = `query ExportEnd($old: ContactFilter, $new: ContactFilter, $changed: ContactFilter) {
  old: contactsAggregate(filter: $old) { count }
  new: contactsAggregate(filter: $new) { count }
  changed: contactsAggregate(filter: $changed) { count }
}` as TypedDocument<
  { readonly old: Count | null; readonly new: Count | null; readonly changed: Count | null },
  { readonly old: ContactFilter; readonly new: ContactFilter; readonly changed: ContactFilter }
>;

/**
 * Reads what the closing line needs of the time before the first row. The greatest number comes first: a contact
 * that is created from then on is known by its number, whatever clock the portal has.
 */
export async function readStart(
  client: Client,
  filter: ContactFilter | undefined,
  signal: AbortSignal,
): Promise<StartFigures> {
  const { newest, latest } = await executeLater(client, StartDocument, {}, signal);
  const maxId = newest?.nodes[0]?.contactId ?? 0;
  const latestChange = latest?.nodes[0]?.updatedTime ?? null;
  const { old } = await executeLater(client, CountDocument, { old: withIdBound(filter, { lte: maxId }) }, signal);
  return { maxId, latestChange, before: countOf(old) };
}

/** Counts what is there after the last row. */
export async function readEnd(
  client: Client,
  filter: ContactFilter | undefined,
  { maxId, latestChange }: StartFigures,
  signal: AbortSignal,
): Promise<EndFigures> {
  const old = withIdBound(filter, { lte: maxId });
  // Without contacts at the start, none of them was changed.
  const changed = changedAfter(old, latestChange ?? '9999-12-31T23:59:59Z');
  const variables = { old, new: withIdBound(filter, { gt: maxId }), changed };
  const counts = await executeLater(client, EndDocument, variables, signal);
  return { oldLeft: countOf(counts.old), newLeft: countOf(counts.new), changed: countOf(counts.changed) };
}

function countOf(count: Count | null): number {
  if (count) return count.count;
  throw new GatewayError('BAD_RESPONSE', 'A count is missing, without an error.');
}
