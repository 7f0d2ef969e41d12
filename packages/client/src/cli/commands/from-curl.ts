import { text as readAll } from 'node:stream/consumers';
import { inputError } from '../../columns/input-error.ts';
import { fieldName } from '../../columns/order-fields.ts';
import type { PortalField } from '../../columns/portal-field.ts';
import { parseCurl } from '../../rest/curl-command.ts';
import {
  type RestTranslation,
  type RestTranslationOptions,
  translateRequest,
  translateRestRequest,
} from '../../rest/translate-rest-request.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkFormat, printFormats } from '../formats/format.ts';
import { type ConnectionOptions, connect } from '../options.ts';
import { readPortalFields } from '../portal-fields.ts';
import { checkCustomColumns } from '../request-options.ts';
import { printable, type Terminal, write } from '../terminal.ts';
import { printList } from './list.ts';

/** Options of `contacts from-curl`. */
export interface FromCurlOptions extends ConnectionOptions {
  readonly offset?: string;
  readonly json?: boolean;
  readonly run?: boolean;
  readonly format: string;
}

/** Prints the operation that reads what a REST request reads, and the command that lists it; with `run`, lists it. */
export async function fromCurl(
  words: readonly string[],
  options: FromCurlOptions,
  terminal: Terminal,
): Promise<number> {
  const { offset } = options;
  if (offset !== undefined && !/^(?:Z|[+-]\d{2}:\d{2})$/.test(offset)) {
    throw inputError('--offset', `takes an offset from UTC such as +03:00 (got ${JSON.stringify(offset)}).`);
  }
  const format = checkFormat(options.format, printFormats);
  const given = words.length === 0 ? [await readAll(terminal.stdin)] : words;
  const translation = translate(given, { offset, fields: await fieldsFor(given, options, terminal) });
  const notes = translation.notes.map(({ place, message }) => `contacts: ${printable(`${place}: ${message}`)}\n`);
  await write(terminal.stderr, notes.join(''));
  if (options.run) return runTranslation(translation, format, options, terminal);
  const { query, variables } = translation;
  const command = listCommand(translation);
  await write(
    terminal.stdout,
    options.json
      ? `${JSON.stringify({ query, variables, command }, undefined, 2)}\n`
      : `${query}\n\n${JSON.stringify(variables, undefined, 2)}\n\n${command}\n`,
  );
  return exitCodes.done;
}

/** Translates a command that is one text, or the words into which the shell split it. */
function translate(words: readonly string[], settings: RestTranslationOptions): RestTranslation {
  if (words[0] === 'curl') return translateRequest(parseCurl(words.slice(1)), settings);
  if (words.length > 1) throw inputError('command', 'put the URL, or the whole curl command, in single quotes.');
  return translateRestRequest(words[0] ?? '', settings);
}

/** Reads the portal's fields with `--run`, which needs the gateway anyway. Otherwise types are guessed from values. */
async function fieldsFor(
  words: readonly string[],
  options: FromCurlOptions,
  terminal: Terminal,
): Promise<readonly PortalField[] | undefined> {
  if (!options.run || !words.some((word) => /ufCrm|UF_CRM/.test(word))) return undefined;
  const { client } = await connect(options, terminal);
  return readPortalFields(client, terminal.signal);
}

async function runTranslation(
  translation: RestTranslation,
  format: string,
  options: ConnectionOptions,
  terminal: Terminal,
): Promise<number> {
  const { columns, variables } = translation;
  const { filter, orderBy = [], first } = variables;
  const connection = await connect(options, terminal);
  await checkCustomColumns(connection.client, columns, terminal.signal);
  return printList(connection, { filter, orderBy, columns }, { limit: first, format }, terminal);
}

/** Returns the command of `contacts list` that prints the same. */
function listCommand({ columns, variables: { filter, orderBy = [], first } }: RestTranslation): string {
  const order = orderBy
    .map(({ field, custom, direction }) => {
      const name = field ? fieldName(field) : (custom ?? '');
      return direction === 'DESC' ? `-${name}` : name;
    })
    .join(',');
  return [
    'contacts list',
    ...(filter ? [`--filter ${quoted(JSON.stringify(filter))}`] : []),
    ...(order === '' ? [] : [`--order ${quoted(order)}`]),
    `--columns ${quoted(columns.join(','))}`,
    `--limit ${first}`,
  ].join(' ');
}

/** Quotes a text for a POSIX shell if necessary. */
function quoted(text: string): string {
  return /^[\w.,@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
