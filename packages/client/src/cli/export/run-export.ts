import { rm } from 'node:fs/promises';
import type { GatewayError } from '../../errors.ts';
import { columnValue } from '../../columns/column-values.ts';
import { rowFormat } from '../formats/format.ts';
import type { RowFormat } from '../formats/row-format.ts';
import type { Connection } from '../options.ts';
import type { ContactRequest } from '../request-options.ts';
import { printable, type Terminal, write } from '../terminal.ts';
import { type Row, walkRows } from '../walk.ts';
import { type Account, accountOf } from './account.ts';
import { completePart, createPart, fileExists, type PartFile, reopenPart } from './part-file.ts';
import { showProgress } from './progress.ts';
import { readEnd, readStart } from './read-figures.ts';
import { checkFingerprints, type ExportState, fingerprintsOf, newSalt, writeState } from './state.ts';

/** An export whose options are checked. */
export interface ExportJob {
  readonly connection: Connection;
  readonly request: ContactRequest;
  readonly format: string;
  readonly spreadsheet: boolean;
  readonly allowPartial: boolean;
  readonly paths: ExportPaths;
  /** State of the interrupted export that is resumed. */
  readonly state: ExportState | undefined;
}

/** Paths of the file, and of those that exist beside it until it is complete. */
export interface ExportPaths {
  readonly out: string;
  readonly part: string;
  readonly state: string;
  readonly lock: string;
}

/** Maximum number of rows of a write: a page by id. */
const ROWS_A_WRITE = 50;

/** Writes the file, or the rest of it, and renames it to its final name. */
export async function runExport(job: ExportJob, terminal: Terminal): Promise<Account> {
  const { paths, request } = job;
  const begun = job.state ? resumed(job, job.state) : await begin(job, terminal);
  const format = rowFormat(job.format, job);
  const state = begun.complete ? begun : await writeRest(job, begun, format, terminal);
  const account = state.complete;
  if (!account) throw new Error('An export ended without its figures.');
  // After a kill between this step and the next, only the state is left.
  if (await fileExists(paths.part)) await completePart(paths.part, paths.out);
  await rm(paths.state, { force: true });
  return account;

  function resumed(of: ExportJob, earlier: ExportState): ExportState {
    checkFingerprints(earlier, fingerprintsOf(earlier.salt, of.connection, request, formatName(of)), paths.part);
    return earlier;
  }
}

function formatName({ format, spreadsheet }: ExportJob): string {
  return spreadsheet ? `${format} for spreadsheets` : format;
}

async function begin(job: ExportJob, { signal }: Terminal): Promise<ExportState> {
  const { connection, request, paths } = job;
  // Before a file is created: most errors occur here.
  const start = await readStart(connection.client, request.filter, signal);
  await using part = await createPart(paths.part);
  await part.append(rowFormat(job.format, job).head(request.columns));
  const salt = newSalt();
  const fingerprints = fingerprintsOf(salt, connection, request, formatName(job));
  const figures = { rows: 0, newRows: 0, partialPages: 0, bytes: part.bytes, cursor: null, complete: null };
  const state: ExportState = { version: 1, salt, fingerprints, start, ...figures };
  await writeState(paths.state, state);
  return state;
}

async function writeRest(
  job: ExportJob,
  begun: ExportState,
  format: RowFormat,
  terminal: Terminal,
): Promise<ExportState> {
  const { connection, request, paths } = job;
  await using part = await reopenPart(paths.part, begun.bytes);
  const progress = showProgress(terminal.stderr, begun.start.before, begun.rows);
  let state = begun;
  try {
    const partial = job.allowPartial ? onPartialPage : undefined;
    const settings = { after: begun.cursor ?? undefined, signal: terminal.signal, onPartialPage: partial, onWait };
    for await (const page of inPages(walkRows(connection.client, request, settings), ROWS_A_WRITE)) {
      state = await writePage(page, state, { part, format, job });
      progress.update(state.rows);
    }
    const end = await readEnd(connection.client, request.filter, state.start, terminal.signal);
    await part.append(format.end(state.rows));
    state = { ...state, complete: accountOf(state.start, end, state) };
    await writeState(paths.state, state);
    return state;
  } finally {
    progress.stop();
  }

  function onPartialPage(): void {
    state = { ...state, partialPages: state.partialPages + 1 };
  }

  function onWait(error: GatewayError, waitMs: number): void {
    void write(terminal.stderr, `contacts: ${printable(error.message)} Trying again in ${waitMs / 1000} s.\n`);
  }
}

interface Writing {
  readonly part: PartFile;
  readonly format: RowFormat;
  readonly job: ExportJob;
}

/** Writes rows, and then the state with their number: after a crash between the two, the rows are removed and read again. */
async function writePage(
  page: readonly Row[],
  state: ExportState,
  { part, format, job }: Writing,
): Promise<ExportState> {
  const { columns } = job.request;
  const values = page.map((row) => columns.map((column) => columnValue(row, column)));
  await part.append(format.rows(columns, values, state.rows));
  const next: ExportState = {
    ...state,
    rows: state.rows + page.length,
    newRows: state.newRows + page.filter(({ contactId }) => contactId > state.start.maxId).length,
    bytes: part.bytes,
    cursor: page.at(-1)?.cursor ?? state.cursor,
  };
  await writeState(job.paths.state, next);
  return next;
}

/** Groups rows in lists of `size`; the last list may be shorter. */
async function* inPages(rows: AsyncIterable<Row>, size: number): AsyncGenerator<readonly Row[], void, undefined> {
  let page: Row[] = [];
  for await (const row of rows) {
    page.push(row);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
