import { contactColumns } from '../../columns/contact-columns.ts';
import { filterFields } from '../../columns/filter-fields.ts';
import { orderFields } from '../../columns/order-fields.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkFormat, printFormats, printRows } from '../formats/format.ts';
import { type ConnectionOptions, connect } from '../options.ts';
import { readPortalFields } from '../portal-fields.ts';
import { type Terminal, write } from '../terminal.ts';

/** Options of `contacts columns`. */
export interface ColumnsOptions extends ConnectionOptions {
  readonly custom?: boolean;
  readonly format: string;
}

const heads = ['column', 'type', 'filter operators', 'order', 'description'];
/** Prints the columns, with what each can be filtered by and whether it sorts; with `custom`, those of the portal. */
export async function printColumns(options: ColumnsOptions, terminal: Terminal): Promise<number> {
  const format = checkFormat(options.format, printFormats);
  const rows = options.custom ? await customRows(options, terminal) : schemaRows();
  await write(terminal.stdout, printRows(format, heads, rows));
  return exitCodes.done;
}

function schemaRows(): readonly (readonly unknown[])[] {
  return contactColumns
    .filter(({ path }) => path.split('.').length <= 2)
    .map(({ path, type, isList, description }) => {
      const operators = filterFields.find(({ name }) => name === path)?.operators ?? {};
      const sorts = orderFields.some(({ name }) => name === path);
      return [path, isList ? `[${type}]` : type, Object.keys(operators).join(' '), sorts ? 'yes' : '', description];
    });
}

async function customRows(options: ColumnsOptions, terminal: Terminal): Promise<readonly (readonly unknown[])[]> {
  const { client } = await connect(options, terminal);
  const fields = await readPortalFields(client, terminal.signal);
  return fields.filter(({ isCustom }) => isCustom).map(({ name, type, title }) => [name, type, '', '', title]);
}
