import { columnValue } from '../../columns/column-values.ts';
import { inputError } from '../../columns/input-error.ts';
import type { GatewayError } from '../../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkFormat, printFormats, rowFormat } from '../formats/format.ts';
import type { FormatOptions } from '../formats/row-format.ts';
import { printTable } from '../formats/table.ts';
import { type Connection, type ConnectionOptions, connect } from '../options.ts';
import { checkCustomColumns, type ContactRequest, readRequest, type RequestOptions } from '../request-options.ts';
import { portalFieldsFor } from '../portal-fields.ts';
import { printable, type Terminal, write } from '../terminal.ts';
import { walkRows } from '../walk.ts';
import { countContacts } from './count.ts';

/** Options of `contacts list`. */
export interface ListOptions extends ConnectionOptions, RequestOptions, FormatOptions {
  readonly limit: string;
  readonly format: string;
}

/** Columns without `--columns`: enough to identify a contact. */
export const listColumns = ['contactId', 'name', 'lastName', 'phone', 'email', 'companyId'] as const;
/** Maximum number of contacts per page: the gateway reads so many in one upstream call. */
const PAGE_SIZE = 50;

/** Prints contacts. */
export async function list(options: ListOptions, terminal: Terminal): Promise<number> {
  const limit = readLimit(options.limit);
  const format = checkFormat(options.format, printFormats);
  const connection = await connect(options, terminal);
  const portal = await portalFieldsFor(connection.client, options, terminal.signal);
  const request = readRequest(options, listColumns, portal);
  await checkCustomColumns(connection.client, request.columns, terminal.signal);
  return printList(connection, request, { limit, format, spreadsheet: options.spreadsheet }, terminal);
}

interface Printing extends FormatOptions {
  readonly limit: number;
  readonly format: string;
}

/** Prints up to `limit` contacts; writes a line to standard error if there are more. */
export async function printList(
  connection: Connection,
  request: ContactRequest,
  printing: Printing,
  terminal: Terminal,
): Promise<number> {
  let isPartial = false;
  const onPartialPage = ({ problems }: GatewayError): void => {
    isPartial = true;
    void write(terminal.stderr, problems.map(({ message }) => `contacts: ${printable(message)}\n`).join(''));
  };
  const pageSize = printing.limit < PAGE_SIZE ? printing.limit : undefined;
  const rows = walkRows(connection.client, request, { pageSize, signal: terminal.signal, onPartialPage });
  const output =
    printing.format === 'table' ? tableOutput(request, terminal) : streamOutput(request, printing, terminal);
  let count = 0;
  for await (const row of rows) {
    await output.add(request.columns.map((column) => columnValue(row, column)));
    count += 1;
    if (count === printing.limit) break;
  }
  await output.end();
  if (count === printing.limit) await sayMore(connection, request, count, terminal);
  return isPartial ? exitCodes.partial : exitCodes.done;
}

interface Output {
  add(values: readonly unknown[]): Promise<void>;
  end(): Promise<void>;
}

/** Prints all rows at the end: the widths of a table's columns depend on all of them. */
function tableOutput({ columns }: ContactRequest, { stdout }: Terminal): Output {
  const rows: (readonly unknown[])[] = [];
  return {
    add: async (values) => void rows.push(values),
    end: () => write(stdout, printTable(columns, rows)),
  };
}

function streamOutput({ columns }: ContactRequest, printing: Printing, { stdout }: Terminal): Output {
  const format = rowFormat(printing.format, printing);
  let count = 0;
  const begin = (): string => (count === 0 ? format.head(columns) : '');
  return {
    add: async (values) => {
      const text = `${begin()}${format.rows(columns, [values], count)}`;
      count += 1;
      await write(stdout, text);
    },
    end: () => write(stdout, `${begin()}${format.end(count)}`),
  };
}

/** Writes the number of contacts to standard error: a list that ends at its limit must not look complete. */
async function sayMore(
  { client }: Connection,
  { filter }: ContactRequest,
  shown: number,
  terminal: Terminal,
): Promise<void> {
  const total = await countContacts(client, filter, terminal.signal);
  if (total <= shown) return;
  const text = `${shown.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} contacts; --limit all prints all.\n`;
  await write(terminal.stderr, text);
}

/** Reads a number from 1, or `all`. */
function readLimit(text: string): number {
  if (text === 'all') return Infinity;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit > 0) return limit;
  throw inputError('--limit', `takes a whole number from 1, or all (got ${JSON.stringify(text)}).`);
}
