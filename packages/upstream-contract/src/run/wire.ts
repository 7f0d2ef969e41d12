/** Request to the upstream. */
export interface WireRequest {
  method: string;
  /** With the query string. */
  path: string;
  headers: Readonly<Record<string, string>>;
  /** Sent as JSON; undefined sends none. */
  body?: unknown;
}

/** Response of the upstream with its parsed body. Equal requests share it: it must not be changed. */
export interface WireResponse {
  status: number;
  headers: Headers;
  /** Parsed JSON; null if there is no body. */
  body: unknown;
}

/** Sends a request to the upstream that is checked. */
export type Send = (request: WireRequest) => Promise<WireResponse>;

/** Maximum time for a response, in milliseconds. */
const timeoutMs = 60_000;

/**
 * Makes a function that sends requests over HTTP. Redirects are responses as any other: followed, they would take the key
 * to another address.
 * @param url origin of the upstream, without a trailing slash
 */
export function httpSend(url: string): Send {
  return async ({ method, path, headers, body }) => {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  };
}
