import { isExcepted } from './no-proxy.ts';
import type { Values } from './variables.ts';

/** An HTTP proxy for calls to the upstream. */
export interface ProxyConfig {
  /** Its address, without credentials. */
  readonly url: string;
  /** Value of `Proxy-Authorization`; a secret. */
  readonly authorization?: string;
}

type ProxyValues = Pick<Values, 'HTTPS_PROXY' | 'https_proxy' | 'HTTP_PROXY' | 'http_proxy' | 'NO_PROXY' | 'no_proxy'>;

/**
 * Returns the proxy for an upstream at `target`: HTTPS_PROXY for https, HTTP_PROXY for http, unless NO_PROXY names the host.
 * Names in lower case have precedence, as in curl.
 */
export function proxyOf(values: ProxyValues, target: URL): ProxyConfig | null {
  const value =
    target.protocol === 'https:'
      ? (values.https_proxy ?? values.HTTPS_PROXY)
      : (values.http_proxy ?? values.HTTP_PROXY);
  if (value === undefined || isExcepted(target, values.no_proxy ?? values.NO_PROXY ?? [])) return null;
  const { origin, username, password } = new URL(value);
  return { url: origin, ...(username === '' ? {} : { authorization: basic(username, password) }) };
}

function basic(username: string, password: string): string {
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
