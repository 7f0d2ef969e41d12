import { type AskedPage, askedPage } from '../pagination/asked-page.ts';
import { checkedPage, type Connection, type PagingOptions, toConnection } from '../pagination/connection.ts';
import { type PreparedPage, preparePage, readPage } from '../pagination/read-page.ts';
import type { Loaders } from '../planning/loaders.ts';
import type { OperationPlan } from '../planning/plan-operation.ts';
import { pageKey } from '../planning/plan-scope.ts';
import { companionsOf, type Knowledge, selectionFor } from '../planning/relations.ts';
import { namesIn, type PageRequirements, type Requirements } from '../planning/requirements.ts';
import type { Counts } from './counts.ts';
import { behindFields, type CustomFields, withOwnNames } from './custom-fields.ts';
import { loadAhead } from './load-ahead.ts';

export interface PagesOptions {
  readonly loaders: Pick<Loaders, 'load' | 'record'>;
  readonly known: Knowledge;
  readonly paging: PagingOptions;
  readonly customFields: Pick<CustomFields, 'resolveNames' | 'resolveListing'>;
  readonly counts: Pick<Counts, 'count'>;
  /** Returns the requirements of planned pages that begin at one row, if there is a plan. */
  readonly plannedPages: () => OperationPlan['pages'] | undefined;
}

/** The pages of one operation. */
export class Pages {
  readonly #options: PagesOptions;

  constructor(options: PagesOptions) {
    this.#options = options;
  }

  page(args: PageRequirements['args'], required: Requirements): Promise<Connection> {
    const { paging, known } = this.#options;
    try {
      const asked = askedPage(args, paging);
      const { queries, rows } = asked.cost;
      const names = queries.length > 0 && rows > 0 ? namesIn(required) : [];
      if (names.length > 0 || asked.needsFields) return this.#readResolved(args, required, asked, names);
      return this.#read(asked, asked.with(selectionFor(required, known)), this.#allOf(asked, false) ?? required, known);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Returns the requirements of all pages that begin at the row of this one, if there are others. */
  #allOf({ cost }: AskedPage, hasNames: boolean): Requirements | undefined {
    const planned = this.#options.plannedPages();
    return planned && planned.size > 0 ? planned.get(pageKey(cost.queries, hasNames)) : undefined;
  }

  /** Reads a page behind the portal's field list. */
  async #readResolved(
    args: PageRequirements['args'],
    required: Requirements,
    asked: AskedPage,
    names: readonly string[],
  ): Promise<Connection> {
    const { paging, customFields } = this.#options;
    const given = { ...args, asked: undefined, fields: new Set<string>() };
    const [own, listing] = await Promise.all([
      names.length > 0 ? customFields.resolveNames(names) : undefined,
      customFields.resolveListing(given),
    ]);
    // A cursor is bound to the arguments as they were given: what the portal makes of them may change.
    const { request } = asked.needsFields ? checkedPage(listing, paging, asked.codec) : asked;
    const known = behindFields(this.#options.known);
    const fields = withOwnNames(selectionFor(required, known), own);
    return this.#read(asked, preparePage({ ...request, fields }, paging), this.#allOf(asked, true) ?? required, known);
  }

  /** @param each the requirements of all pages that begin at one row: they are read as one */
  #read({ codec, cost }: AskedPage, page: PreparedPage, each: Requirements, known: Knowledge): Promise<Connection> {
    const { loaders, counts } = this.#options;
    const { includeCompany, ahead } = companionsOf(each, cost.queries[0]?.offset ?? 0, known);
    if (cost.rows > 0) for (const one of ahead) loadAhead(loaders, one);
    return readPage(
      page,
      {
        list: (query) => loaders.load<'list'>({ kind: 'list', query, includeCompany }),
        count: (filter) => counts.count(page.request.entity, filter),
      },
      (arrived) => toConnection(arrived, codec),
    );
  }
}
