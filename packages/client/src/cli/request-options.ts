import type { Client } from '../client.ts';
import { checkColumns, isCustomColumn, ownColumns } from '../columns/contact-columns.ts';
import { inputError } from '../columns/input-error.ts';
import { parseOrder } from '../columns/order-fields.ts';
import { parseFilter } from '../columns/parse-filter.ts';
import { customFieldNamed, type PortalField } from '../columns/portal-field.ts';
import type { ContactFilter, ContactOrder } from '../generated/graphql.ts';
import { readPortalFields } from './portal-fields.ts';

/** The options of commands that read contacts, as commander gives them. */
export interface RequestOptions {
  readonly filter?: readonly string[];
  readonly order?: string;
  readonly columns?: string;
}

/** Filter, order and columns of a command. */
export interface ContactRequest {
  readonly filter: ContactFilter | undefined;
  readonly orderBy: readonly ContactOrder[];
  readonly columns: readonly string[];
}

/** Maximum number of sort keys of the gateway. */
const MAX_ORDER = 3;

/**
 * Reads filter, order and columns.
 * @param defaults the columns without `--columns`
 * @param portal the portal's fields, if a custom field is named
 * @throws InputError with what is allowed
 */
export function readRequest(
  options: RequestOptions,
  defaults: readonly string[],
  portal?: readonly PortalField[],
): ContactRequest {
  const filter = parseFilter(options.filter ?? [], '--filter', portal);
  const orderBy = parseOrder(options.order ?? '', '--order', portal);
  if (orderBy.length > MAX_ORDER)
    throw inputError('--order', `takes ${MAX_ORDER} fields at most (got ${orderBy.length}).`);
  return { filter, orderBy, columns: readColumns(options.columns, defaults) };
}

/** Reads comma-separated names; `all` means every field of the contact itself. */
export function readColumns(text: string | undefined, defaults: readonly string[]): readonly string[] {
  if (text === undefined) return defaults;
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw inputError('--columns', 'takes names, comma-separated, such as contactId,lastName.');
  return checkColumns(
    names.flatMap((name) => (name === 'all' ? ownColumns : [name])),
    '--columns',
  );
}

/**
 * Checks custom columns against the portal's fields. Sends nothing if there are none.
 * @throws InputError with the portal's custom fields if one is not among them
 */
export async function checkCustomColumns(
  client: Client,
  columns: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const custom = columns.filter(isCustomColumn);
  if (custom.length === 0) return;
  const portal = await readPortalFields(client, signal);
  for (const column of custom) customFieldNamed(portal, column, '--columns');
}
