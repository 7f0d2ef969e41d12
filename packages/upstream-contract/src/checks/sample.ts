import { cannotTell } from '../run/check.ts';
import type { ContractAnswer, ContractApi, Row } from '../run/contract-api.ts';

/** The members that the documents name, in the order of the page (contract §2). */
export const documented =
  'id,name,lastName,secondName,phone,email,companyId,post,comments,typeId,sourceId,sourceDescription,assignedById,createdBy,updatedBy,createdTime,updatedTime,opened,export,leadId,honorific';

/** Rows enough for most values to be there and to be missing; 4 native reads. */
const sampleSize = 200;

/** The first contacts by id, by which other answers are judged. */
export interface Sample {
  rows: readonly Row[];
  /** The greatest id among them: up to here the sample is complete. */
  lastId: number;
  /** The number of all contacts. */
  total: number;
}

/**
 * Reads the sample, once for all checks.
 * @throws where the list is not in the order of ids, or has fewer rows than its total says
 */
export async function sampleOf(api: ContractApi): Promise<Sample> {
  const { rows, meta, outcome } = await api.get(`/v1/contacts?limit=${sampleSize}&select=${documented}&order[id]=asc`);
  const total = Number(meta['total'] ?? rows.length);
  if (outcome !== '200') throw new Error(`the first contacts cannot be read: ${outcome}`);
  if (total === 0) cannotTell('contacts');
  if (rows.length !== Math.min(sampleSize, total)) throw new Error(`${rows.length} of ${total} contacts for limit=200`);
  if (!isAscending(rows)) throw new Error('the first contacts are not in the order of their ids');
  return { rows, lastId: idOf(rows.at(-1)), total };
}

/** A condition as the checks ask it: query text such as `filter[companyId]=15`, or a filter for a body. */
export type Asked = string | Readonly<Record<string, unknown>>;

/** The text for rows that are exactly those that must be found. */
export const EXACT = 'exactly those rows';

/**
 * Asks for a condition and compares the answer with the sample, where the same condition is evaluated here: of the ids
 * up to the sample's last one exactly those must come that satisfy it, and every further row must satisfy it too.
 * Cannot tell unless some rows of the sample satisfy the condition and some do not.
 * @param satisfies evaluates the condition on a row
 * @param may evaluates the condition as widely as it may be read; by default the same
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
  if (inside.length === 0) cannotTell(`a contact that satisfies ${textOfAsked(asked)}`);
  if (possible.length === sample.rows.length) cannotTell(`a contact that does not satisfy ${textOfAsked(asked)}`);
  const limit = possible.length + 1;
  const answer = await ask(api, asked, limit);
  if (answer.outcome !== '200') return answer.outcome;
  const wrong = answer.rows.find((row) => !may(row));
  if (wrong !== undefined) return `id ${String(wrong['id'])} does not satisfy ${textOfAsked(asked)}`;
  // Of the rows that have to come, none is missing; the others were looked at above.
  const found = answer.rows.filter((row) => idOf(row) <= sample.lastId);
  const required = ids(found.filter(satisfies));
  if (required !== ids(inside)) return `ids ${shortened(required)} instead of ${shortened(ids(inside))}`;
  if (!isAscending(found)) return `ids ${shortened(ids(found))}`;
  return wrongTotal(answer, limit, sample.total - (sample.rows.length - possible.length)) ?? EXACT;
}

/** A total is bounded from both sides: by the rows that came, and by those of the sample that may not be counted. */
function wrongTotal({ rows, meta: { total } }: ContractAnswer, limit: number, most: number): string | null {
  if (typeof total !== 'number') return `total ${String(total)}`;
  const right = rows.length < limit ? total === rows.length : total >= rows.length && total <= most;
  return right ? null : `total ${total}, but ${rows.length} rows of at most ${most}`;
}

/** The text for no rows and a total of 0. */
export const NONE = 'nothing';

/** Asks for a condition that no contact may satisfy; gives `NONE`, or the first ids. */
export async function findsNone(api: ContractApi, asked: Asked): Promise<string> {
  const { rows, meta, outcome } = await ask(api, asked, 3);
  if (outcome !== '200') return outcome;
  if (rows.length > 0) return `ids ${ids(rows)} of ${String(meta['total'])}`;
  return meta['total'] === 0 ? NONE : `no rows, total ${String(meta['total'])}`;
}

/** Asks several spellings of one condition; gives `EXACT`, or the first difference. */
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

/** Asks for the first rows by id that satisfy a condition. */
export function ask(api: ContractApi, asked: Asked, limit: number): Promise<ContractAnswer> {
  if (typeof asked === 'string') {
    return api.get(`/v1/contacts?limit=${limit}&select=${documented}&order[id]=asc&${asked}`);
  }
  const select = documented.split(',');
  return api.post('/v1/contacts/search', { filter: asked, limit, select, order: { id: 'asc' }, autoWindow: false });
}

/** The number of contacts that satisfy a condition. */
export async function totalOf(api: ContractApi, filter: string): Promise<number> {
  const { meta, outcome } = await api.get(`/v1/contacts?limit=1&select=id&${filter}`);
  if (typeof meta['total'] !== 'number') throw new Error(`no total for ${filter}: ${outcome}`);
  return meta['total'];
}

/** The ids of rows as text. */
export function ids(rows: readonly Row[]): string {
  return rows.map((row) => String(row['id'])).join();
}

/** A row's id as a number; NaN without one. */
export function idOf(row: Row | undefined): number {
  return Number(row?.['id']);
}

/** True where each id is greater than the one before. */
export function isAscending(rows: readonly Row[]): boolean {
  return rows.every((row, at) => at === 0 || idOf(rows[at - 1]) < idOf(row));
}

/** The text if both are the same, else the difference. */
export function same(got: unknown, wanted: unknown, text: string): string {
  return got === wanted ? text : `${shortened(String(got))} instead of ${shortened(String(wanted))}`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text || 'none';
}

function textOfAsked(asked: Asked): string {
  return typeof asked === 'string' ? decodeURIComponent(asked) : JSON.stringify(asked);
}
