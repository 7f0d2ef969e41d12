import { hash } from 'node:crypto';
import type { EntityName } from '../entities/entity.ts';
import { BadCursorError } from '../errors.ts';
import { type Alternatives, alternativesKey } from '../query/alternatives.ts';
import { orderKey } from '../query/list-query.ts';
import type { Listing } from './listing.ts';
import type { Position, SortValue } from './position.ts';
import { seal, unseal } from './seal.ts';

/** Writes and reads the cursors of one filter and order of one entity. */
export interface CursorCodec {
  encode(position: Position): string;
  /** @throws BadCursorError for a text that {@link CursorCodec.encode} did not make for this entity, filter and order. */
  decode(argument: string, cursor: string): Position;
}

/** Raise it with every change of the sealed text: cursors of older versions are rejected. */
const VERSION = 1;
/** Length in characters of base64url: six bytes. */
const FINGERPRINT_LENGTH = 8;
/** The entity of a fingerprint without one: contacts had cursors before other entities, and these stay valid. */
const UNNAMED_ENTITY: EntityName = 'contacts';

/** The entity, filter and order that a cursor is bound to. */
export interface CursorScope extends Pick<Listing, 'entity' | 'filter' | 'order'> {
  /** Filters in place of `filter`. */
  readonly anyOf?: Alternatives | undefined;
}

/**
 * Creates a codec bound to an entity, a filter and an order. A cursor is a sealed JSON text, which holds the position and a
 * fingerprint of the three. Sealed, since the position's sort values are contact data, and cursors end up in addresses and logs.
 * It is not bound to a caller: it is a place in an order and no right, and has to outlive the session of its user.
 * It is as long as its values need, and read whatever its length, which the limit of a request bounds.
 * @param secrets the first seals, all open, so that a secret can be replaced without breaking walks under way
 */
export function createCursorCodec(secrets: readonly [string, ...string[]], scope: CursorScope): CursorCodec {
  let fingerprint: string | undefined;
  const ownFingerprint = (): string => (fingerprint ??= fingerprintOf(scope));

  return {
    encode({ values, id, ties, offset }) {
      const payload = [VERSION, ownFingerprint(), values, id, ties, ...(offset === undefined ? [] : [offset])];
      return seal(JSON.stringify(payload), secrets[0]);
    },
    decode(argument, cursor) {
      const payload = unseal(cursor, secrets);
      if (payload === undefined) throw new BadCursorError(argument, cursor, 'a cursor that this gateway returned');
      const [version, madeFor, values, id, ties, offset] = JSON.parse(payload) as readonly unknown[];
      if (version !== VERSION)
        throw new BadCursorError(argument, cursor, 'a cursor of the current version; read again from the first page');
      const { name } = scope.entity;
      if (entityOf(madeFor) !== name) {
        throw new BadCursorError(argument, cursor, `a cursor of ${name}; this one is of ${entityOf(madeFor)}`);
      }
      if (madeFor !== ownFingerprint()) {
        throw new BadCursorError(
          argument,
          cursor,
          'a cursor that was returned for the same filter and orderBy, and the same search',
        );
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

function fingerprintOf({ entity, filter, anyOf, order }: CursorScope): string {
  const scope = `${alternativesKey(anyOf ?? [filter])}|${orderKey(order)}`;
  const digest = hash('sha256', scope, 'base64url').slice(0, FINGERPRINT_LENGTH);
  return entity.name === UNNAMED_ENTITY ? digest : `${entity.name}:${digest}`;
}

/** Returns the name of the entity in a fingerprint. */
function entityOf(fingerprint: unknown): string {
  const [name = '', digest] = String(fingerprint).split(':');
  return digest === undefined ? UNNAMED_ENTITY : name;
}
