import { BlockList, isIP } from 'node:net';
import { kind } from './kinds.ts';

// Hosts that are called without a proxy, in the syntax that other programs accept in NO_PROXY.

const NAME = /^(?:\*|(?:\*?\.)?[a-z\d_](?:[a-z\d_.-]*[a-z\d_])?\.?)(?::\d{1,5})?$/i;
const ADDRESS = /^\[([\da-f:.]+)\](?::\d{1,5})?$/i;
const NETWORK = /^([\da-f:.]+)\/(\d{1,3})$/i;

export const noProxy = kind<readonly string[]>(
  '"*" or hosts such as portal.example, .example, portal.example:8443, [::1] or 10.0.0.0/8, comma-separated',
  (value) => {
    const entries = value.split(/[,\s]+/).filter((entry) => entry !== '');
    return entries.every(isEntry) ? entries : undefined;
  },
  (entries) => entries.join(', '),
);

/** Returns true if an entry matches: a host with its subdomains (also `.example`), `*.example` for subdomains only; a port restricts it. */
export function isExcepted({ protocol, hostname, port }: URL, entries: readonly string[]): boolean {
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

/** Returns the block of addresses of an entry such as `10.0.0.0/8`, or undefined. */
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

/** Returns a host in normal form: without brackets and trailing dot, in lower case. */
function plain(host: string): string {
  return host
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
}
