import { LRUCache } from 'lru-cache';
import { createContactsApi } from './contacts.ts';
import { type Credentials, credentialKey } from './credentials.ts';
import type { CallOptions, Upstream } from './upstream.ts';

/** Finds out, and remembers for a while, which portal is behind a caller's credentials. */
export interface Portals {
  /** The portal's host, e.g. `example.bitrix24.ru`. @throws UpstreamError as any call does; a failure is not kept */
  hostOf(credentials: Credentials, options?: CallOptions): Promise<string>;
}

const TTL_MS = 5 * 60_000;
const MAX_CALLERS = 1000;

/** A portal's host hardly ever changes, and every `cardUrl` of every caller needs it. */
export function createPortals(upstream: Upstream): Portals {
  const hosts = new LRUCache<string, string>({ max: MAX_CALLERS, ttl: TTL_MS });
  return {
    async hostOf(credentials, options) {
      const key = credentialKey(credentials);
      const known = hosts.get(key);
      if (known !== undefined) return known;
      const host = await createContactsApi(upstream, credentials, options).portal();
      hosts.set(key, host);
      return host;
    },
  };
}

/** The page of a contact in Bitrix24 itself (list-contacts.txt, "The card URL"). */
export function cardUrl(host: string, id: number): string {
  return `https://${host}/crm/contact/details/${id}/`;
}
