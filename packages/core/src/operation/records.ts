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
import { needsFieldList } from '../query/custom-listing.ts';
import type { Caller } from './caller.ts';
import { type CustomFields, type OwnNames, withOwnNames } from './custom-fields.ts';
import { loadAhead } from './load-ahead.ts';

export interface RecordsOptions extends Pick<Caller, 'count'> {
  readonly loaders: Loaders;
  readonly known: ReturnType<References['of']>;
  readonly paging: PagingOptions;
  readonly customFields: Pick<CustomFields, 'resolveNames' | 'resolveListing'>;
  /** Returns the requirements of the planned pages that begin at one row, if there is a plan. */
  readonly pages: () => OperationPlan['pages'] | undefined;
}

/** Makes the pages and records of one operation. */
export function createRecords({
  loaders,
  known,
  paging,
  customFields: { resolveNames, resolveListing },
  count,
  pages,
}: RecordsOptions): Pick<Caller, 'page' | 'record'> {
  const { load } = loaders;
  return {
    async page(args, required) {
      const given = { ...args, fields: new Set<string>() };
      const { request, codec } = checkedPage(given, paging);
      const { queries, rows, counts } = costOf(request, paging);
      const [first] = queries;
      const names = first && rows > 0 ? namesIn(required) : [];
      const resolves = needsFieldList(args) && (first !== undefined || counts.length > 0);
      const waits = names.length > 0 || resolves;
      const [own, listing] = waits
        ? await Promise.all([names.length > 0 ? resolveNames(names) : undefined, resolveListing(given)])
        : [];
      // A cursor is bound to the arguments as they were given: what the portal makes of them may change.
      const checked = resolves && listing ? checkedPage(listing, paging, codec).request : request;
      // Pages that begin at one row are read as one.
      const each = (first && pages()?.get(pageKey(queries, waits))) ?? required;
      const knowledge = knowledgeWith(waits);
      const { includeCompany, ahead } = companionsOf(each, first?.offset ?? 0, knowledge);
      if (rows > 0) for (const read of ahead) loadAhead(load, read);
      const fields = withOwnNames(selectionFor(required, knowledge), own);
      const page = await readPage(
        { ...checked, fields },
        {
          list: async (query) => load<'list'>({ kind: 'list', query, includeCompany }),
          count: (filter) => count(checked.entity, filter),
        },
        paging,
      );
      return toConnection(page, codec);
    },
    record(entity, id, each) {
      const names = namesIn(each);
      if (names.length === 0) return readRecord(entity, id, each, knowledgeWith(false));
      return resolveNames(names).then((own) => readRecord(entity, id, each, knowledgeWith(true), own));
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
      isKnown: (read) => (read.kind === 'fields' && hasFields) || loaders.isKnown(read),
    };
  }
}
