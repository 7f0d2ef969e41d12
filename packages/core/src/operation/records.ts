import type { UpstreamRow } from '../entities/decode.ts';
import type { Entity } from '../entities/entity.ts';
import { checkedPage, costOf, type PagingOptions, toConnection } from '../pagination/connection.ts';
import { readPage } from '../pagination/read-page.ts';
import type { Loaded, Loaders } from '../planning/loaders.ts';
import { pageKey } from '../planning/plan-scope.ts';
import type { OperationPlan } from '../planning/plan-operation.ts';
import { companionsOf, type Knowledge, selectionFor } from '../planning/relations.ts';
import type { References } from '../planning/references.ts';
import { namesIn, type Requirements } from '../planning/requirements.ts';
import type { Caller } from './caller.ts';
import { type CustomFields, type OwnNames, withOwnNames } from './custom-fields.ts';
import { loadAhead } from './load-ahead.ts';

export interface RecordsOptions extends Pick<Caller, 'count'> {
  readonly loaders: Loaders;
  readonly known: ReturnType<References['of']>;
  readonly paging: PagingOptions;
  readonly resolveNames: CustomFields['resolveNames'];
  /** Returns the requirements of the planned pages that begin at one row, if there is a plan. */
  readonly pages: () => OperationPlan['pages'] | undefined;
}

/** Makes the pages and records of one operation. */
export function createRecords({
  loaders,
  known,
  paging,
  resolveNames,
  count,
  pages,
}: RecordsOptions): Pick<Caller, 'page' | 'record'> {
  const { load } = loaders;
  return {
    async page(args, required) {
      const { entity } = args;
      const { request: checked, codec } = checkedPage({ ...args, fields: new Set() }, paging);
      const { queries, rows } = costOf(checked, paging);
      const [first] = queries;
      const names = first && rows > 0 ? namesIn(required) : [];
      const own = names.length > 0 ? await resolveNames(names) : undefined;
      // Pages that begin at one row are read as one.
      const each = (first && pages()?.get(pageKey(queries, names.length > 0))) ?? required;
      const knowledge = knowledgeWith(names);
      const { includeCompany, ahead } = companionsOf(each, first?.offset ?? 0, knowledge);
      if (rows > 0) for (const read of ahead) loadAhead(load, read);
      const fields = withOwnNames(selectionFor(required, knowledge), own);
      const page = await readPage(
        { ...checked, fields },
        {
          list: async (query) => load<'list'>({ kind: 'list', query, includeCompany }),
          count: (filter) => count(entity, filter),
        },
        paging,
      );
      return toConnection(page, codec);
    },
    record(entity, id, each) {
      const names = namesIn(each);
      if (names.length === 0) return readRecord(entity, id, each, knowledgeWith([]));
      return resolveNames(names).then((own) => readRecord(entity, id, each, knowledgeWith(names), own));
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

  /** @param names of custom fields, for which the field list was read */
  function knowledgeWith(names: readonly string[]): Knowledge {
    return {
      multifieldSource: () => known.multifieldSource(),
      isKnown: (read) => (read.kind === 'fields' && names.length > 0) || loaders.isKnown(read),
    };
  }
}
