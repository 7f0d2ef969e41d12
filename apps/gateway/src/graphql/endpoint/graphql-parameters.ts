import { badRequest, HttpError } from '../../http/http-error.ts';

/** The parameters of a request, before GraphQL. */
export interface GraphqlParameters {
  readonly query?: string;
  readonly documentId?: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly extensions?: Readonly<Record<string, unknown>> | null;
}

const texts = ['query', 'documentId', 'operationName'] as const;
const objects = ['variables', 'extensions'] as const;
const known: ReadonlySet<string> = new Set([...texts, ...objects]);

/**
 * Reads the parameters of a JSON body.
 * @throws HttpError
 */
export function parametersOfBody(body: string): GraphqlParameters {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw badRequest('The body is not JSON.');
  }
  if (Array.isArray(value)) throw badRequest('Send one operation at a time: batches of operations are not accepted.');
  return checked(value);
}

/**
 * Reads the parameters of a query string.
 * @throws HttpError
 */
export function parametersOfQuery(query: string): GraphqlParameters {
  const parameters: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, text] of new URLSearchParams(query)) {
    if (name in parameters) throw badRequest(`The parameter "${shown(name)}" is repeated.`);
    parameters[name] = name === 'variables' || name === 'extensions' ? parsed(name, text) : text;
  }
  return checked(parameters);
}

function parsed(name: string, text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    throw badRequest(`The parameter "${name}" is not JSON.`);
  }
}

function checked(value: unknown): GraphqlParameters {
  if (!isObject(value)) throw badRequest('Send an object with a "query".');
  const unknown = Object.keys(value).find((name) => !known.has(name) && value[name] !== null);
  if (unknown !== undefined) throw badRequest(`There is no parameter "${shown(unknown)}".`);
  for (const name of texts) {
    if (!isAbsent(value[name]) && typeof value[name] !== 'string') {
      throw badRequest(`The parameter "${name}" must be a string.`);
    }
  }
  for (const name of objects) {
    if (!isAbsent(value[name]) && !isObject(value[name])) {
      throw badRequest(`The parameter "${name}" must be an object.`);
    }
  }
  if (typeof value['query'] !== 'string' && typeof value['documentId'] !== 'string') {
    throw isPersistedQuery(value['extensions'])
      ? persistedQueryNotSupported()
      : badRequest('The request has no "query".');
  }
  // Clients without a name send an empty one; GraphQL over HTTP treats both as none.
  return value['operationName'] === '' ? { ...value, operationName: null } : value;
}

/** Returns true for an operation of Apollo's automatic persisted queries, which sends a hash in place of the text. */
function isPersistedQuery(extensions: unknown): boolean {
  return isObject(extensions) && isObject(extensions['persistedQuery']);
}

/** Makes Apollo's link send texts from then on; the link looks for this code or message. */
function persistedQueryNotSupported(): HttpError {
  return new HttpError({ status: 200, code: 'PERSISTED_QUERY_NOT_SUPPORTED', message: 'PersistedQueryNotSupported' });
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}
