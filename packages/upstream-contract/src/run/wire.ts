/** A request to the upstream. */
export interface WireRequest {
  method: string;
  /** With the query string. */
  path: string;
  headers: Readonly<Record<string, string>>;
  /** Sent as JSON; undefined sends none. */
  body?: unknown;
}

/** An answer of the upstream, its body read and parsed. Shared by those that ask the same: never changed. */
export interface WireAnswer {
  status: number;
  headers: Headers;
  /** The parsed JSON; null when there was no body. */
  body: unknown;
}

/** Sends a request to the upstream that is checked. */
export type Send = (request: WireRequest) => Promise<WireAnswer>;

/**
 * Sends over HTTP.
 * @param url origin of the upstream, without a slash at the end
 */
export function httpSend(url: string): Send {
  return async ({ method, path, headers, body }) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  };
}
