import { type IncomingMessage, ServerResponse } from 'node:http';

/** Responses hold personal data and are not pages: they must not be cached, framed, executed or sniffed. */
const always = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** The lines of the default headers by their names. */
const lines: ReadonlyMap<string, string> = new Map(
  Object.entries(always).map(([name, value]) => [name, `${name}: ${value}\r\n`]),
);
const allLines = [...lines.values()].join('');

/** The headers of a response, as its `writeHead` takes or its `setHeader` has kept them. */
type Headers = readonly unknown[] | Readonly<Record<string, unknown>> | null | undefined;

/** The method that writes the head of a Node response: `head` begins with the status line, and each line ends with CRLF. */
interface HeadWriter {
  readonly _storeHeader: (this: ServerResponse, head: string, headers: Headers) => void;
}
const { _storeHeader: storeHeader } = ServerResponse.prototype as unknown as HeadWriter;

/**
 * A response with the default headers and the id of its request. Headers that a response sets itself have precedence.
 * The defaults are put behind the status line as one text: as headers, each would be checked and appended by itself for
 * every response.
 */
export class SafeResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  /** Sent as `x-request-id`; without characters that end a line. */
  requestId: string | undefined;

  _storeHeader(statusLine: string, headers: Headers): void {
    const id = this.requestId === undefined ? '' : `x-request-id: ${this.requestId}\r\n`;
    storeHeader.call(this, statusLine + defaultsBeside(headers) + id, headers);
  }
}

/** Returns the lines of the default headers that are not among these. */
function defaultsBeside(headers: Headers): string {
  let text = allLines;
  const names = Array.isArray(headers) ? headers.filter((_, index) => index % 2 === 0) : Object.keys(headers ?? {});
  for (const name of names) {
    const line = lines.get(String(name).toLowerCase());
    if (line !== undefined) text = text.replace(line, '');
  }
  return text;
}

/** Sets the id of the request in its response. */
export function nameRequest(response: ServerResponse, requestId: string): void {
  if (response instanceof SafeResponse) response.requestId = requestId;
  else response.setHeader('x-request-id', requestId);
}
