import { selectColumns } from '../../columns/column-selection.ts';
import { columnValue } from '../../columns/column-values.ts';
import { ownColumns } from '../../columns/contact-columns.ts';
import { inputError } from '../../columns/input-error.ts';
import { GatewayError } from '../../errors.ts';
import type { TypedDocument } from '../../typed-document.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkFormat, printFormats, printRows } from '../formats/format.ts';
import type { FormatOptions } from '../formats/row-format.ts';
import { objectOf } from '../formats/json.ts';
import { printRecord } from '../formats/table.ts';
import { type ConnectionOptions, connect } from '../options.ts';
import { checkCustomColumns, readColumns } from '../request-options.ts';
import { printable, type Terminal, write } from '../terminal.ts';

/** Options of `contacts get`. */
export interface GetOptions extends ConnectionOptions, FormatOptions {
  readonly columns?: string;
  readonly format: string;
}

type ContactDocument = TypedDocument<{ readonly contact: object | null }, { readonly id: string }>;

/** The columns without `--columns`: the contact's own fields, and the names of what is linked to it. */
const cardColumns: readonly string[] = [
  ...ownColumns,
  'phones',
  'emails',
  'company.title',
  'assignedBy.name',
  'assignedBy.lastName',
  'cardUrl',
];

/** Prints one contact. */
export async function get(id: string, options: GetOptions, terminal: Terminal): Promise<number> {
  // Numbers, and global ids, which the gateway reads.
  if (!/^[\w+/=-]{1,200}$/.test(id) || /^-|^0+$/.test(id)) {
    throw inputError('id', `takes the number of a contact or its global id (got ${JSON.stringify(id)}).`);
  }
  const columns = readColumns(options.columns, cardColumns);
  const format = checkFormat(options.format, printFormats);
  const { client } = await connect(options, terminal);
  await checkCustomColumns(client, columns, terminal.signal);
  const document = `query Contact($id: ID!) { contact(id: $id) { ${selectColumns(columns)} } }` as ContactDocument;
  const { contact, problems } = await client.execute(document, { id }, { signal: terminal.signal }).then(
    ({ contact: whole }) => ({ contact: whole, problems: [] }),
    (error: unknown) => partOf(document, error),
  );
  if (!contact) {
    await write(terminal.stderr, `contacts: there is no contact ${printable(id)} that the key may see.\n`);
    return exitCodes.notFound;
  }
  const values = columns.map((column) => columnValue(contact, column));
  await write(terminal.stdout, print(columns, values, format, options));
  await write(terminal.stderr, problems.map(({ message }) => `contacts: ${printable(message)}\n`).join(''));
  return problems.length === 0 ? exitCodes.done : exitCodes.partial;
}

/** Returns the contact that came in spite of an error, with the problems. */
function partOf(document: ContactDocument, error: unknown) {
  const contact = error instanceof GatewayError ? error.dataOf(document)?.contact : undefined;
  if (!(error instanceof GatewayError && contact)) throw error;
  return { contact, problems: error.problems };
}

function print(columns: readonly string[], values: readonly unknown[], format: string, options: FormatOptions): string {
  if (format === 'table') return printRecord(columns, values);
  // One contact is an object, not a list of one.
  if (format === 'json') return `${JSON.stringify(objectOf(columns, values), undefined, 2)}\n`;
  return printRows(format, columns, [values], options);
}
