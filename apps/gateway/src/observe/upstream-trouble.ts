import type { UpstreamTrouble } from '@contacts/core';

const unknownAuthority =
  'Its certificate is of no authority that Node knows: name yours in NODE_EXTRA_CA_CERTS, or check VIBECODE_URL.';
const noConnection = 'No connection within 5 s: check firewalls, HTTPS_PROXY and NO_PROXY.';
const noDescriptors = 'The process is out of file descriptors: raise its limit (ulimit -n), or lower MAX_CONNECTIONS.';
const broken = 'Connections are reset: check proxies and firewalls between the gateway and the upstream.';
const wrongName = 'Its certificate is for another host: check the host of VIBECODE_URL.';
const noTls = 'The server at this address speaks no TLS: check protocol and port of VIBECODE_URL.';

/** Remedies of the reasons that have one; docs/operations.md has a row for each. */
export const remedies: Readonly<Record<string, string>> = {
  ENOTFOUND: 'No host of that name: check VIBECODE_URL and DNS.',
  EAI_AGAIN: 'DNS does not respond: check the name server of this machine.',
  ECONNREFUSED: 'Nothing listens there: check host and port of VIBECODE_URL, or of the proxy.',
  ECONNRESET: broken,
  EPIPE: broken,
  UND_ERR_SOCKET: broken,
  ETIMEDOUT: noConnection,
  UND_ERR_CONNECT_TIMEOUT: noConnection,
  EHOSTUNREACH: 'There is no way to that host: check routes and firewalls.',
  ENETUNREACH: 'There is no way to that network: check routes and firewalls.',
  EMFILE: noDescriptors,
  ENFILE: noDescriptors,
  CERT_HAS_EXPIRED: 'Its certificate has expired, or the clock here is wrong.',
  CERT_NOT_YET_VALID: 'Its certificate is not valid yet, or the clock here is wrong.',
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  ERR_TLS_CERT_ALTNAME_INVALID: wrongName,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  PROXY_HTTP_407: 'The proxy requires credentials: put them into the URL of HTTPS_PROXY or HTTP_PROXY.',
  PROXY_HTTP_403: 'The proxy rejects this host: have it allow the host of VIBECODE_URL.',
  HTTP_502: 'A proxy in front of the upstream does not reach it: ask its operator.',
  HTTP_503: 'The upstream or the portal behind it is down or busy; this may be temporary.',
  HTTP_504: 'The portal does not respond to the upstream in time; this may be temporary.',
  TIMEOUT: 'The upstream accepts the call and does not respond in time; this may be temporary.',
  WRONG_CONTENT: 'The response is not one of the VibeCode API: check VIBECODE_URL and its path.',
};

const EVERY_MS = 60_000;
/** Maximum number of reasons that are kept: reasons are names from programs, a few dozen in all. */
const MAX_REASONS = 100;

export type Warn = (message: string, details: Readonly<Record<string, unknown>>) => void;

/** Returns a function that logs each reason at once, then at most once a minute with the number of failures since. */
export function createTroubleLog(warn: Warn): (trouble: UpstreamTrouble) => void {
  const kinds = new Map<string, { at: number; unsaid: number }>();
  return ({ reason, endpoint }) => {
    const now = Date.now();
    const kind = kinds.get(reason);
    if (kind && now - kind.at < EVERY_MS) {
      kind.unsaid += 1;
      return;
    }
    if (!kind && kinds.size >= MAX_REASONS) return;
    kinds.set(reason, { at: now, unsaid: 0 });
    const remedy = remedies[reason];
    warn(`Upstream call failed: ${reason}.${remedy === undefined ? '' : ` ${remedy}`}`, {
      reason,
      endpoint,
      ...(kind && kind.unsaid > 0 ? { sinceLastTold: kind.unsaid } : {}),
    });
  };
}
