import type { Answer, Json } from '../answer.ts';
import type { PostRequest } from '../load/post-request.ts';
import { ONE_CONTACT, type Workload } from '../workloads.ts';
import { readRow, selectOf } from './rest-shape.ts';

/** The names in a schema that was made of the REST endpoints. */
export interface RestSchema {
  /** Arguments of `contacts`, beside `limit`, `select` and `withTotal`. */
  readonly fixedArguments: string;
  /** The field and arguments that find the contact `$id`. */
  readonly oneContact: string;
}

/** Returns the operation of a workload, for stacks whose schema has the shape of the upstream's answers. */
export function restOperation(workload: Workload, { fixedArguments, oneContact }: RestSchema): PostRequest {
  const { name, rows, fields, withTotal, withRelations } = workload;
  const relations = withRelations ? ' company { title } assignedBy { name }' : '';
  const data = `data { ${fields.join(' ')}${relations} }`;
  const select = selectOf(workload);
  if (name === 'W4') {
    const query = `query One($id: Int!, $select: String!) { contacts: ${oneContact} { ${data} } }`;
    return operation(query, { id: ONE_CONTACT, select }, 'One');
  }
  const meta = withTotal ? 'meta { total hasMore } ' : '';
  const query =
    `query Page($limit: Int!, $select: String!, $withTotal: Boolean) { ` +
    `contacts(limit: $limit, select: $select, withTotal: $withTotal${fixedArguments}) { ${meta}${data} } }`;
  return operation(query, { limit: rows, select, withTotal }, 'Page');
}

function operation(query: string, variables: object, operationName: string): PostRequest {
  return { path: '/graphql', body: JSON.stringify({ query, variables, operationName }) };
}

/** Reads an answer to that operation. Throws if it has errors. */
export function readRestAnswer(workload: Workload, body: unknown): Answer {
  const { data, errors } = body as { data?: Json; errors?: unknown };
  if (errors !== undefined || !data) throw new Error(JSON.stringify(errors ?? body).slice(0, 500));
  const contacts = data['contacts'] as { data: readonly Json[]; meta?: { total: number; hasMore: boolean } };
  return {
    total: contacts.meta?.total ?? null,
    hasNextPage: contacts.meta?.hasMore ?? null,
    rows: contacts.data.map((row) => readRow(workload, row)),
  };
}
