import type { IncomingMessage } from 'node:http';

const GRAPHQL_RESPONSE = 'application/graphql-response+json';
const JSON_TYPE = 'application/json';

/** Media types of GraphQL responses. */
export type ResponseType = typeof GRAPHQL_RESPONSE | typeof JSON_TYPE;

/**
 * Returns the media type of a response: GraphQL's own if `Accept` names it with at least the weight of JSON (the first of
 * equal weights), otherwise JSON for any other `Accept`. Responses are never streamed: Yoga's server removes the timeout
 * of a connection with a streamed response.
 */
export function responseTypeOf({ headers }: Pick<IncomingMessage, 'headers'>): ResponseType {
  const { accept = '' } = headers;
  // The values of most clients.
  if (accept === '' || accept === '*/*' || accept === JSON_TYPE) return JSON_TYPE;
  const ranges = accept.toLowerCase().split(',').map(parsed);
  const named = (type: string) => ranges.findIndex((range) => range.type === type && range.weight > 0);
  const [graphql, json] = [named(GRAPHQL_RESPONSE), named(JSON_TYPE)];
  if (graphql < 0) return JSON_TYPE;
  const more = (ranges[graphql]?.weight ?? 0) - (ranges[json]?.weight ?? 0);
  return more > 0 || (more === 0 && graphql < json) ? GRAPHQL_RESPONSE : JSON_TYPE;
}

function parsed(range: string): { readonly type: string; readonly weight: number } {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
  return { type, weight: Number(weight) };
}
