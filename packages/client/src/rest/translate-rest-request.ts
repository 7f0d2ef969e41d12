import { findInPortal, guessByValue } from '../columns/custom-filter-field.ts';
import { buildFilter } from '../columns/filter-builder.ts';
import type { PortalField } from '../columns/portal-field.ts';
import { collectProblems, inputError, unknownName } from '../columns/input-error.ts';
import { selectColumns } from '../columns/column-selection.ts';
import type { ContactFilter, ContactOrder } from '../generated/graphql.ts';
import { parseRequest, type RestRequest } from './curl-command.ts';
import { parseQueryString, type RestValue, textOf } from './query-string.ts';
import { readInclude, readSelect, type RestNote } from './rest-columns.ts';
import { addRestFilter } from './rest-filter.ts';
import { readRestOrder } from './rest-order.ts';

/** The operation that reads what a REST request reads. */
export interface RestTranslation {
  /** A GraphQL operation with the variables `filter`, `orderBy`, `first` and `after`. */
  readonly query: string;
  readonly variables: RestVariables;
  /** The columns that the operation selects, for `selectColumns` and `columnValue`. */
  readonly columns: readonly string[];
  /** The differences between the operation and the request. */
  readonly notes: readonly RestNote[];
}

/** Variables of a translated operation; those that the request says nothing of are left out. */
export interface RestVariables {
  readonly filter?: ContactFilter;
  readonly orderBy?: readonly ContactOrder[];
  readonly first: number;
}

/** Settings of a translation. */
export interface RestTranslationOptions {
  /** The portal's offset from UTC, such as `+03:00`: the REST API reads moments without one in the portal's time. */
  readonly offset?: string | undefined;
  /**
   * The portal's fields (`contactFields`), for conditions on custom fields; without them, the types of these are guessed by
   * the values, with a note for each.
   */
  readonly fields?: readonly PortalField[] | undefined;
}

/** The REST API's own default and maximum (contract §1). */
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 5000;
const parameters = ['limit', 'offset', 'select', 'order', 'sort', 'filter', 'include', 'withTotal', 'autoWindow'];

/**
 * Translates a request for a list of contacts of the REST API (`GET /v1/contacts`, `POST /v1/contacts/search`) into the
 * operation that reads the same.
 * @param text a curl command, a call of `fetch`, a URL or its path
 * @throws InputError with every parameter that has no counterpart, each with what is allowed; no header is repeated
 * @example
 * const { query, variables } = translateRestRequest('curl "https://vibecode.bitrix24.tech/v1/contacts?filter[companyId]=15"');
 */
export function translateRestRequest(text: string, options: RestTranslationOptions = {}): RestTranslation {
  return translateRequest(parseRequest(text), options);
}

/** Translates a request that was read already; {@link translateRestRequest} has the rest. */
export function translateRequest(
  request: RestRequest,
  { offset, fields }: RestTranslationOptions = {},
): RestTranslation {
  const given = parametersOf(request);
  const notes: RestNote[] = [];
  const findCustom = fields ? findInPortal(fields) : guessByValue((place, message) => notes.push({ place, message }));
  const builder = buildFilter(offset, findCustom);
  let orderBy: readonly ContactOrder[] = [];
  let columns: readonly string[] = [];
  let first = DEFAULT_LIMIT;
  collectProblems<void>([
    () => checkNames(given),
    () => addRestFilter(builder, given.get('filter') ?? '', 'filter'),
    () => {
      orderBy = readOrder(given, fields);
    },
    () => {
      columns = [...new Set([...readSelect(given.get('select'), notes), ...readInclude(given.get('include'))])];
    },
    () => {
      first = readLimit(given.get('limit') ?? DEFAULT_LIMIT);
    },
    () => noteOffset(given.get('offset'), notes),
  ]);
  const filter = builder.build();
  const variables = { ...(filter && { filter }), ...(orderBy.length > 0 && { orderBy }), first };
  const counted = textOf(given.get('withTotal') ?? '') !== 'false';
  return { query: listOperation(columns, counted), variables, columns, notes };
}

/** Writes the operation of a list with these columns. */
function listOperation(columns: readonly string[], counted: boolean): string {
  return `query Contacts($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {
  contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    ${counted ? 'totalCount\n    ' : ''}nodes { ${selectColumns(columns)} }
    pageInfo { hasNextPage endCursor }
  }
}`;
}

function parametersOf({ method, url, body }: RestRequest): ReadonlyMap<string, RestValue> {
  const [address = '', ...rest] = url.split('?');
  // A fragment is never sent.
  const query = rest.join('?').split('#')[0] ?? '';
  const path = (address.split('#')[0] ?? '').replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/\/$/, '');
  if (method === 'GET' && path.endsWith('/contacts') && body === undefined) return parseQueryString(query);
  if (method === 'POST' && path.endsWith('/contacts/search')) return bodyOf(body ?? '{}');
  const allowed = 'GET /v1/contacts and POST /v1/contacts/search';
  throw inputError('URL', `${method} ${path || '/'} is no list of contacts. Translated are ${allowed}.`);
}

function bodyOf(body: string): ReadonlyMap<string, RestValue> {
  let members: unknown;
  try {
    members = JSON.parse(body);
  } catch {
    throw inputError('body', 'is not JSON.');
  }
  if (typeof members === 'object' && members !== null && !Array.isArray(members))
    return new Map(Object.entries(members));
  throw inputError('body', 'takes an object such as {"filter":{"companyId":15}}.');
}

function checkNames(given: ReadonlyMap<string, RestValue>): void {
  for (const name of given.keys())
    if (!parameters.includes(name)) throw unknownName(name, 'parameter', name, parameters);
}

/** Where both are given, `sort` wins upstream (contract §9). */
function readOrder(
  given: ReadonlyMap<string, RestValue>,
  fields: readonly PortalField[] | undefined,
): readonly ContactOrder[] {
  for (const name of ['sort', 'order']) {
    const value = given.get(name);
    if (value !== undefined && value !== '' && value !== null) return readRestOrder(value, name, fields);
  }
  return [];
}

function readLimit(limit: RestValue): number {
  const number = typeof limit === 'string' && /^\d{1,9}$/.test(limit) ? Number(limit) : limit;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= MAX_LIMIT) return number;
  throw inputError('limit', `takes a whole number from 1 to ${MAX_LIMIT} (got ${JSON.stringify(limit)}).`);
}

function noteOffset(offset: RestValue | undefined, notes: RestNote[]): void {
  if (['', '0'].includes(textOf(offset ?? ''))) return;
  const message =
    'pages begin at cursors, since offsets miss and repeat contacts: the operation begins at the first contact. Go on with after: pageInfo.endCursor.';
  notes.push({ place: 'offset', message });
}
