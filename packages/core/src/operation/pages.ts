import type { Entity } from '../entities/entity.ts';
import { type AskedPage, askedPage } from '../pagination/asked-page.ts';
import { checkedPage, type Connection, type PagingOptions, toConnection } from '../pagination/connection.ts';
import { type PreparedPage, preparePage, readPage } from '../pagination/read-page.ts';
import type { Loaders } from '../planning/loaders.ts';
import type { OperationPlan } from '../planning/plan-operation.ts';
import { pageKey } from '../planning/plan-scope.ts';
import type { ReadOf } from '../planning/reads.ts';
import { companionsOf, type Knowledge, selectionFor } from '../planning/relations.ts';
import { namesIn, type PageRequirements, type Requirements } from '../planning/requirements.ts';
import type { Filter } from '../query/filter.ts';
import type { ListQuery } from '../query/list-query.ts';
import { type CustomFields, withOwnNames } from './custom-fields.ts';
import { loadAhead } from './load-ahead.ts';

/**
 * Reads a page of an entity.
 * @param each the requirements of each record, so that they can come along or be read at the same time
 * @throws InvalidArgumentError, BadCursorError before anything is sent, or, for the name of a custom field that the
 *   portal lacks, anything but its field list; UpstreamError
 */
export type ReadPage = (args: PageRequirements['args'], each: Requirements) => Promise<Connection>;

export interface PagesOptions {
  /** Counts the records that pass a filter, exactly. */
  readonly count: (entity: Entity, filter: Filter) => Promise<number>;
  readonly load: Loaders['load'];
  readonly paging: PagingOptions;
  readonly customFields: Pick<CustomFields, 'resolveNames' | 'resolveListing'>;
  /** Returns the requirements of planned pages that begin at one row, if there is a plan. */
  readonly pages: () => OperationPlan['pages'] | undefined;
  /** @param hasFields true if the field list was read */
  readonly knowledgeWith: (hasFields: boolean) => Knowledge;
}

/** Makes the pages of one operation. */
export function createPages(options: PagesOptions): ReadPage {
  const { load, paging, customFields, count, pages, knowledgeWith } = options;
  return (args, required) => {
    try {
      const asked = askedPage(args, paging);
      const { queries, rows } = asked.cost;
      const names = queries.length > 0 && rows > 0 ? namesIn(required) : [];
      if (names.length > 0 || asked.needsFields) return readResolved(args, required, asked, names);
      const knowledge = knowledgeWith(false);
      const fields = withOwnNames(selectionFor(required, knowledge), undefined);
      return read(asked, asked.with(fields), allOf(asked, false) ?? required, knowledge);
    } catch (error) {
      return Promise.reject(error);
    }
  };

  /** Returns the requirements of all pages that begin at the row of this one, if there are others. */
  function allOf({ cost }: AskedPage, hasNames: boolean): Requirements | undefined {
    const planned = pages();
    return planned && planned.size > 0 ? planned.get(pageKey(cost.queries, hasNames)) : undefined;
  }

  /** Reads a page behind the portal's field list. */
  async function readResolved(
    args: PageRequirements['args'],
    required: Requirements,
    asked: AskedPage,
    names: readonly string[],
  ): Promise<Connection> {
    const given = { ...args, asked: undefined, fields: new Set<string>() };
    const [own, listing] = await Promise.all([
      names.length > 0 ? customFields.resolveNames(names) : undefined,
      customFields.resolveListing(given),
    ]);
    // A cursor is bound to the arguments as they were given: what the portal makes of them may change.
    const { request } = asked.needsFields ? checkedPage(listing, paging, asked.codec) : asked;
    const knowledge = knowledgeWith(true);
    const fields = withOwnNames(selectionFor(required, knowledge), own);
    const each = allOf(asked, true) ?? required;
    return read(asked, preparePage({ ...request, fields }, paging), each, knowledge);
  }

  /** @param each the requirements of all pages that begin at one row: they are read as one */
  function read(
    { codec, cost }: AskedPage,
    page: PreparedPage,
    each: Requirements,
    knowledge: Knowledge,
  ): Promise<Connection> {
    const { includeCompany, ahead } = companionsOf(each, cost.queries[0]?.offset ?? 0, knowledge);
    if (cost.rows > 0) for (const one of ahead) loadAhead(load, one);
    return readPage(
      page,
      {
        list: (query) => load<'list'>(listRead(page, query, includeCompany)),
        count: (filter) => count(page.request.entity, filter),
      },
      (arrived) => toConnection(arrived, codec),
    );
  }
}

/** The read of a list; one object for the calls of a page whose arguments are kept, since the key of a read is kept with it. */
function listRead(page: PreparedPage, query: ListQuery, includeCompany: boolean): ReadOf<'list'> {
  const { read } = page;
  if (read?.query === query && read.includeCompany === includeCompany) return read;
  return (page.read = { kind: 'list', query, includeCompany });
}
