import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { BadCursorError } from '../errors.ts';
import { type ContactFilter, filterKey } from '../filter.ts';
import { orderKey } from '../list-query.ts';
import type { ContactOrder } from '../order.ts';
import type { Position, SortValue } from './position.ts';

/** Writes and reads the cursors of one filter and order. */
export interface CursorCodec {
  encode(position: Position): string;
  /** @throws BadCursorError for whatever {@link CursorCodec.encode} did not make for this filter and order. */
  decode(argument: string, cursor: string): Position;
}

/** Raised with every change of the payload: cursors of older versions are refused, not guessed at. */
const VERSION = 1;
const MAC_BYTES = 16;
const FINGERPRINT_BYTES = 6;
/** Sort values are short texts; whatever is longer was not made here. */
const MAX_CURSOR_LENGTH = 4096;

/**
 * A codec bound to a filter and an order. A cursor is opaque and authenticated: base64url of a MAC and a JSON payload,
 * which holds the position and a fingerprint of filter and order, and no other contact data.
 * @param secrets the first signs, all verify, so that a secret can be replaced without breaking walks under way
 */
export function createCursorCodec(
  secrets: readonly [string, ...string[]],
  filter: ContactFilter,
  order: ContactOrder,
): CursorCodec {
  let fingerprint: string | undefined;
  const ownFingerprint = (): string => (fingerprint ??= fingerprintOf(filter, order));

  return {
    encode({ values, id, ties, offset }) {
      const payload = JSON.stringify([
        VERSION,
        ownFingerprint(),
        values,
        id,
        ties,
        ...(offset === undefined ? [] : [offset]),
      ]);
      return Buffer.concat([macOf(payload, secrets[0]), Buffer.from(payload)]).toString('base64url');
    },
    decode(argument, cursor) {
      const payload = verified(cursor, secrets);
      if (payload === undefined) throw new BadCursorError(argument, cursor, 'a cursor that this gateway returned');
      const [version, madeFor, values, id, ties, offset] = JSON.parse(payload) as readonly unknown[];
      if (version !== VERSION)
        throw new BadCursorError(argument, cursor, 'a cursor of the current version; read again from the first page');
      if (madeFor !== ownFingerprint()) {
        throw new BadCursorError(argument, cursor, 'a cursor that was returned for the same filter and orderBy');
      }
      return {
        values: values as readonly SortValue[],
        id: id as number,
        ties: ties as number,
        ...(offset === undefined ? {} : { offset: offset as number }),
      };
    },
  };
}

function verified(cursor: string, secrets: readonly string[]): string | undefined {
  if (cursor.length > MAX_CURSOR_LENGTH) return undefined;
  const bytes = Buffer.from(cursor, 'base64url');
  // Node's decoder skips what it does not know: only the one canonical text of these bytes is a cursor.
  if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== cursor) return undefined;
  const mac = bytes.subarray(0, MAC_BYTES);
  const payload = bytes.toString('utf8', MAC_BYTES);
  return secrets.some((secret) => timingSafeEqual(mac, macOf(payload, secret))) ? payload : undefined;
}

function macOf(payload: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(payload).digest().subarray(0, MAC_BYTES);
}

function fingerprintOf(filter: ContactFilter, order: ContactOrder): string {
  return createHash('sha256')
    .update(`${filterKey(filter)}|${orderKey(order)}`)
    .digest()
    .toString('base64url', 0, FINGERPRINT_BYTES);
}
