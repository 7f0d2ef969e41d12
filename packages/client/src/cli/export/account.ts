import type { ContactFilter } from '../../generated/graphql.ts';

/** The figures of the contacts when an export starts. */
export interface StartFigures {
  /** The greatest number of a contact: those created later have greater ones. */
  readonly maxId: number;
  /** The time of the last change of any contact, by the portal's clock; null without contacts. */
  readonly latestChange: string | null;
  /** Contacts that pass the filter. */
  readonly before: number;
}

/** The counts of contacts when all rows are written. */
export interface EndFigures {
  /** Contacts that pass the filter and existed at the start. */
  readonly oldLeft: number;
  /** Contacts that pass the filter and were created since. */
  readonly newLeft: number;
  /** Those of the old ones that were changed since the start. */
  readonly changed: number;
}

/**
 * The figures of an export. They add up: `before - goneBefore + created = written`, and
 * `written - goneSince + createdSince = after`. A contact that no longer passes the filter is gone, one that passes it
 * since is taken off those that are gone.
 */
export interface Account {
  readonly before: number;
  readonly goneBefore: number;
  readonly created: number;
  readonly written: number;
  readonly goneSince: number;
  readonly createdSince: number;
  readonly after: number;
  /** Contacts that existed at the start and were changed while the export ran: the file has them as they were when they were read. */
  readonly changed: number;
  /** Pages of which something could not be read. */
  readonly partialPages: number;
}

/** Adds the figures up. */
export function accountOf(
  start: StartFigures,
  end: EndFigures,
  { rows, newRows, partialPages }: { readonly rows: number; readonly newRows: number; readonly partialPages: number },
): Account {
  const oldRows = rows - newRows;
  return {
    before: start.before,
    goneBefore: start.before - oldRows,
    created: newRows,
    written: rows,
    goneSince: oldRows - end.oldLeft,
    createdSince: end.newLeft - newRows,
    after: end.oldLeft + end.newLeft,
    changed: end.changed,
    partialPages,
  };
}

/** Writes the closing line. */
export function accountLine(account: Account): string {
  const { before, goneBefore, created, written, goneSince, createdSince, after, changed, partialPages } = account;
  const steps = [
    `${number(before)} before`,
    term(-goneBefore, 'gone before they were read', 'that came to pass the filter'),
    term(created, '', 'created'),
    `= ${number(written)} written`,
    term(-goneSince, 'gone since', 'that came to pass the filter since'),
    term(createdSince, 'of the created gone since', 'created since'),
    `= ${number(after)} after; ${number(changed)} changed while exporting`,
  ];
  const partial = partialPages === 0 ? '' : `; ${number(partialPages)} pages came in part, what is missing is empty`;
  return `${steps.join(' ')}${partial}.`;
}

function term(value: number, loss: string, gain: string): string {
  return value < 0 || (value === 0 && gain.includes('filter'))
    ? `- ${number(-value)} ${loss}`
    : `+ ${number(value)} ${gain}`;
}

function number(value: number): string {
  return Math.abs(value).toLocaleString('en-US');
}

/** Returns the filter with bounds on `contactId` added to its own. */
export function withIdBound(
  filter: ContactFilter | undefined,
  bound: { readonly gt: number } | { readonly lte: number },
): ContactFilter {
  const own = filter?.contactId ?? {};
  const contactId =
    'gt' in bound
      ? { ...own, gt: Math.max(own.gt ?? bound.gt, bound.gt) }
      : { ...own, lte: Math.min(own.lte ?? bound.lte, bound.lte) };
  return { ...filter, contactId };
}

/** Returns the filter with a lower bound on `updatedTime` added to its own. */
export function changedAfter(filter: ContactFilter, moment: string): ContactFilter {
  const own = filter.updatedTime?.gt;
  const gt = typeof own === 'string' && Date.parse(own) > Date.parse(moment) ? own : moment;
  return { ...filter, updatedTime: { ...filter.updatedTime, gt } };
}
