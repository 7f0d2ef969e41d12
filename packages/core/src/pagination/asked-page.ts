import { needsFieldList } from '../query/custom-listing.ts';
import { type CheckedPage, checkedPage, type ConnectionArgs, type PagingOptions } from './connection.ts';
import type { PageCost } from './page-cost.ts';
import { type PreparedPage, preparePage } from './read-page.ts';

/** The arguments of a page, without the fields to select. */
export interface PageArguments extends Omit<ConnectionArgs, 'fields'> {
  /** Set by {@link askedPage}. A weak map of it would keep the arguments of each call until the next full collection. */
  asked?: AskedPage | undefined;
}

/**
 * Checks the arguments of a page, once for each object of them: those of a compiled operation can be those of many calls.
 * @throws InvalidArgumentError, BadCursorError
 */
export function askedPage(args: PageArguments, paging: PagingOptions): AskedPage {
  const { asked } = args;
  return asked?.isOf(args, paging) ? asked : (args.asked = new AskedPage(args, paging));
}

const noFields: ReadonlySet<string> = new Set();

/** A page as it is asked for, checked. What is made of it for a plan serves the run of the same arguments. */
export class AskedPage implements CheckedPage {
  readonly paging: PagingOptions;
  readonly request: CheckedPage['request'];
  readonly codec: CheckedPage['codec'];
  readonly #args: PageArguments;
  #prepared: PreparedPage | undefined;

  constructor(args: PageArguments, paging: PagingOptions) {
    const given = { ...args, asked: undefined, fields: noFields };
    const { request, codec } = checkedPage(given, paging);
    this.paging = paging;
    this.request = request;
    this.codec = codec;
    this.#args = args;
  }

  /** Returns true if it was made of this object: a copy can differ from it. */
  isOf(args: PageArguments, paging: PagingOptions): boolean {
    return this.#args === args && this.paging === paging;
  }

  /** The cost, whatever fields are selected. */
  get cost(): PageCost {
    return (this.#prepared ?? this.with(noFields)).cost;
  }

  /** True if the portal's field list has to be read first: the arguments name custom fields. */
  get needsFields(): boolean {
    const { queries, counts } = this.cost;
    return (queries.length > 0 || counts.length > 0) && needsFieldList(this.#args);
  }

  /** Returns the page with the fields to select. */
  with(fields: ReadonlySet<string>): PreparedPage {
    if (this.#prepared?.request.fields === fields) return this.#prepared;
    return (this.#prepared = preparePage({ ...this.request, fields }, this.paging));
  }
}
