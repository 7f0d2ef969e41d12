import { rm } from 'node:fs/promises';
import { ownColumns } from '../../columns/contact-columns.ts';
import { inputError } from '../../columns/input-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { accountLine } from '../export/account.ts';
import { FileError } from '../export/file-error.ts';
import { lock } from '../export/lock.ts';
import { fileExists } from '../export/part-file.ts';
import { type ExportPaths, runExport } from '../export/run-export.ts';
import { type ExportState, readState } from '../export/state.ts';
import { checkFormat, fileFormats, formatOfFile } from '../formats/format.ts';
import type { FormatOptions } from '../formats/row-format.ts';
import { type ConnectionOptions, connect } from '../options.ts';
import { checkCustomColumns, readRequest, type RequestOptions } from '../request-options.ts';
import { portalFieldsFor } from '../portal-fields.ts';
import { type Terminal, write } from '../terminal.ts';

/** Options of `contacts export`. */
export interface ExportOptions extends ConnectionOptions, RequestOptions, FormatOptions {
  readonly out: string;
  readonly format?: string;
  readonly resume?: boolean;
  readonly restart?: boolean;
  readonly force?: boolean;
  readonly allowPartial?: boolean;
  readonly summary: string;
}

/** Writes contacts to a file. */
export async function exportContacts(options: ExportOptions, terminal: Terminal): Promise<number> {
  const { out, allowPartial = false, spreadsheet = false, summary } = options;
  if (out === '-')
    throw inputError('--out', 'takes the name of a file; contacts list --limit all prints to standard output.');
  if (options.resume && options.restart)
    throw inputError('--restart', 'begins again, --resume goes on; give one of them.');
  if (summary !== 'text' && summary !== 'json')
    throw inputError('--summary', `takes text or json (got ${JSON.stringify(summary)}).`);
  const format = options.format === undefined ? formatOfFile(out) : checkFormat(options.format, fileFormats);
  const connection = await connect(options, terminal);
  const portal = await portalFieldsFor(connection.client, options, terminal.signal);
  const request = readRequest(options, ownColumns, portal);
  const paths = { out, part: `${out}.part`, state: `${out}.part.state`, lock: `${out}.part.lock` };

  const release = await lock(paths.lock);
  try {
    const state = await earlierState(paths, options);
    await checkCustomColumns(connection.client, request.columns, terminal.signal);
    const account = await runExport({ connection, request, format, spreadsheet, allowPartial, paths, state }, terminal);
    const text = summary === 'json' ? JSON.stringify(account) : `${out}: ${accountLine(account)}`;
    await write(terminal.stdout, `${text}\n`);
    return account.partialPages === 0 ? exitCodes.done : exitCodes.partial;
  } catch (error) {
    await sayHowToGoOn(paths, terminal);
    throw error;
  } finally {
    await release();
  }
}

/**
 * Returns the state of an interrupted export that is to go on.
 * @throws FileError if a file is there that no option says what to do with
 */
async function earlierState(
  paths: ExportPaths,
  { resume, restart, force }: ExportOptions,
): Promise<ExportState | undefined> {
  if (restart) await Promise.all([rm(paths.part, { force: true }), rm(paths.state, { force: true })]);
  const state = await readState(paths.state);
  if ((state || (await fileExists(paths.part))) && !resume) {
    throw new FileError(`${paths.part} is of an interrupted export: --resume goes on with it, --restart begins again.`);
  }
  // An export that was killed after its last step leaves its state beside the complete file.
  const isDone = state?.complete && !(await fileExists(paths.part));
  if (!isDone && !force && (await fileExists(paths.out))) {
    throw new FileError(`${paths.out} is there already: --force replaces it once the export is complete.`);
  }
  return state;
}

async function sayHowToGoOn(paths: ExportPaths, { stderr }: Terminal): Promise<void> {
  const state = await readState(paths.state).catch(() => undefined);
  if (!state) return;
  await write(
    stderr,
    `contacts: ${state.rows.toLocaleString('en-US')} rows are in ${paths.part}; the same command with --resume goes on behind them.\n`,
  );
}
