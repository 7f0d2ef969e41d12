import type { UpstreamRequest } from './upstream-request.ts';

/** A request as a curl command, with placeholders where its credentials were. */
export function toCurl(baseUrl: string, { method, path, query, body }: UpstreamRequest, hasSession: boolean): string {
  const parts = [`curl ${quoted(`${baseUrl}${path}${query ? `?${query}` : ''}`)}`, `-H ${quoted('X-Api-Key: ***')}`];
  if (hasSession) parts.push(`-H ${quoted('Authorization: ***')}`);
  if (method === 'POST') {
    parts.push(`-H ${quoted('Content-Type: application/json')}`, `-d ${quoted(JSON.stringify(body ?? {}))}`);
  }
  return parts.join(' ');
}

/** In single quotes a shell takes everything as it stands, but a single quote. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
