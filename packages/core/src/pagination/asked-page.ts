import { needsFieldList } from '../query/custom-listing.ts';
import {
  type CheckedPage,
  checkedPage,
  type ConnectionArgs,
  costOf,
  type PageCost,
  type PagingOptions,
} from './connection.ts';
import { type PreparedPage, preparePage } from './read-page.ts';

/** The arguments of a page, without the fields to select. */
export type PageArguments = Omit<ConnectionArgs, 'fields'>;

/** A page as it is asked for, checked. */
export interface AskedPage extends CheckedPage {
  readonly cost: PageCost;
  /** True if the portal's field list has to be read first: the arguments name custom fields. */
  readonly needsFields: boolean;
  /** Returns the page with the fields to select. */
  readonly with: (fields: ReadonlySet<string>) => PreparedPage;
}

/** As long as the arguments: those of a compiled operation can be those of many calls. */
const known = new WeakMap<PageArguments, { readonly paging: PagingOptions; readonly page: AskedPage }>();

/**
 * Checks the arguments of a page, once for each object of them.
 * @throws InvalidArgumentError, BadCursorError
 */
export function askedPage(args: PageArguments, paging: PagingOptions): AskedPage {
  const before = known.get(args);
  if (before?.paging === paging) return before.page;
  const page = createAskedPage(args, paging);
  known.set(args, { paging, page });
  return page;
}

function createAskedPage(args: PageArguments, paging: PagingOptions): AskedPage {
  const checked = checkedPage({ ...args, fields: new Set() }, paging);
  const { request } = checked;
  const cost = costOf(request, paging);
  const isRead = cost.queries.length > 0 || cost.counts.length > 0;
  let prepared: PreparedPage | undefined;
  return {
    ...checked,
    cost,
    needsFields: isRead && needsFieldList(args),
    with(fields) {
      if (prepared?.request.fields !== fields) prepared = preparePage({ ...request, fields }, paging);
      return prepared;
    },
  };
}
