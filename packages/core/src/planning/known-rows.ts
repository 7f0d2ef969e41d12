import { ALL_FIELDS } from '../entities/contact-fields.ts';
import type { UpstreamRow } from '../entities/decode.ts';
import type { Entity } from '../entities/entity.ts';
import type { RecordsRead } from './reads.ts';

type Row = UpstreamRow | null;

/** A record by its id: `null` if there is none that the caller may see, the error if it could not be read. */
export type Found = Row | Error;

/** Records by their ids. */
export interface RowsById {
  /** Returns a record that was read; `null` if there is none. @throws the error of one that could not be read */
  get(id: number): Row;
}

/** A record that was read or is being read, and which of its fields. */
interface KnownRow {
  found: Found | Promise<Row>;
  fields: ReadonlySet<string>;
  readonly includeCompany: boolean;
}

/** The records of one entity that an operation read so far. */
export class KnownRows implements RowsById {
  readonly #rows = new Map<number, KnownRow>();

  get(id: number): Row {
    const found = this.#rows.get(id)?.found;
    if (found instanceof Error) throw found;
    return found instanceof Promise ? null : (found ?? null);
  }

  /** Returns true for a record that was read with all the fields of a read. */
  has(id: number, { fields }: RecordsRead): boolean {
    const known = this.#rows.get(id);
    if (!known || known.found instanceof Promise) return false;
    return known.fields === fields || known.fields.has(ALL_FIELDS) || fields.isSubsetOf(known.fields);
  }

  /** Returns the promise of a record that the same read has begun to read. */
  begun(id: number, { fields, includeCompany }: RecordsRead): Promise<Row> | undefined {
    const known = this.#rows.get(id);
    if (!(known?.found instanceof Promise)) return undefined;
    return known.fields === fields && known.includeCompany === includeCompany ? known.found : undefined;
  }

  /** Adds a record that is being read; another read of it may know more. */
  begin(id: number, { fields, includeCompany }: RecordsRead, found: Promise<Row>): void {
    if (!this.#rows.has(id)) this.#rows.set(id, { found, fields, includeCompany });
  }

  /** Adds a record. Reads of one record in one wave are one call: its row has the fields of all of them. */
  add(id: number, { fields, includeCompany }: Pick<RecordsRead, 'fields' | 'includeCompany'>, found: Found): void {
    const known = this.#rows.get(id);
    if (!known) {
      this.#rows.set(id, { found, fields, includeCompany });
      return;
    }
    if (known.found !== found) known.fields = fields;
    else if (known.fields !== fields) known.fields = known.fields.union(fields);
    known.found = found;
  }
}

/** The records that an operation read so far. */
export class KnownRecords {
  readonly #byEntity = new Map<Entity, KnownRows>();

  of(entity: Entity): KnownRows {
    const known = this.#byEntity.get(entity);
    if (known) return known;
    const rows = new KnownRows();
    this.#byEntity.set(entity, rows);
    return rows;
  }
}
