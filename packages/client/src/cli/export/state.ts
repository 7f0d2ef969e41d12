import { createHmac, randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import type { Connection } from '../options.ts';
import type { ContactRequest } from '../request-options.ts';
import type { Account, StartFigures } from './account.ts';
import { FileError, withFile } from './file-error.ts';

/** Parts of an export that must be the same when it is resumed. */
const parts = ['gateway or credentials', 'filter', 'order', 'columns', 'format'] as const;
type Fingerprints = Readonly<Record<(typeof parts)[number], string>>;

/** Progress of an export: all that is needed to resume it. It contains neither the key nor the filter in plain text. */
export interface ExportState {
  readonly version: 1;
  readonly salt: string;
  readonly fingerprints: Fingerprints;
  readonly start: StartFigures;
  /** Rows in the file, and how many of them are of contacts created since the start. */
  readonly rows: number;
  readonly newRows: number;
  /** Pages of which something could not be read. */
  readonly partialPages: number;
  /** Bytes of the file that hold these rows; more bytes are those of an interrupted write. */
  readonly bytes: number;
  /** The cursor of the last row. */
  readonly cursor: string | null;
  /** The closing figures, once all rows and the end of the file are written. */
  readonly complete: Account | null;
}

/** Returns the fingerprints of an export: hashes with the credentials as key, so that the state does not reveal them. */
export function fingerprintsOf(
  salt: string,
  { url, credentials }: Connection,
  { filter, orderBy, columns }: ContactRequest,
  format: string,
): Fingerprints {
  const hash = (part: string, value: unknown): string =>
    createHmac('sha256', `${salt} ${credentials}`)
      .update(JSON.stringify([part, value ?? null]))
      .digest('base64url');
  const values = [url, filter, orderBy, columns, format];
  return Object.fromEntries(parts.map((part, index) => [part, hash(part, values[index])])) as Fingerprints;
}

/** Returns text for {@link ExportState.salt}. */
export function newSalt(): string {
  return randomBytes(16).toString('base64url');
}

/**
 * Checks that a state belongs to an export.
 * @throws FileError that names the parts that differ
 */
export function checkFingerprints(state: ExportState, current: Fingerprints, path: string): void {
  const differs = parts.filter((part) => state.fingerprints[part] !== current[part]);
  // The credentials are in the key of each hash: with others, all hashes differ.
  const [first] = differs;
  if (first === undefined) return;
  throw new FileError(
    `${path} belongs to another export: the ${first === parts[0] ? first : differs.join(' and the ')} differ. Give the same ones, or --restart to begin again.`,
  );
}

/**
 * Reads the state; undefined if there is none.
 * @throws FileError if the file holds something else
 */
export async function readState(path: string): Promise<ExportState | undefined> {
  const text = await withFile(path, () =>
    readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    }),
  );
  if (text === undefined) return undefined;
  const state = parseState(text);
  if (state) return state;
  throw new FileError(`${path} is no state of an export; --restart begins again.`);
}

function parseState(text: string): ExportState | undefined {
  try {
    const state = JSON.parse(text) as Partial<ExportState> | null;
    const isWhole =
      state?.version === 1 &&
      typeof state.salt === 'string' &&
      Number.isSafeInteger(state.bytes) &&
      Number.isSafeInteger(state.rows) &&
      typeof state.fingerprints === 'object' &&
      typeof state.start === 'object';
    return isWhole ? (state as ExportState) : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the state atomically: after a crash, the file has either the old or the new one. */
export async function writeState(path: string, state: ExportState): Promise<void> {
  const next = `${path}.next`;
  await withFile(path, async () => {
    const file = await open(next, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(state)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, path);
  });
}
