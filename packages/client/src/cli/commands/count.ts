import type { Client } from '../../client.ts';
import { contactSchema } from '../../generated/contact-schema.ts';
import { fieldName } from '../../columns/order-fields.ts';
import { unknownName } from '../../columns/input-error.ts';
import { parseFilter } from '../../columns/parse-filter.ts';
import { GatewayError } from '../../errors.ts';
import type { ContactFilter } from '../../generated/graphql.ts';
import type { TypedDocument } from '../../typed-document.ts';
import { executeLater } from '../execute-later.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkFormat, printFormats, printRows } from '../formats/format.ts';
import { type ConnectionOptions, connect } from '../options.ts';
import { portalFieldsFor } from '../portal-fields.ts';
import { type Terminal, write } from '../terminal.ts';

/** Options of `contacts count`. */
export interface CountOptions extends ConnectionOptions {
  readonly filter?: readonly string[];
  readonly by?: string;
  readonly format: string;
}

interface Group {
  readonly key: string | null;
  readonly count: number;
  readonly isOther: boolean;
}

const CountDocument = `query Count($filter: ContactFilter, $groupBy: ContactGroupField) {
  contactsAggregate(filter: $filter, groupBy: $groupBy) { count groups { key count isOther } }
}` as TypedDocument<
  { readonly contactsAggregate: { readonly count: number; readonly groups: readonly Group[] | null } | null },
  { readonly filter: ContactFilter | undefined; readonly groupBy: string | undefined }
>;

/** Prints how many contacts pass a filter, or how many for each value of a field. */
export async function count(options: CountOptions, terminal: Terminal): Promise<number> {
  const groupBy = options.by === undefined ? undefined : readGroupField(options.by);
  const format = checkFormat(options.format, printFormats);
  const { client } = await connect(options, terminal);
  const portal = await portalFieldsFor(client, { filter: options.filter ?? [] }, terminal.signal);
  const filter = parseFilter(options.filter ?? [], '--filter', portal);
  const aggregate = await readAggregate(client, filter, groupBy, terminal.signal);
  if (!groupBy) await write(terminal.stdout, `${aggregate.count}\n`);
  else await printGroups(fieldName(groupBy), aggregate.groups ?? [], format, terminal);
  return exitCodes.done;
}

/** Returns how many contacts pass a filter. */
export async function countContacts(
  client: Client,
  filter: ContactFilter | undefined,
  signal: AbortSignal,
): Promise<number> {
  return (await readAggregate(client, filter, undefined, signal)).count;
}

async function readAggregate(
  client: Client,
  filter: ContactFilter | undefined,
  groupBy: string | undefined,
  signal: AbortSignal,
) {
  const { contactsAggregate } = await executeLater(client, CountDocument, { filter, groupBy }, signal);
  if (contactsAggregate) return contactsAggregate;
  throw new GatewayError('BAD_RESPONSE', 'The count is missing, without an error.');
}

function readGroupField(name: string): string {
  const values = Object.keys(contactSchema.enums.ContactGroupField);
  const value = values.find((known) => known === name || fieldName(known) === name);
  if (value !== undefined) return value;
  throw unknownName('--by', 'field to count by', name, values.map(fieldName));
}

async function printGroups(
  field: string,
  groups: readonly Group[],
  format: string,
  { stdout }: Terminal,
): Promise<void> {
  const rows = groups.map(({ key, count: number, isOther }) => [isOther ? 'other values' : key, number]);
  await write(stdout, printRows(format, [field, 'count'], rows));
}
