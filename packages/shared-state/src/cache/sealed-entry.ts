import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** An answer as it is kept. */
export interface CacheEntry {
  /** When it began to be read, on the store's clock, in milliseconds. */
  readonly begunAt: number;
  /** Contacts whose data it may hold. */
  readonly contactIds: readonly number[];
  /** The `data` of the answer as JSON: a text of which each character is one byte. */
  readonly data: string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts an entry for its place: moved to another one, it cannot be opened. */
export function sealEntry({ data, ...header }: CacheEntry, key: Buffer, place: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const text = `${JSON.stringify(header)}\n${data}`;
  const sealed = [cipher.update(text, 'latin1'), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]);
}

/** Returns an entry, or undefined for anything that was not sealed with this key for this place. */
export function openEntry(sealed: Buffer, key: Buffer, place: string): CacheEntry | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const start = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'latin1');
    const text = start + decipher.final('latin1');
    const end = text.indexOf('\n');
    return { ...(JSON.parse(text.slice(0, end)) as Omit<CacheEntry, 'data'>), data: text.slice(end + 1) };
  } catch {
    return undefined;
  }
}
