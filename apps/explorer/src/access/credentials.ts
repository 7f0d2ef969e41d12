import type { PageOptions } from '../page-options.ts';

/** The credentials that operations are sent with. */
export interface Credentials {
  /** The VibeCode key, sent as `X-Api-Key`; empty where the gateway holds one. */
  readonly key: string;
  /** A session beside a key of an app, or a token of the gateway; sent as `Authorization: Bearer`. */
  readonly session: string;
}

const NAME = 'contacts-explorer:credentials';
/** Header values are visible ASCII; spaces come from copying. */
const SENDABLE = /^[\u0021-\u007e]*$/;

/**
 * Returns the credentials that were entered in this tab, or those that the page begins with; null if it has none.
 * @param storage the tab's own storage: nothing of it outlives the tab
 */
export function readCredentials(storage: Storage, { mode, needsSession, demoKey }: PageOptions): Credentials | null {
  const stored = storage.getItem(NAME);
  if (stored !== null) return JSON.parse(stored) as Credentials;
  if (mode !== 'pass-through' && !needsSession) return { key: '', session: '' };
  return mode === 'pass-through' && demoKey !== undefined ? { key: demoKey, session: '' } : null;
}

/** Keeps credentials for the tab. */
export function storeCredentials(storage: Storage, credentials: Credentials): void {
  storage.setItem(NAME, JSON.stringify(credentials));
}

/** Returns the headers of each operation. */
export function headersOf({ key, session }: Credentials): Readonly<Record<string, string>> {
  return {
    ...(key === '' ? {} : { 'x-api-key': key }),
    ...(session === '' ? {} : { authorization: `Bearer ${session}` }),
  };
}

/** Returns what is wrong with a key or session as it was typed, and what is allowed; undefined if it can be sent. */
export function problemOf(what: 'key' | 'session', value: string, isRequired: boolean): string | undefined {
  const named = what === 'key' ? 'The key' : 'The session';
  if (value === '') return isRequired ? `${named} is missing. Paste it here.` : undefined;
  if (!SENDABLE.test(value))
    return `${named} holds a space or a letter outside ASCII. Allowed are letters, digits and signs, such as vibe_api_….`;
  return undefined;
}
