import type { Answer, Json, Row } from '../answer.ts';
import type { PostRequest } from '../load/post-request.ts';
import { ONE_CONTACT, type Workload } from '../workloads.ts';
import { readRow } from './rest-shape.ts';

/** Returns the operation of a workload, for every stack with the gateway's schema or the part of it that is asked for. */
export function gatewayOperation(workload: Workload): PostRequest {
  return { path: '/graphql', body: JSON.stringify(workload.name === 'W4' ? oneContact(workload) : page(workload)) };
}

function page({ rows, fields, withTotal, withRelations }: Workload): object {
  const relations = withRelations ? ' company { title } assignedBy { name }' : '';
  const around = withTotal ? 'totalCount pageInfo { hasNextPage endCursor } ' : '';
  return {
    query: `query Page($first: Int!) { contacts(first: $first) { ${around}nodes { ${selection(fields)}${relations} } } }`,
    variables: { first: rows },
    operationName: 'Page',
  };
}

function oneContact({ fields }: Workload): object {
  return {
    query: `query One($id: ID!) { contact(id: $id) { ${selection(fields)} } }`,
    variables: { id: String(ONE_CONTACT) },
    operationName: 'One',
  };
}

function selection(fields: readonly string[]): string {
  return fields.map((name) => (name === 'id' ? 'contactId' : name)).join(' ');
}

/** Reads an answer to that operation. Throws if it has errors. */
export function readGatewayAnswer(workload: Workload, body: unknown): Answer {
  const { data, errors } = body as { data?: Json; errors?: unknown };
  if (errors !== undefined || !data) throw new Error(JSON.stringify(errors ?? body).slice(0, 500));
  if (workload.name === 'W4') return { total: null, hasNextPage: null, rows: [readNode(workload, data['contact'])] };
  const { totalCount, pageInfo, nodes } = data['contacts'] as {
    totalCount?: number;
    pageInfo?: { hasNextPage: boolean; endCursor: string };
    nodes: readonly unknown[];
  };
  if (pageInfo?.endCursor === '') throw new Error('The end cursor is empty.');
  return {
    total: totalCount ?? null,
    hasNextPage: pageInfo?.hasNextPage ?? null,
    rows: nodes.map((node) => readNode(workload, node)),
  };
}

function readNode(workload: Workload, node: unknown): Row {
  const { contactId, ...rest } = node as Json;
  return readRow(workload, { ...rest, id: contactId });
}
