import { BlockList, isIP } from 'node:net';
import { z } from 'zod';

// The part of the configuration that is about the way to the upstream, by the variables that other programs read, too.

/** An HTTP proxy on the way to the upstream. */
export interface ProxyConfig {
  /** Its address, without credentials. */
  readonly url: string;
  /** Value of `Proxy-Authorization`; a secret. */
  readonly authorization?: string;
}

const proxyUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .refine(
    (value) => !URL.canParse(value) || isProxy(new URL(value)),
    'must be the address of a proxy, without path, query and fragment, and with percent-encoded credentials if any',
  )
  .optional();

const NAME = /^(?:\*|(?:\*?\.)?[a-z\d_](?:[a-z\d_.-]*[a-z\d_])?\.?)(?::\d{1,5})?$/i;
const ADDRESS = /^\[([\da-f:.]+)\](?::\d{1,5})?$/i;
const NETWORK = /^([\da-f:.]+)\/(\d{1,3})$/i;
const noProxy = z
  .string()
  .transform((value) => value.split(/[,\s]+/).filter((entry) => entry !== ''))
  .refine(
    (entries) => entries.every(isEntry),
    'must be "*" or hosts such as portal.example, .example, portal.example:8443, [::1] or 10.0.0.0/8, comma-separated',
  )
  .optional();

/** The variables, for config.ts to read with its own. In lower case they win, as for curl. */
export const proxyVariables = {
  HTTPS_PROXY: proxyUrl,
  https_proxy: proxyUrl,
  HTTP_PROXY: proxyUrl,
  http_proxy: proxyUrl,
  NO_PROXY: noProxy,
  no_proxy: noProxy,
} as const;

type Values = z.output<z.ZodObject<typeof proxyVariables>>;

/** Returns the proxy for an upstream at `target`: HTTPS_PROXY for https, HTTP_PROXY for http, unless NO_PROXY names it. */
export function proxyOf(values: Values, target: URL): ProxyConfig | null {
  const value =
    target.protocol === 'https:'
      ? (values.https_proxy ?? values.HTTPS_PROXY)
      : (values.http_proxy ?? values.HTTP_PROXY);
  if (value === undefined || isExcepted(target, values.no_proxy ?? values.NO_PROXY ?? [])) return null;
  const { origin, username, password } = new URL(value);
  return { url: origin, ...(username === '' ? {} : { authorization: basic(username, password) }) };
}

/** An entry names a host and all below it, `.example` too; `*.example` only what is below; a port narrows it down. */
function isExcepted({ protocol, hostname, port }: URL, entries: readonly string[]): boolean {
  const host = plain(hostname);
  const ownPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return entries.some((entry) => {
    const network = networkOf(entry);
    if (network) return isIP(host) !== 0 && network.check(host, familyOf(host));
    const [, name = entry, entryPort] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
    if (entryPort !== undefined && entryPort !== ownPort) return false;
    if (name === '*') return true;
    const suffix = plain(name.replace(/^\*?\./, ''));
    return (host === suffix && !name.startsWith('*')) || host.endsWith(`.${suffix}`);
  });
}

function isEntry(entry: string): boolean {
  const [, address = entry] = ADDRESS.exec(entry) ?? [];
  return isIP(address) !== 0 || NAME.test(entry) || networkOf(entry) !== undefined;
}

/** Returns the addresses that an entry such as `10.0.0.0/8` names; nothing if it is not one. */
function networkOf(entry: string): BlockList | undefined {
  const [, address = '', length = ''] = NETWORK.exec(entry) ?? [];
  const family = isIP(address);
  if (family === 0 || Number(length) > (family === 4 ? 32 : 128)) return undefined;
  const network = new BlockList();
  network.addSubnet(address, Number(length), familyOf(address));
  return network;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

/** A host in the form in which two are compared: without brackets, without the dot at the end, in lower case. */
function plain(host: string): string {
  return host
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
}

function isProxy({ protocol, username, password, pathname, search, hash }: URL): boolean {
  // Another protocol is a mistake of its own.
  if (!/^https?:$/.test(protocol)) return true;
  return pathname === '/' && search === '' && hash === '' && isDecodable(username) && isDecodable(password);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function basic(username: string, password: string): string {
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
