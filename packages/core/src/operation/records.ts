import type { UpstreamRow } from '../entities/decode.ts';
import type { Entity } from '../entities/entity.ts';
import type { Loaded, Loaders } from '../planning/loaders.ts';
import { companionsOf, type Knowledge, selectionFor } from '../planning/relations.ts';
import type { CallerReferences } from '../planning/references.ts';
import { namesIn, type Requirements } from '../planning/requirements.ts';
import { type OwnNames, withOwnNames } from './custom-fields.ts';
import { loadAhead } from './load-ahead.ts';
import { createPages, type PagesOptions, type ReadPage } from './pages.ts';

/**
 * Reads one record; `null` if there is none that this caller may see.
 * @throws InvalidArgumentError for the name of a custom field that the portal lacks; UpstreamError
 */
export type ReadRecord = (entity: Entity, id: number, each: Requirements) => Loaded<UpstreamRow | null>;

export interface RecordsOptions extends Omit<PagesOptions, 'load' | 'knowledgeWith'> {
  readonly loaders: Loaders;
  readonly known: CallerReferences;
}

/** Makes the pages and records of one operation. */
export function createRecords({ loaders, known, paging, customFields, count, pages }: RecordsOptions): {
  readonly page: ReadPage;
  readonly record: ReadRecord;
} {
  const { load } = loaders;
  return {
    page: createPages({ load, paging, customFields, count, pages, knowledgeWith }),
    record(entity, id, each) {
      const names = namesIn(each);
      if (names.length === 0) return readRecord(entity, id, each, knowledgeWith(false));
      return customFields.resolveNames(names).then((own) => readRecord(entity, id, each, knowledgeWith(true), own));
    },
  };

  // oxlint-disable-next-line max-params
  function readRecord(
    entity: Entity,
    id: number,
    each: Requirements,
    knowledge: Knowledge,
    own?: OwnNames,
  ): Loaded<UpstreamRow | null> {
    const { includeCompany, ahead, multifieldsAhead } = companionsOf(each, 0, knowledge);
    const fields = withOwnNames(selectionFor(each, knowledge), own);
    const record = load<'record'>({ kind: 'record', entity, id, fields, includeCompany });
    // Nothing is to be read with a record that was read before; it may be none.
    if (!(record instanceof Promise)) return record;
    for (const read of ahead) loadAhead(load, read);
    if (multifieldsAhead) loadAhead(load, { kind: 'multifields', contactId: id });
    return record;
  }

  /** @param hasFields true if the field list was read */
  function knowledgeWith(hasFields: boolean): Knowledge {
    return {
      multifieldSource: () => known.multifieldSource(),
      isKnown: (read) => (read.kind === 'fields' && hasFields) || known.get(read) !== undefined,
    };
  }
}
