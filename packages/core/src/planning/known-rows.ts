import { ALL_FIELDS } from '../entities/contact-fields.ts';
import type { UpstreamRow } from '../entities/decode.ts';
import type { Entity } from '../entities/entity.ts';
import type { RecordRead } from './reads.ts';

type Row = UpstreamRow | null;

/** A record that was read or is being read, and which of its fields. */
interface KnownRow {
  row: Row | Promise<Row>;
  fields: ReadonlySet<string>;
  readonly includeCompany: boolean;
}

/** The records that an operation read so far. */
export class KnownRows {
  readonly #byEntity = new Map<Entity, Map<number, KnownRow>>();

  /**
   * Returns a record that was read with all the fields of a read; `null` if it was missing. Returns the promise of one
   * that the same read has begun to read.
   */
  find({ entity, id, fields, includeCompany }: RecordRead): Row | Promise<Row> | undefined {
    const known = this.#byEntity.get(entity)?.get(id);
    if (!known) return undefined;
    const isSame = known.fields === fields;
    if (known.row instanceof Promise) return isSame && known.includeCompany === includeCompany ? known.row : undefined;
    return isSame || known.fields.has(ALL_FIELDS) || fields.isSubsetOf(known.fields) ? known.row : undefined;
  }

  /** Adds a record that is being read; another read of it may know more. */
  begin(read: RecordRead, row: Promise<Row>): void {
    const rows = this.#of(read.entity);
    if (!rows.has(read.id)) rows.set(read.id, { row, fields: read.fields, includeCompany: read.includeCompany });
  }

  /** Adds a record. Reads of one record in one wave are one call: its row has the fields of all of them. */
  add({ entity, id, fields, includeCompany }: RecordRead, row: Row): void {
    const rows = this.#of(entity);
    const known = rows.get(id);
    if (!known) {
      rows.set(id, { row, fields, includeCompany });
      return;
    }
    if (known.row !== row) known.fields = fields;
    else if (known.fields !== fields) known.fields = known.fields.union(fields);
    known.row = row;
  }

  #of(entity: Entity): Map<number, KnownRow> {
    const known = this.#byEntity.get(entity);
    if (known) return known;
    const rows = new Map<number, KnownRow>();
    this.#byEntity.set(entity, rows);
    return rows;
  }
}
