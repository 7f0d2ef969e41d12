// Requests as a careful hand-written server sends them: by undici, only the fields that are selected, rows of relations
// by their ids in one search.
import { Pool } from 'undici';

const pool = new Pool(process.env.UPSTREAM, { connections: 64 });

async function ask(path, apiKey, body) {
  const answer = await pool.request({
    method: body === undefined ? 'GET' : 'POST',
    path,
    headers: { 'x-api-key': apiKey, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const json = await answer.body.json();
  if (!json.success) throw new Error(json.error?.message ?? `The upstream answered ${answer.statusCode}.`);
  return json;
}

/** The path of a page of contacts. */
export function contactsPath({ first, select, withTotal }) {
  const total = withTotal ? '' : '&withTotal=false';
  return `/v1/contacts?limit=${first}&select=${select.join(',')}&order[id]=asc${total}`;
}

/** The path of one contact, of which only some fields are wanted. */
export function contactPath(id, select) {
  return `/v1/contacts?limit=1&select=${select.join(',')}&filter[id][0]=${Number(id)}&order[id]=asc&withTotal=false`;
}

/** The body of a search for rows by their ids. */
export function searchBody(ids, select) {
  return { filter: { id: { $in: ids } }, order: { id: 'asc' }, limit: ids.length, select, withTotal: false };
}

/** A page of contacts. */
export async function fetchContacts(apiKey, page) {
  return toConnection(await ask(contactsPath(page), apiKey));
}

/** One contact, or null. */
export async function fetchContact(apiKey, id, select) {
  return (await ask(contactPath(id, select), apiKey)).data[0] ?? null;
}

/** Rows by their ids, in their order, null where there is none. */
export async function fetchByIds(apiKey, entity, ids, select) {
  return inOrder(ids, (await ask(`/v1/${entity}/search`, apiKey, searchBody(ids, select))).data);
}

export function toConnection({ data, meta }) {
  return {
    totalCount: meta.total ?? null,
    nodes: data,
    pageInfo: {
      hasNextPage: meta.hasMore,
      endCursor: data.length === 0 ? null : Buffer.from(String(data.at(-1).id)).toString('base64'),
    },
  };
}

export function inOrder(ids, rows) {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}
