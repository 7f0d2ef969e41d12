import { inconclusive } from '../run/check.ts';
import type { ContractResponse, ContractApi, Row } from '../run/contract-api.ts';

/** Members that the documents name, in the order of the page (contract §2). */
export const documented =
  'id,name,lastName,secondName,phone,email,companyId,post,comments,typeId,sourceId,sourceDescription,assignedById,createdBy,updatedBy,createdTime,updatedTime,opened,export,leadId,honorific';

/** Number of rows of the sample: enough for most values to be present and missing; 4 native reads. */
const sampleSize = 200;

/** First contacts by id, with which other responses are compared. */
export interface Sample {
  rows: readonly Row[];
  /** Greatest id of the sample, which is complete up to it. */
  lastId: number;
  /** Number of all contacts. */
  total: number;
}

/**
 * Reads the sample. Requests are sent once for all checks.
 * @throws Error if the list is not in the order of ids, or has fewer rows than its total
 */
export async function sampleOf(api: ContractApi): Promise<Sample> {
  const { rows, meta, outcome } = await api.get(`/v1/contacts?limit=${sampleSize}&select=${documented}&order[id]=asc`);
  const total = Number(meta['total'] ?? rows.length);
  if (outcome !== '200') throw new Error(`the first contacts cannot be read: ${outcome}`);
  if (total === 0) inconclusive('contacts');
  if (rows.length !== Math.min(sampleSize, total)) throw new Error(`${rows.length} of ${total} contacts for limit=200`);
  if (!isAscending(rows)) throw new Error('the first contacts are not in the order of their ids');
  return { rows, lastId: idOf(rows.at(-1)), total };
}

/** Condition as it is sent: query text such as `filter[companyId]=15`, or a filter for a body. */
export type Asked = string | Readonly<Record<string, unknown>>;

/** Text for exactly the rows that must be found. */
export const EXACT = 'exactly those rows';

/**
 * Sends a condition and compares the response with the sample, on which the condition is evaluated here. Up to the last
 * id of the sample exactly the rows that satisfy it must be found, and every further row must satisfy it too.
 * @throws Inconclusive unless some rows of the sample satisfy the condition and some do not
 * @param satisfies evaluates the condition on a row
 * @param may returns true for rows that may be found; by default the same
 * @returns `EXACT`, or the difference
 */
export async function finds(
  api: ContractApi,
  asked: Asked,
  satisfies: (row: Row) => boolean,
  may: (row: Row) => boolean = satisfies,
): Promise<string> {
  const sample = await sampleOf(api);
  const inside = sample.rows.filter(satisfies);
  const possible = sample.rows.filter(may);
  if (inside.length === 0) inconclusive(`a contact that satisfies ${textOfAsked(asked)}`);
  if (possible.length === sample.rows.length) inconclusive(`a contact that does not satisfy ${textOfAsked(asked)}`);
  const limit = possible.length + 1;
  const response = await ask(api, asked, limit);
  if (response.outcome !== '200') return response.outcome;
  const wrong = response.rows.find((row) => !may(row));
  if (wrong !== undefined) return `id ${String(wrong['id'])} does not satisfy ${textOfAsked(asked)}`;
  // None of the required rows is missing; the others have been tested above.
  const found = response.rows.filter((row) => idOf(row) <= sample.lastId);
  const required = ids(found.filter(satisfies));
  if (required !== ids(inside)) return `ids ${shortened(required)} instead of ${shortened(ids(inside))}`;
  if (!isAscending(found)) return `ids ${shortened(ids(found))}`;
  return wrongTotal(response, limit, sample.total - (sample.rows.length - possible.length)) ?? EXACT;
}

/** Returns the fault of a total. It is bounded by the rows of the response, and by the sample's rows that do not match. */
function wrongTotal({ rows, meta: { total } }: ContractResponse, limit: number, most: number): string | null {
  if (typeof total !== 'number') return `total ${String(total)}`;
  const right = rows.length < limit ? total === rows.length : total >= rows.length && total <= most;
  return right ? null : `total ${total}, but ${rows.length} rows of at most ${most}`;
}

/** Text for no rows and a total of 0. */
export const NONE = 'nothing';

/** Sends a condition that no contact may satisfy. Returns `NONE`, or the first ids. */
export async function findsNone(api: ContractApi, asked: Asked): Promise<string> {
  const { rows, meta, outcome } = await ask(api, asked, 3);
  if (outcome !== '200') return outcome;
  if (rows.length > 0) return `ids ${ids(rows)} of ${String(meta['total'])}`;
  return meta['total'] === 0 ? NONE : `no rows, total ${String(meta['total'])}`;
}

/** Sends several spellings of one condition. Returns `EXACT`, or the first difference. */
export async function allFind(
  api: ContractApi,
  spellings: readonly Asked[],
  satisfies: (row: Row) => boolean,
): Promise<string> {
  for (const asked of spellings) {
    const got = await finds(api, asked, satisfies);
    if (got !== EXACT) return `${textOfAsked(asked)}: ${got}`;
  }
  return EXACT;
}

/** Sends a condition for the first rows by id that satisfy it. */
export function ask(api: ContractApi, asked: Asked, limit: number): Promise<ContractResponse> {
  if (typeof asked === 'string') {
    return api.get(`/v1/contacts?limit=${limit}&select=${documented}&order[id]=asc&${asked}`);
  }
  const select = documented.split(',');
  return api.post('/v1/contacts/search', { filter: asked, limit, select, order: { id: 'asc' }, autoWindow: false });
}

/** Returns the number of contacts that satisfy a condition. */
export async function totalOf(api: ContractApi, filter: string): Promise<number> {
  const { meta, outcome } = await api.get(`/v1/contacts?limit=1&select=id&${filter}`);
  if (typeof meta['total'] !== 'number') throw new Error(`no total for ${filter}: ${outcome}`);
  return meta['total'];
}

/** Returns the ids of rows as text. */
export function ids(rows: readonly Row[]): string {
  return rows.map((row) => String(row['id'])).join();
}

/** Returns the id of a row as a number; NaN if it has none. */
export function idOf(row: Row | undefined): number {
  return Number(row?.['id']);
}

/** Returns true if each id is greater than the one before. */
export function isAscending(rows: readonly Row[]): boolean {
  return rows.every((row, at) => at === 0 || idOf(rows[at - 1]) < idOf(row));
}

/** Returns the text if both are the same, else the difference. */
export function same(got: unknown, wanted: unknown, text: string): string {
  return got === wanted ? text : `${shortened(String(got))} instead of ${shortened(String(wanted))}`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text || 'none';
}

function textOfAsked(asked: Asked): string {
  return typeof asked === 'string' ? decodeURIComponent(asked) : JSON.stringify(asked);
}
