import type { CacheEntry } from './sealed-entry.ts';

/** Purges the answers whose read began before `at` and that hold the contact or belong to the credential. */
export interface PurgeMark {
  /** `contact:` with an id, or `credential:` with the hash of one. */
  readonly subject: string;
  readonly at: number;
}

export function contactSubject(id: number): string {
  return `contact:${id}`;
}

export function credentialSubject(credential: string): string {
  return `credential:${credential}`;
}

/** Returns whether an entry of a credential was purged. */
export function isPurged(entry: CacheEntry, credential: string, marks: readonly PurgeMark[]): boolean {
  return marks.some(({ subject, at }) => {
    if (entry.begunAt > at) return false;
    if (subject === credentialSubject(credential)) return true;
    return subject.startsWith('contact:') && entry.contactIds.includes(Number(subject.slice('contact:'.length)));
  });
}
