import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** Sends a response of a path other than `/graphql`. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

/** Sends a page with the policy that permits what it loads. */
export function sendHtml(response: ServerResponse, status: number, html: string, contentSecurityPolicy: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
  });
  response.end(html);
}
